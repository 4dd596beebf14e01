package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import tools.jackson.databind.JsonNode;

/**
 * YOLO: a text beside each picture or in {@code labels} where the picture is in {@code images},
 * with a line for each object that begins with the number of its class. A label is 1 where a
 * picture has an object of the class; an empty text, or none, is a picture without labels. A YAML
 * file ({@code data.yaml}) names the classes and the folders or lists of the parts, else
 * {@code classes.txt} or {@code obj.names} names the classes.
 */
final class Yolo {
  /** So many pictures are looked at to see whether there are texts. */
  private static final int SAMPLE = 2000;

  private final Path root;
  private final @Nullable Path yaml;
  private final ReadOptions options;
  private final Rows rows;
  private final Map<Path, ImageFinder> finders = new HashMap<>();
  private final List<ImageSource> sources = new ArrayList<>();
  private final YoloTexts texts;
  private final Map<Path, Set<String>> known = new LinkedHashMap<>();
  private int without;
  private final Map<String, Integer> inSeveralParts = new LinkedHashMap<>();

  private Yolo(Path root, @Nullable Path yaml, ReadOptions options, Rows rows) {
    this.root = root;
    this.yaml = yaml;
    this.options = options;
    this.rows = rows;
    this.texts = new YoloTexts(root);
  }

  /**
   * Whether a folder has what only YOLO has: a YAML file that names classes, or texts in place of
   * their pictures.
   */
  static boolean has(Path folder) {
    if (!YoloClasses.yamls(folder).isEmpty()) {
      return true;
    }
    boolean listed = !YoloClasses.lists(folder).isEmpty();
    if (!listed && Layout.labelFolders(folder).isEmpty()) {
      return false;
    }
    YoloTexts texts = new YoloTexts(folder);
    return Folders.walk(folder).stream()
        .filter(Folders::isImage)
        .limit(SAMPLE)
        .map(texts::of)
        .anyMatch(text -> (listed || inLabels(text)) && Files.isRegularFile(text));
  }

  private static boolean inLabels(Path text) {
    for (Path step : text) {
      if (Layout.holdsLabels(step)) {
        return true;
      }
    }
    return false;
  }

  static Listing read(Path path, ReadOptions options) {
    boolean folder = Files.isDirectory(path);
    Path root = (folder ? path : Folders.parent(path)).toAbsolutePath().normalize();
    List<Path> yamls = folder ? YoloClasses.yamls(root) : List.of(path);
    if (yamls.size() > 1) {
      throw new DataException(
          path,
          "expected one YAML file that names classes, found "
              + String.join(", ", yamls.stream().map(Folders::name).toList())
              + "; name the file itself");
    }
    Path yaml = yamls.isEmpty() ? null : yamls.get(0);
    List<String> classes = YoloClasses.read(yaml, YoloClasses.lists(root), !folder);
    if (classes.isEmpty()) {
      classes = options.labels();
    }
    if (classes.isEmpty()) {
      throw new DataException(
          path,
          "has YOLO's texts, but nothing names their classes: expected data.yaml or classes.txt, or --labels with"
              + " the names of the classes 0, 1, ... in this order");
    }
    String sign = yaml == null
        ? "texts named like their pictures, a line an object"
        : Folders.name(yaml) + " with names";
    Rows rows = new Rows(path, options, Format.YOLO.recognised(options, sign));
    rows.account().labels("the classes that lines begin with");
    return new Yolo(root, yaml, options, rows).read(classes);
  }

  private Listing read(List<String> classes) {
    classes.forEach(rows::declare);
    Map<Path, Part> pictures = pictures();
    pictures.forEach((picture, part) -> picture(picture, part, classes));
    if (without > 0) {
      rows.account()
          .remark(without + " of " + pictures.size()
              + " pictures have no text and are taken as pictures without labels");
    }
    textsWithoutPicture(classes);
    return rows.inOrder(new Content.Images(sources));
  }

  private void picture(Path picture, Part part, List<String> classes) {
    Path text = texts.of(picture);
    known.computeIfAbsent(Folders.parent(text), f -> new HashSet<>()).add(Folders.name(text));
    Set<String> tags = Set.of();
    if (Files.isRegularFile(text)) {
      YoloTexts.Objects objects = YoloTexts.read(text, classes);
      if (!objects.wrong().isEmpty()) {
        rows.problem(text, objects.position(), objects.wrong(), true);
        return;
      }
      tags = objects.classes();
    } else {
      without++;
    }
    ImageSource source = finders
        .computeIfAbsent(Folders.parent(picture), dir -> new ImageFinder(dir, rows))
        .find(Folders.name(picture), picture, "");
    if (source != null) {
      sources.add(source);
      rows.add(tags, part, text, "");
    }
  }

