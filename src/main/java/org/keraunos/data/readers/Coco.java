package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.DataException;
import org.keraunos.data.Reading;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * COCO annotation files: a label for each category, 1 where an image has at least one annotation of
 * it. The files are read as streams, for the real ones have hundreds of megabytes of outlines that
 * are of no interest here.
 */
final class Coco {
  private final Path file;
  private final Map<Long, String> images = new LinkedHashMap<>();
  private final Map<Long, String> categories = new LinkedHashMap<>();
  private final Map<Long, Set<Long>> present = new HashMap<>();
  private final Set<String> above = new HashSet<>();
  private int annotations;

  private Coco(Path file) {
    this.file = file;
  }

  /**
   * The annotation files of a folder: in it, in annotations/ or the like, or in train/, val/ and
   * test/.
   */
  static List<Path> filesOf(Path folder) {
    List<Path> found = new ArrayList<>();
    for (Path each : Folders.list(folder)) {
      if (isJson(each)) {
        found.add(each);
      } else if (Files.isDirectory(each)
          && (Layout.holdsLabels(each) || Part.ofFolder(Folders.name(each)) != Part.NONE)) {
        found.addAll(Folders.list(each).stream().filter(Coco::isJson).toList());
      }
    }
    List<Path> instances =
        found.stream().filter(f -> Folders.name(f).startsWith("instances")).toList();
    return instances.isEmpty() ? found : instances;
  }

  /** Says which of COCO's files are not read: those of captions and joints beside instances. */
  private static void tellOthers(Path origin, List<Path> files, Rows rows) {
    Set<Path> folders = new LinkedHashSet<>();
    if (Files.isDirectory(origin)) {
      files.forEach(file -> folders.add(Folders.parent(file)));
    }
    for (Path folder : folders) {
      for (Path file : Folders.list(folder)) {
        if (!files.contains(
                origin.resolve(origin.toAbsolutePath().relativize(file.toAbsolutePath())))
            && isJson(file)) {
          rows.account().leaveOut(Folders.name(file), "there are files called instances");
        }
      }
    }
  }

