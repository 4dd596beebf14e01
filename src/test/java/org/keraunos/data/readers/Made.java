package org.keraunos.data.readers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Pictures with labels and parts, made up by a seed, to be written in the layouts of other tools
 * and read again.
 */
final class Made {
  private static final List<String> NAMES =
      List.of("cat", "dog", "sea side", "Straße", "x-ray_2", "emu");

  final Random random;
  final boolean parts;
  final List<String> labels;
  /** The name of a file, without its folder. */
  final List<String> files = new ArrayList<>();

  final Map<String, Set<String>> tags = new TreeMap<>();
  final Map<String, Part> partOf = new TreeMap<>();
  private final String end;
  private final int style;

  Made(long seed, boolean parts) {
    this.random = new Random(seed);
    this.parts = parts;
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    this.labels = names.subList(0, 2 + random.nextInt(3));
    this.end = random.nextBoolean() ? "\n" : "\r\n";
    this.style = random.nextInt(3);
    String extension = List.of(".jpg", ".png", ".JPG", ".jpeg").get(random.nextInt(4));
    int rows = 6 + random.nextInt(10);
    for (int i = 0; i < rows; i++) {
      String name = "IMG_" + random.nextInt(10) + "." + i + (i == 0 ? " (1)" : "") + extension;
      Set<String> own = new TreeSet<>();
      for (String label : labels) {
        if (random.nextInt(3) == 0) {
          own.add(label);
        }
      }
      if (i < labels.size()) {
        own.add(labels.get(i)); // each label at least once
      } else if (i == labels.size()) {
        own.clear();
      } else if (i == labels.size() + 1) {
        own.addAll(labels);
      }
      files.add(name);
      tags.put(name, own);
      partOf.put(name, parts ? Part.values()[i % 3] : Part.NONE);
    }
    Collections.shuffle(files, random);
  }

  /** What was meant, in the form of {@link #read}. */
  Map<String, String> expected() {
    Map<String, String> rows = new TreeMap<>();
    files.forEach(file -> rows.put(file, tags.get(file) + " " + partOf.get(file)));
    return rows;
  }

  /** What was read: for each picture its labels and its part. */
  static Map<String, String> read(Listing listing) {
    Map<String, String> rows = new TreeMap<>();
    List<ImageSource> sources = ((Content.Images) listing.content()).sources();
    for (int row = 0; row < listing.rows(); row++) {
      Set<String> own = new TreeSet<>();
      for (int label = 0; label < listing.labelNames().size(); label++) {
        byte cell = listing.labels().get(row, label);
        if (cell != 0) {
          own.add((cell == 1 ? "" : "?") + listing.labelNames().get(label));
        }
      }
      String name = Folders.name(sources.get(row).file());
      String before = rows.put(name, own + " " + listing.parts().get(row));
      if (before != null) {
        throw new AssertionError(name + " was read twice");
      }
    }
    return rows;
  }

  /** A folder's name in lower, upper or mixed case. */
  String cased(String name) {
    return switch (style) {
      case 0 -> name;
      case 1 -> name.toUpperCase(Locale.ROOT);
      default -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    };
  }

  /** What a tool calls the part of a picture; empty if there are no parts. */
  String partName(String file) {
    return switch (partOf.get(file)) {
      case TRAIN -> "train";
      case VALIDATION -> style == 1 ? "valid" : "val";
      case TEST -> "test";
      case NONE -> "";
    };
  }

  static String stem(String file) {
    return file.substring(0, file.lastIndexOf('.'));
  }

  String lines(List<String> lines) {
    return String.join(end, lines) + (random.nextBoolean() || lines.isEmpty() ? "" : end);
  }

