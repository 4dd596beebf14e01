package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder whose sub-folders are labels, as {@code keras.utils.image_dataset_from_directory} reads
 * it; with folders train, val or test above them where there are any.
 */
final class LabelFolders {
  private LabelFolders() {}

  /**
   * Whether there is an image in a sub-folder that may be a label. One folder alone that is called
   * images, in each part, is none: it holds images of which nothing says the labels.
   */
  static boolean has(Path folder) {
    List<Path> parts = Layout.parts(folder);
    return (parts.isEmpty() ? List.of(folder) : parts)
        .stream()
            .flatMap(part -> Layout.folders(part).stream())
            .filter(Folders::hasImage)
            .anyMatch(label -> !Layout.holdsImages(label));
  }

  static Listing read(Path folder, ReadOptions options) {
    Rows rows =
        new Rows(folder, options, Format.LABEL_FOLDERS.recognised(options, "folders of pictures"));
    List<ImageSource> sources = new ArrayList<>();
    boolean inParts = false;
    for (Path each : Folders.list(folder)) {
      inParts |= Files.isDirectory(each) && Part.ofFolder(Folders.name(each)) != Part.NONE;
    }
    for (Path each : Folders.list(folder)) {
      if (!Files.isDirectory(each)) {
        rows.problem(
            each, "", "lies in no folder of a label and is left out", Folders.isImage(each));
      } else if (!inParts) {
        readLabel(each, Part.NONE, rows, sources);
      } else if (Part.ofFolder(Folders.name(each)) == Part.NONE) {
        rows.problem(each, "", "is none of the parts train, val and test and is left out", false);
      } else {
        readPart(each, rows, sources);
      }
    }
    List<Part> parts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (ImageSource source : sources) {
      Path relative = folder.relativize(source.file());
      parts.add(inParts ? Part.ofFolder(relative.getName(0).toString()) : Part.NONE);
      labels.add(relative.getName(inParts ? 1 : 0).toString());
    }
    rows.account().labels("names of folders").partsFrom(inParts ? "folders" : "");
    return rows.sorted(sources, SameBytes.keys(sources, labels, parts));
  }

  private static void readPart(Path part, Rows rows, List<ImageSource> sources) {
    for (Path label : Folders.list(part)) {
      if (Files.isDirectory(label)) {
        readLabel(label, Part.ofFolder(Folders.name(part)), rows, sources);
      } else {
        rows.problem(
            label, "", "lies in no folder of a label and is left out", Folders.isImage(label));
      }
    }
  }

  private static void readLabel(Path folder, Part part, Rows rows, List<ImageSource> sources) {
    String label = Folders.name(folder);
    int others = 0;
    Path other = folder;
    rows.declare(label);
    ImageFinder finder = new ImageFinder(folder, rows);
    for (Path file : Folders.walk(folder)) {
      if (!Folders.isImage(file)) {
        others++;
        other = file;
        continue;
      }
      ImageSource source = finder.find(folder.relativize(file).toString(), file, "");
      if (source != null) {
        sources.add(source);
        rows.add(List.of(label), part, file, "");
      }
    }
    if (others > 0) {
      rows.problem(
          other, "", "is no image and is left out (in this folder: " + others + ")", false);
    }
  }
}