  /**
   * Whether a file may be COCO's: an object with images or annotations, or broken, which whoever
   * reads it says.
   */
  private static boolean isJson(Path file) {
    if (!Folders.extension(file).equals("json") || !Files.isRegularFile(file)) {
      return false;
    }
    try (JsonParser parser = Json.parser(file)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = String.valueOf(parser.currentName());
        if (key.equals("images") || key.equals("annotations")) {
          return true;
        }
        parser.nextToken();
        parser.skipChildren();
      }
      return false;
    } catch (JacksonException e) {
      return true;
    }
  }

  static Listing read(Path origin, List<Path> files, ReadOptions options) {
    Rows rows = new Rows(
        origin,
        options,
        Format.COCO.recognised(
            options,
            String.join(", ", files.stream().map(Folders::name).distinct().toList())
                + " with images, annotations and categories"));
    rows.account().labels("categories of annotations");
    tellOthers(origin, files, rows);
    List<ImageSource> sources = new ArrayList<>();
    List<Coco> parsed = new ArrayList<>();
    for (Path file : files) {
      Coco coco = new Coco(file);
      coco.parse();
      parsed.add(coco);
    }
    leaveOutGroups(parsed, rows);
    parsed.forEach(coco -> coco.list(rows, sources, options));
    if (rows.hasParts()) {
      rows.account().partsFrom("names of files and folders");
    }
    return rows.inOrder(new Content.Images(sources));
  }

  /**
   * A category that only groups others, and that no image has in any file, is no label: Roboflow's
   * category 0.
   */
  private static void leaveOutGroups(List<Coco> files, Rows rows) {
    Set<String> groups = new HashSet<>();
    Set<String> used = new HashSet<>();
    for (Coco coco : files) {
      groups.addAll(coco.above);
      coco.present
          .values()
          .forEach(ids -> ids.forEach(id -> used.add(coco.categories.getOrDefault(id, ""))));
    }
    groups.removeAll(used);
    for (Coco coco : files) {
      List<String> gone =
          coco.categories.values().stream().filter(groups::contains).toList();
      gone.forEach(name -> rows.account()
          .leaveOut("category '" + Names.shown(name) + "'", "groups others, and no image has it"));
      coco.categories.values().removeAll(gone);
    }
  }

  private void parse() {
    try (JsonParser parser = Json.parser(file)) {
      expect(
          parser.nextToken() == JsonToken.START_OBJECT,
          "an object with images, annotations and categories");
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = String.valueOf(parser.currentName());
        JsonToken value = parser.nextToken();
        if (value == JsonToken.START_ARRAY
            && Set.of("images", "annotations", "categories").contains(key)) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            entry(key, parser);
          }
          expect(parser.currentToken() == JsonToken.END_ARRAY, "objects in '" + key + "'");
        } else {
          parser.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw Json.problem(file, e);
    }
    expect(!images.isEmpty() && !categories.isEmpty(), "images and categories");
  }

  private void entry(String list, JsonParser parser) {
    Map<String, Long> numbers = new HashMap<>();
    Map<String, String> texts = new HashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = String.valueOf(parser.currentName());
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_NUMBER_INT) {
        numbers.put(key, parser.getLongValue());
      } else if (value == JsonToken.VALUE_STRING) {
        texts.put(key, parser.getString());
      } else {
        parser.skipChildren();
      }
    }
    Long id = numbers.get("id");
    switch (list) {
      case "images" -> {
        String name = texts.get("file_name");
        expect(id != null && name != null, "id and file_name in image " + images.size());
        images.put(id == null ? 0 : id, name == null ? "" : name);
      }
      case "categories" -> {
        String name = texts.get("name");
        expect(id != null && name != null, "id and name in category " + categories.size());
        categories.put(id == null ? 0 : id, name == null ? "" : Names.composed(name));
        above.add(texts.getOrDefault("supercategory", ""));
      }
      default -> {
        Long image = numbers.get("image_id");
        Long category = numbers.get("category_id");
        expect(
            image != null && category != null,
            "image_id and category_id in annotation " + annotations);
        annotations++;
        present
            .computeIfAbsent(image == null ? 0 : image, i -> new LinkedHashSet<>())
            .add(category == null ? 0 : category);
      }
    }
  }

  private void list(Rows rows, List<ImageSource> sources, ReadOptions options) {
    Path given = options.images();
    Path root = given == null ? imageFolder(images.values().iterator().next()) : given;
    ImageFinder finder = new ImageFinder(root, rows);
    categories.values().forEach(rows::declare);
    Part ofFile = Part.ofFile(Folders.name(file));
    Part part = ofFile == Part.NONE ? Part.ofFolder(Folders.name(Folders.parent(file))) : ofFile;
    images.forEach((id, name) -> {
      String position = "image " + id;
      ImageSource source = finder.find(name, file, position);
      if (source == null) {
        return;
      }
      Set<String> tags = new LinkedHashSet<>();
      for (long category : present.getOrDefault(id, Set.of())) {
        String tag = categories.get(category);
        if (tag == null) {
          rows.problem(
              file,
              position,
              "has an annotation of category " + category + ", which is not listed",
              false);
        } else {
          tags.add(tag);
        }
      }
      sources.add(source);
      rows.add(tags, part == Part.NONE ? Part.ofPath(name) : part, file, position);
    });
    for (long image : present.keySet()) {
      if (!images.containsKey(image)) {
        rows.problem(file, "image " + image, "has annotations but is not listed", false);
      }
    }
  }

  /** The first of the usual places that has the first image. */
  private Path imageFolder(String image) {
    Path here = Folders.parent(file);
    String name = Folders.name(file);
    String subset = name.substring(name.lastIndexOf('_') + 1).replace(".json", "");
    List<Path> places = new ArrayList<>(List.of(
        here,
        here.resolve("images"),
        here.resolve(subset),
        here.resolveSibling(subset),
        here.resolveSibling("images"),
        here.resolveSibling("images").resolve(subset),
        Folders.parent(here)));
    places.addAll(Layout.pictures(Folders.parent(here), here));
    Rows none = new Rows(file, new ReadOptions(), Reading.of("coco", "nothing"));
    for (Path place : places) {
      if (new ImageFinder(place, none).locate(image) != null) {
        return place;
      }
    }
    return here;
  }

  private void expect(boolean holds, String expected) {
    if (!holds) {
      throw new DataException(file, "expected a COCO annotation file with " + expected);
    }
  }
}
