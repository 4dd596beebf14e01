package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;

/**
 * Pascal VOC annotations, an XML file an image: a label is 1 where at least one object has its
 * name, difficult ones included. The files lie in {@code Annotations} or the like, beside
 * {@code JPEGImages} or {@code images}, or beside their images. The lists in ImageSets/Main say the
 * parts, else folders do.
 */
final class PascalVoc {
  private final Path folder;
  private final ReadOptions options;
  private final Rows rows;
  private final Map<Path, Places> places = new HashMap<>();
  private final List<ImageSource> sources = new ArrayList<>();
  private final Map<String, Part> lists = new HashMap<>();

  private PascalVoc(Path folder, ReadOptions options, Rows rows) {
    this.folder = folder;
    this.options = options;
    this.rows = rows;
  }

  /**
   * The XML files of a folder that may be annotations: below its folders of labels, else in it and
   * in its parts.
   */
  static List<Path> filesOf(Path folder) {
    List<Path> found = new ArrayList<>();
    for (Path labels : Layout.labelFolders(folder)) {
      Folders.walk(labels).stream().filter(PascalVoc::isXml).forEach(found::add);
    }
    if (found.isEmpty()) {
      List<Path> here = new ArrayList<>(List.of(folder));
      here.addAll(Layout.parts(folder));
      for (Path place : here) {
        Folders.list(place).stream().filter(PascalVoc::isXml).forEach(found::add);
      }
    }
    return found;
  }

  private static boolean isXml(Path file) {
    return Folders.extension(file).equals("xml") && Files.isRegularFile(file);
  }

  static Listing read(Path folder, ReadOptions options) {
    List<Path> files = filesOf(folder);
    if (files.isEmpty()) {
      throw new DataException(
          folder, "expected Pascal VOC annotations (Annotations/*.xml), found none");
    }
    List<String> folders = files.stream()
        .map(file -> Folders.name(Folders.parent(file)))
        .distinct()
        .toList();
    Rows rows = new Rows(
        folder,
        options,
        Format.PASCAL_VOC.recognised(
            options, "XML files with <annotation> in " + String.join(", ", folders)));
    rows.account().labels("names of objects");
    return new PascalVoc(folder, options, rows).read(files);
  }

  private Listing read(List<Path> files) {
    boolean parts = false;
    for (Path file : files) {
      Path annotations = Folders.parent(file);
      lists(annotations.resolveSibling("ImageSets").resolve("Main"));
      parts |= Layout.part(folder, file) != Part.NONE;
      readOne(file, places.computeIfAbsent(annotations, a -> {
        Path given = options.images();
        return new Places(given == null ? Layout.pictures(folder, a) : List.of(given), rows);
      }));
    }
    rows.account().partsFrom(!lists.isEmpty() ? "ImageSets/Main" : parts ? "folders" : "");
    return rows.sorted(new Content.Images(sources));
  }

  private void readOne(Path file, Places at) {
    List<Xml.Element> elements;
    try {
      elements = Xml.elements(file);
    } catch (DataException e) {
      String message = String.valueOf(e.getMessage());
      rows.problem(
          file, "", message.substring(Math.min(message.length(), (file + ": ").length())), true);
      return;
    }
    String stem = Layout.stem(file);
    String image = stem;
    Set<String> tags = new LinkedHashSet<>();
    boolean annotation = false;
    for (Xml.Element element : elements) {
      switch (element.path()) {
        case "annotation" -> annotation = true;
        case "annotation/filename" -> image = element.text();
        case "annotation/object/name" -> {
          if (!element.text().isEmpty()) {
            tags.add(Names.composed(element.text()));
          }
        }
        default -> {
          continue; // boxes, sizes, poses
        }
      }
    }
    if (!annotation) {
      rows.problem(file, "", "expected an <annotation>", true);
      return;
    }
    Path named = image.isBlank() ? null : at.locate(image);
    Path own = at.locate(stem);
    if (named != null && own != null && !Layout.stem(named).equals(Layout.stem(own))) {
      rows.problem(
          file,
          "",
          "names the picture '" + Names.shown(image) + "', but '" + Folders.name(own)
              + "' has its own name",
          true);
      return;
    }
    ImageSource source = at.find(image.isBlank() ? List.of(stem) : List.of(image, stem), file, "");
    if (source != null) {
      sources.add(source);
      rows.add(tags, lists.getOrDefault(stem, Layout.part(folder, file)), file, "");
    }
  }

  private void put(String stem, Part part, Path file) {
    Part before = lists.put(stem, part);
    if (before != null && before != part) {
      throw new DataException(
          file,
          "lists '" + Names.shown(stem) + "', which is of part "
              + before.name().toLowerCase(Locale.ROOT)
              + " already; take it out of one of the lists");
    }
  }

  private @Nullable Path listsRead;

  private void lists(Path main) {
    if (main.equals(listsRead)) {
      return;
    }
    listsRead = main;
    for (String list : List.of("train", "val", "test")) {
      Path file = main.resolve(list + ".txt");
      if (Files.isRegularFile(file)) {
        Folders.text(file)
            .lines()
            .map(line -> line.strip().split("\\s+", -1)[0])
            .filter(stem -> !stem.isEmpty())
            .forEach(stem -> put(stem, Part.ofFolder(list), file));
      }
    }
  }
}