  /** Texts in the folders of texts that say something of a picture which is not there. */
  private void textsWithoutPicture(List<String> classes) {
    known.forEach((folder, names) -> {
      if (!Files.isDirectory(folder)) {
        return;
      }
      for (Path file : Folders.list(folder)) {
        if (Folders.extension(file).equals("txt")
            && Files.isRegularFile(file)
            && !names.contains(Folders.name(file))
            && !YoloClasses.isList(file)) {
          YoloTexts.Objects objects = YoloTexts.read(file, classes);
          if (objects.wrong().isEmpty() && !objects.classes().isEmpty()) {
            rows.problem(file, "", "has no picture", true);
          }
        }
      }
    });
  }

  /** The pictures in the order of the parts, each with its part. */
  private Map<Path, Part> pictures() {
    Map<Path, Part> found = new LinkedHashMap<>();
    Path given = options.images();
    JsonNode tree = yaml == null ? null : Yaml.tree(yaml);
    if (yaml != null && tree != null && given == null) {
      boolean named = false;
      for (String key : List.of("train", "val", "valid", "validation", "test")) {
        JsonNode value = tree.get(key);
        if (value == null || value.isNull()) {
          continue;
        }
        named = true;
        for (JsonNode each : value.isArray() ? value : List.of(value)) {
          part(each.asString(), key, tree.path("path").asString(""), found);
        }
      }
      if (named) {
        inSeveralParts.forEach(
            (what, count) -> rows.account().leaveOut(count + " pictures of a second part", what));
        rows.account().partsFrom(Folders.name(yaml));
        notListed(yaml, found);
        return found;
      }
    }
    Path all = given == null ? root : given.toAbsolutePath().normalize();
    boolean parts = false;
    for (Path file : Folders.walk(all)) {
      if (Folders.isImage(file)) {
        Part part = Layout.part(all, file);
        parts |= part != Part.NONE;
        found.put(file, part);
      }
    }
    if (parts) {
      rows.account().partsFrom("folders");
    }
    return found;
  }

  private void notListed(Path listing, Map<Path, Part> found) {
    long others = Folders.walk(root).stream()
        .filter(file -> Folders.isImage(file) && !found.containsKey(file))
        .count();
    if (others > 0) {
      rows.account()
          .leaveOut(others + " pictures", Folders.name(listing) + " does not name their folder");
    }
  }

  private void part(String entry, String key, String base, Map<Path, Part> found) {
    Path place = resolve(entry, base);
    Part part = Part.ofFolder(key);
    if (place == null) {
      rows.problem(
          Check.present(yaml, "a YAML file"),
          key,
          "no folder or list '" + Names.shown(entry) + "'",
          false);
    } else if (Files.isDirectory(place)) {
      for (Path file : Folders.walk(place)) {
        if (Folders.isImage(file)) {
          put(file, part, key, found);
        }
      }
    } else {
      int line = 0;
      for (String name : Folders.text(place).split("\r?\n", -1)) {
        line++;
        if (name.isBlank()) {
          continue;
        }
        Path picture = resolve(name.strip(), base);
        if (picture == null) {
          rows.problem(place, "line " + line, "no file '" + Names.shown(name.strip()) + "'", true);
        } else {
          put(picture, part, key, found);
        }
      }
    }
  }

  private void put(Path picture, Part part, String key, Map<Path, Part> found) {
    Part before = found.putIfAbsent(picture, part);
    if (before != null && before != part) {
      inSeveralParts.merge(
          "'" + key + "' names pictures that are of part " + before.name().toLowerCase(Locale.ROOT)
              + " already",
          1,
          Integer::sum);
    }
  }

  /**
   * What a path of the YAML file leads to. Exports are moved about, so the path is tried as it is,
   * below {@code path} and beside the file, and then without its first steps:
   * {@code ../train/images} and {@code /content/set/train/images} are {@code train/images} beside
   * the file.
   */
  private @Nullable Path resolve(String entry, String base) {
    try {
      Path own = Path.of(entry.replace('\\', '/'));
      List<Path> bases = new ArrayList<>();
      if (!base.isEmpty()) {
        bases.add(root.resolve(base.replace('\\', '/')).normalize());
      }
      bases.add(root);
      for (Path each : bases) {
        Path place = each.resolve(own).normalize();
        if (Files.exists(place)) {
          return place;
        }
      }
      for (int steps = own.isAbsolute() ? 0 : 1; steps < own.getNameCount(); steps++) {
        Path place =
            root.resolve(own.subpath(steps, own.getNameCount()).toString()).normalize();
        if (place.startsWith(root) && Files.exists(place)) {
          return place;
        }
      }
    } catch (InvalidPathException e) {
      return null; // for example a NUL: there is no such file
    }
    return null;
  }
}