  static Path write(Path file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A picture of bytes that no other has; readers do not decode. */
  void picture(Path folder, String file) {
    write(folder.resolve(file), "picture " + file);
  }

  /** What lies about in exports and on disks. */
  void litter(Path folder) {
    write(folder.resolve("README.roboflow.txt"), "0 things were exported" + end);
    write(folder.resolve(".DS_Store"), "x");
    write(folder.resolve("__MACOSX/._" + files.get(0)), "x");
    write(folder.resolve("notes.md"), "# images" + end);
  }

  // The layouts.

  /** YOLO: images/train and labels/train, or train/images and train/labels. */
  void yolo(Path folder, boolean partsAbove, boolean yaml) {
    for (String file : files) {
      String part = partName(file);
      Path images = folder
          .resolve(partsAbove ? part : cased("images"))
          .resolve(partsAbove ? cased("images") : part);
      Path texts = folder
          .resolve(partsAbove ? part : cased("labels"))
          .resolve(partsAbove ? cased("labels") : part);
      picture(images, file);
      if (!tags.get(file).isEmpty() || random.nextBoolean()) {
        write(texts.resolve(stem(file) + ".txt"), lines(boxes(file)));
      }
    }
    if (yaml) {
      List<String> text = new ArrayList<>();
      text.add("# made");
      if (parts) {
        for (String part : new TreeSet<>(files.stream().map(this::partName).toList())) {
          String key = part.equals("valid") ? "val" : part;
          String path =
              partsAbove ? "../" + part + "/" + cased("images") : cased("images") + "/" + part;
          text.add(key + ": " + path);
        }
      }
      if (random.nextBoolean()) {
        text.add("names: ['" + String.join("', '", labels) + "']");
      } else {
        text.add("names:");
        for (int i = 0; i < labels.size(); i++) {
          text.add("  " + i + ": " + labels.get(i));
        }
      }
      text.add("nc: " + labels.size());
      write(folder.resolve(style == 0 ? "data.yaml" : "set.yml"), lines(text));
    } else {
      write(folder.resolve("classes.txt"), lines(labels));
    }
  }

  private List<String> boxes(String file) {
    List<String> lines = new ArrayList<>();
    for (String label : tags.get(file)) {
      for (int i = random.nextInt(2); i < 2; i++) {
        lines.add(
            labels.indexOf(label) + (random.nextBoolean() ? " " : "\t") + "0.5 0.25 0.1 1e-3");
      }
    }
    Collections.shuffle(lines, random);
    return lines;
  }

  /** Darknet: texts beside the pictures, and obj.names. */
  void darknet(Path folder) {
    for (String file : files) {
      Path data = folder.resolve("obj_" + partName(file) + "_data");
      picture(data, file);
      write(data.resolve(stem(file) + ".txt"), lines(boxes(file)));
    }
    write(folder.resolve("obj.names"), lines(labels));
  }

  /** Pascal VOC; place 0: annotations beside images, 1: parts above, 2: in one folder. */
  void voc(Path folder, int place) {
    for (String file : files) {
      String part = partName(file);
      Path images = place == 2
          ? folder.resolve(part)
          : place == 1
              ? folder.resolve(part).resolve(cased("images"))
              : folder.resolve(cased("images")).resolve(part);
      Path texts = place == 2
          ? folder.resolve(part)
          : place == 1
              ? folder.resolve(part).resolve(cased("annotations"))
              : folder.resolve(cased("annotations")).resolve(part);
      picture(images, file);
      List<String> lines = new ArrayList<>();
      lines.add("<annotation verified=\"yes\"><folder>x</folder>");
      // some tools write another extension, or none
      String name = List.of(file, stem(file) + ".png", file).get(random.nextInt(3));
      lines.add("<filename>" + name + "</filename>");
      for (String label : tags.get(file)) {
        lines.add("<object><name>" + label + "</name><part><name>head</name></part></object>");
      }
      lines.add("</annotation>");
      write(texts.resolve(stem(file) + ".xml"), lines(lines));
    }
  }

  /** CVAT for images. */
  void cvat(Path folder) {
    List<String> lines = new ArrayList<>();
    lines.add("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    lines.add("<annotations><version>1.1</version><meta><task><labels>");
    for (String label : labels) {
      lines.add("<label><name>" + label + "</name><attributes></attributes></label>");
    }
    lines.add("<label><name>elbow</name><parent>emu</parent></label>");
    lines.add("</labels></task></meta>");
    int id = 0;
    for (String file : files) {
      String part = partName(file);
      picture(folder.resolve(random.nextBoolean() ? "images" : "images/" + part), file);
      String subset = switch (partOf.get(file)) {
        case TRAIN -> " subset=\"Train\"";
        case VALIDATION -> " subset=\"" + cased(part) + "\"";
        case TEST -> " subset=\"Test\"";
        case NONE -> "";
      };
      lines.add("<image id=\"" + id++ + "\" name=\"" + file + "\"" + subset + ">");
      for (String label : tags.get(file)) {
        lines.add(
            switch (random.nextInt(3)) {
              case 0 -> "<tag label=\"" + label + "\" source=\"manual\"></tag>";
              case 1 ->
                "<box label=\"" + label + "\" xtl=\"1\"><attribute name=\"a\">b</attribute></box>";
              default ->
                "<skeleton label=\"" + label
                    + "\"><points label=\"elbow\" points=\"1,2\"/></skeleton>";
            });
      }
      lines.add("</image>");
    }
    lines.add("</annotations>");
    write(folder.resolve("annotations.xml"), lines(lines));
  }

  /** Open Images' boxes: what is not listed is absent. */
  void openImages(Path folder) {
    files.removeIf(file -> tags.get(file).isEmpty()); // of which the tables say nothing
    Map<String, List<String>> tables = new TreeMap<>();
    for (String file : files) {
      String part = partName(file);
      picture(folder.resolve(part.isEmpty() ? "images" : part), file);
      List<String> lines = tables.computeIfAbsent(
          (part.isEmpty() ? "" : part + "-") + "annotations-bbox.csv",
          p -> new ArrayList<>(List.of("ImageID,Source,LabelName,Confidence,XMin")));
      for (String label : tags.get(file)) {
        lines.add(stem(file) + ",xclick,/m/0" + labels.indexOf(label) + ",1,0.25");
      }
    }
    tables.forEach((name, lines) -> write(folder.resolve(name), lines(lines)));
    List<String> names = new ArrayList<>();
    if (random.nextBoolean()) {
      names.add("LabelName,DisplayName");
    }
    for (int i = 0; i < labels.size(); i++) {
      names.add("/m/0" + i + "," + labels.get(i));
    }
    write(folder.resolve("class-descriptions-boxable.csv"), lines(names));
  }

  /** Label Studio's JSON, or JSON-MIN. */
  void labelStudio(Path folder, boolean small) {
    List<String> tasks = new ArrayList<>();
    int id = 1;
    for (String file : files) {
      picture(folder.resolve(style == 0 ? "." : "images"), file);
      String image =
          List.of("/data/upload/1/0a1b2c3d-", "/data/local-files/?d=a/b/", "s3://bucket/x/", "")
                  .get(random.nextInt(4))
              + file;
      List<String> quoted =
          tags.get(file).stream().map(label -> '"' + label + '"').toList();
      String choices = "{\"choices\": [" + String.join(", ", quoted) + "]}";
      if (small) {
        String value = quoted.size() == 1 && random.nextBoolean() ? quoted.get(0) : choices;
        tasks.add("{\"image\": \"" + image + "\", \"id\": " + id + ", \"choice\": " + value
            + ", \"annotator\": 1, \"lead_time\": 3.5}");
      } else {
        tasks.add("{\"id\": " + id + ", \"data\": {\"image\": \"" + image
            + "\"}, \"annotations\": [{\"id\": 7, "
            + "\"was_cancelled\": false, \"result\": [{\"from_name\": \"choice\", \"type\": \"choices\", \"value\": "
            + choices + "}]}, {\"was_cancelled\": true, \"result\": []}], \"predictions\": []}");
      }
      id++;
    }
    write(
        folder.resolve("project-1.json"),
        "[" + lines(List.of(String.join("," + end, tasks))) + "]");
  }

  /**
   * CSVs; place 0: train.csv beside images/, 1: train/_classes.csv beside its pictures, 2:
   * labels/train.csv beside images/. Their columns come in another order in each.
   */
  void csv(Path folder, int place, boolean ofTags) {
    Map<String, List<String>> byPart = new TreeMap<>();
    files.forEach(
        f -> byPart.computeIfAbsent(partName(f), p -> new ArrayList<>()).add(f));
    byPart.forEach((part, own) -> {
      String name = part.isEmpty() ? "list.csv" : part + ".csv";
      Path table = place == 0
          ? folder.resolve(name)
          : place == 1
              ? folder.resolve(part).resolve("_classes.csv")
              : folder.resolve(cased("labels")).resolve(name);
      List<String> columns = new ArrayList<>(List.of("filename"));
      columns.addAll(ofTags ? List.of("tags") : labels);
      Collections.shuffle(columns, random);
      String between = random.nextBoolean() ? "," : ", "; // Roboflow's blank behind the comma
      List<String> lines = new ArrayList<>(List.of(String.join(between, columns)));
      for (String file : own) {
        picture(place == 1 ? folder.resolve(part) : folder.resolve("images"), file);
        List<String> cells = new ArrayList<>();
        for (String column : columns) {
          cells.add(
              switch (column) {
                case "filename" -> place == 0 && style == 1 ? "images/" + file : file;
                case "tags" -> String.join("|", tags.get(file));
                default -> tags.get(file).contains(column) ? "1" : "0";
              });
        }
        lines.add(String.join(between, cells));
      }
      write(table, lines(lines));
    });
  }

  /** JSON Lines: train.jsonl beside the pictures, or train/metadata.jsonl. */
  void jsonLines(Path folder, boolean above) {
    Map<String, List<String>> byPart = new TreeMap<>();
    for (String file : files) {
      String part = partName(file);
      picture(above ? folder.resolve(part) : folder, file);
      List<String> quoted =
          tags.get(file).stream().map(label -> '"' + label + '"').toList();
      byPart
          .computeIfAbsent(part, p -> new ArrayList<>())
          .add("{\"file_name\": \"" + file + "\", \"labels\": " + quoted + "}");
    }
    byPart.forEach((part, lines) -> {
      String name = part.isEmpty() ? "list" : part;
      write(
          above ? folder.resolve(part).resolve("metadata.jsonl") : folder.resolve(name + ".jsonl"),
          lines(lines));
    });
  }

  /** COCO, a file for each part, as Roboflow writes it. */
  void coco(Path folder) {
    Map<String, List<String>> byPart = new TreeMap<>();
    files.forEach(
        f -> byPart.computeIfAbsent(partName(f), p -> new ArrayList<>()).add(f));
    List<String> categories = new ArrayList<>();
    categories.add("{\"id\": 0, \"name\": \"things\", \"supercategory\": \"none\"}");
    for (int i = 0; i < labels.size(); i++) {
      categories.add("{\"id\": " + (i + 1) + ", \"name\": \"" + labels.get(i)
          + "\", \"supercategory\": \"things\"}");
    }
    byPart.forEach((part, own) -> {
      List<String> images = new ArrayList<>();
      List<String> annotations = new ArrayList<>();
      for (String file : own) {
        picture(folder.resolve(part), file);
        images.add("{\"id\": " + images.size() + ", \"file_name\": \"" + file + "\"}");
        for (String label : tags.get(file)) {
          annotations.add("{\"id\": " + annotations.size() + ", \"image_id\": "
              + (images.size() - 1) + ", \"category_id\": " + (labels.indexOf(label) + 1) + "}");
        }
      }
      write(
          folder.resolve(part).resolve("_annotations.coco.json"),
          "{\"info\": {}, \"categories\": " + categories + ", \"images\": " + images
              + ", \"annotations\": " + annotations + "}");
    });
  }

  /** A folder a label, with a copy of a picture in each of its labels' folders. */
  void labelFolders(Path folder) {
    files.removeIf(file -> tags.get(file).isEmpty());
    for (String file : files) {
      for (String label : tags.get(file)) {
        picture(folder.resolve(partName(file)).resolve(label), file);
      }
    }
  }
}
