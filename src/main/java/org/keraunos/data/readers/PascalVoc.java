package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;

/**
 * Pascal VOC annotations, an XML file an image: a label is 1 where at least one object has its name, difficult ones
 * included. The lists in ImageSets/Main say the parts.
 */
final class PascalVoc {
  private PascalVoc() {}

  /** The folder with the XML files: Annotations in it, or it itself; null if neither has any. */
  static @Nullable Path annotationsOf(Path folder) {
    for (Path place : List.of(folder.resolve("Annotations"), folder)) {
      if (Files.isDirectory(place) && Folders.list(place).stream().anyMatch(PascalVoc::isXml)) {
        return place;
      }
    }
    return null;
  }

  private static boolean isXml(Path file) {
    return Folders.extension(file).equals("xml");
  }

  static Listing read(Path folder, ReadOptions options) {
    Path annotations = annotationsOf(folder);
    if (annotations == null) {
      throw new DataException(
          folder, "expected Pascal VOC annotations (Annotations/*.xml), found none");
    }
    Rows rows = new Rows(
        folder,
        options,
        Format.PASCAL_VOC.recognised(
            options, "XML files with <annotation> in " + Folders.name(annotations)));
    Path given = options.images();
    Path jpegs = annotations.resolveSibling("JPEGImages");
    Path root = given != null ? given : Files.isDirectory(jpegs) ? jpegs : annotations;
    ImageFinder finder = new ImageFinder(root, rows);
    Map<String, Part> parts = parts(annotations.resolveSibling("ImageSets").resolve("Main"));
    List<ImageSource> sources = new ArrayList<>();
    for (Path file : Folders.list(annotations)) {
      if (isXml(file)) {
        readOne(file, parts, finder, rows, sources);
      }
    }
    return rows.sorted(new Content.Images(sources));
  }

  private static void readOne(
      Path file,
      Map<String, Part> parts,
      ImageFinder finder,
      Rows rows,
      List<ImageSource> sources) {
    List<Xml.Element> elements;
    try {
      elements = Xml.elements(file);
    } catch (DataException e) {
      String message = String.valueOf(e.getMessage());
      rows.problem(
          file, "", message.substring(Math.min(message.length(), (file + ": ").length())), true);
      return;
    }
    String name = Folders.name(file);
    String stem = name.substring(0, name.length() - ".xml".length());
    String image = stem;
    Set<String> tags = new LinkedHashSet<>();
    boolean annotation = false;
    for (Xml.Element element : elements) {
      switch (element.path()) {
        case "annotation" -> annotation = true;
        case "annotation/filename" -> image = element.text();
        case "annotation/object/name" -> {
          if (!element.text().isEmpty()) {
            tags.add(element.text());
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
    ImageSource source = finder.find(image, file, "");
    if (source != null) {
      sources.add(source);
      rows.add(tags, parts.getOrDefault(stem, Part.NONE), file, "");
    }
  }

  private static Map<String, Part> parts(Path main) {
    Map<String, Part> parts = new HashMap<>();
    for (String list : List.of("train", "val", "test")) {
      Path file = main.resolve(list + ".txt");
      if (Files.isRegularFile(file)) {
        Folders.text(file)
            .lines()
            .map(line -> line.strip().split("\\s+", -1)[0])
            .filter(stem -> !stem.isEmpty())
            .forEach(stem -> parts.put(stem, Part.ofFolder(list)));
      }
    }
    return parts;
  }
}
