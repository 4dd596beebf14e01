package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the texts of YOLO lie, and what stands in them. */
final class YoloTexts {
  private static final int SHOWN = 40;

  private final Path root;
  private final Map<Path, List<Path>> labels = new HashMap<>();

  YoloTexts(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * The classes of a text, or what is wrong with it.
   *
   * @param position the line that is wrong; empty if none is
   */
  record Objects(Set<String> classes, String position, String wrong) {}

  /**
   * The text of a picture: beside it, else where the last folder above it is called images, in
   * labels instead.
   */
  Path of(Path picture) {
    Path beside = picture.resolveSibling(Layout.stem(picture) + ".txt");
    if (Files.isRegularFile(beside)) {
      return beside;
    }
    Path first = beside;
    Path step = picture.toAbsolutePath().getParent();
    while (step != null && !step.equals(root)) {
      Path parent = step.getParent();
      if (Layout.holdsImages(step) && parent != null) {
        Path rest = step.relativize(beside.toAbsolutePath());
        for (Path folder : labelsIn(parent)) {
          Path text = folder.resolve(rest.toString());
          if (Files.isRegularFile(text)) {
            return text;
          }
          first = first.equals(beside) ? text : first;
        }
      }
      step = parent;
    }
    return first;
  }

  private List<Path> labelsIn(Path folder) {
    return labels.computeIfAbsent(
        folder, f -> Layout.folders(f).stream().filter(Layout::holdsLabels).toList());
  }

  static Objects read(Path text, List<String> classes) {
    Set<String> found = new LinkedHashSet<>();
    String[] lines = Folders.text(text).split("\r\n|\n|\r", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.isEmpty()) {
        continue;
      }
      String[] cells = line.split("\\s+", -1);
      float number = Cells.number(cells[0]);
      String position = "line " + (i + 1);
      if (cells.length < 5 || number != (int) number || number < 0) {
        return new Objects(
            found,
            position,
            "expected the number of a class and a box, received '"
                + Names.shown(line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line)
                + "'");
      }
      if (number >= classes.size()) {
        return new Objects(
            found,
            position,
            "expected a class of 0 to " + (classes.size() - 1) + ", received " + cells[0]);
      }
      found.add(classes.get((int) number));
    }
    return new Objects(found, "", "");
  }
}
