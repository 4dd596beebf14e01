package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Pictures and what is said of them in folders of their own, beside each other: {@code images} and
 * {@code labels} or {@code annotations}, in any case, with the parts above them
 * ({@code train/images}) or below ({@code images/train}).
 */
final class Layout {
  private static final Set<String> IMAGES =
      Set.of("images", "image", "imgs", "img", "jpegimages", "pictures", "photos", "data");
  private static final Set<String> LABELS = Set.of(
      "labels", "label", "annotations", "annotation", "anns", "ann", "annots", "xmls", "xml");

  private Layout() {}

  /** Whether a folder is called as those are that hold pictures, and not as a label. */
  static boolean holdsImages(Path folder) {
    return IMAGES.contains(lower(folder));
  }

  /** Whether a folder is called as those are that hold what is said of pictures. */
  static boolean holdsLabels(Path folder) {
    return LABELS.contains(lower(folder));
  }

  private static String lower(Path folder) {
    return Folders.name(folder).toLowerCase(Locale.ROOT);
  }

  /** The folders in a folder. */
  static List<Path> folders(Path folder) {
    return Folders.list(folder).stream().filter(Files::isDirectory).toList();
  }

  /** The folders of parts, such as train. */
  static List<Path> parts(Path folder) {
    return folders(folder).stream()
        .filter(f -> Part.ofFolder(Folders.name(f)) != Part.NONE)
        .toList();
  }

  /** The folders that say something of pictures: in a folder, or in its folders of parts. */
  static List<Path> labelFolders(Path folder) {
    List<Path> found = new ArrayList<>();
    for (Path each : folders(folder)) {
      if (holdsLabels(each)) {
        found.add(each);
      } else if (Part.ofFolder(Folders.name(each)) != Part.NONE) {
        found.addAll(folders(each).stream().filter(Layout::holdsLabels).toList());
      }
    }
    return found;
  }

  /**
   * Where the pictures may lie that files in a folder speak of: for {@code annotations/train} the
   * folders {@code images/train} and {@code images}, then the folder itself, then the one above.
   *
   * @param root what was given to read, above which nothing is looked for unless the folder is the
   *     root
   */
  static List<Path> pictures(Path root, Path folder) {
    Set<Path> places = new LinkedHashSet<>();
    Path top = root.toAbsolutePath().normalize();
    Path whole = folder.toAbsolutePath().normalize();
    for (Path step = whole; step != null; step = step.getParent()) {
      Path parent = step.getParent();
      if (holdsLabels(step) && parent != null) {
        for (Path sibling : folders(parent)) {
          if (holdsImages(sibling)) {
            places.add(sibling.resolve(step.relativize(whole).toString()).normalize());
            places.add(sibling);
          }
        }
        places.add(whole);
        places.add(parent);
        // Beside annotations there may also be train/ and test/ themselves.
        places.add(parent.resolve(step.relativize(whole).toString()).normalize());
      }
      if (step.equals(top)) {
        break;
      }
    }
    places.add(whole);
    for (Path inside : folders(whole)) {
      if (holdsImages(inside)) {
        places.add(inside);
      }
    }
    return places.stream().filter(Files::isDirectory).toList();
  }

  /**
   * The part that the first step of a path stands for which stands for any, as in images/val/1.jpg.
   */
  static Part part(Path root, Path file) {
    Path relative = root.toAbsolutePath().relativize(file.toAbsolutePath());
    for (int i = 0; i < relative.getNameCount() - 1; i++) {
      Part part = ofStep(relative.getName(i).toString());
      if (part != Part.NONE) {
        return part;
      }
    }
    return Part.NONE;
  }

  private static Part ofStep(String name) {
    // obj_train_data is what Darknet's exports call it
    return name.startsWith("obj_") ? Part.ofFile(name) : Part.ofFolder(name);
  }

  /** The name of a file without its extension. */
  static String stem(Path file) {
    String name = Folders.name(file);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
