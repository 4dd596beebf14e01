package org.keraunos.data.readers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.DataException;

/**
 * The binary files of CIFAR-10 (a label and 3,072 bytes an image) and CIFAR-100 (a coarse and a
 * fine label, both of which become labels of the row). Images are turned from planes into pixels.
 */
final class Cifar {
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int IMAGE = 3 * PLANE;

  private Cifar() {}

  /** The binary files of a folder, in the order of their names. */
  static List<Path> filesOf(Path folder) {
    return Folders.list(folder).stream().filter(Cifar::isBinary).toList();
  }

  static boolean isBinary(Path file) {
    return Folders.extension(file).equals("bin") && Files.isRegularFile(file);
  }

  static Listing read(Path origin, List<Path> files, ReadOptions options) {
    Rows rows = new Rows(
        origin,
        options,
        Format.CIFAR.recognised(
            options, Folders.name(files.get(0)) + " of records of 3073 or 3074 bytes"));
    rows.account().labels("the first bytes of records");
    byte[][] contents = new byte[files.size()][];
    long images = 0;
    for (int i = 0; i < contents.length; i++) {
      contents[i] = bytes(files.get(i));
      images += contents[i].length / (IMAGE + labels(files.get(i), contents[i].length));
    }
    if (images * IMAGE > Integer.MAX_VALUE - 8) {
      throw new DataException(origin, images + " images are more than fit into one array");
    }
    byte[] pixels = pixels(origin, (int) images * IMAGE);
    int image = 0;
    for (int i = 0; i < contents.length; i++) {
      Path file = files.get(i);
      int labels = labels(file, contents[i].length);
      List<List<String>> names = names(file, labels);
      names.forEach(list -> list.forEach(rows::declare));
      Part part = part(Folders.name(file));
      for (int at = 0; at < contents[i].length; at += labels + IMAGE) {
        List<String> tags = new ArrayList<>();
        for (int l = 0; l < labels; l++) {
          int label = contents[i][at + l] & 255;
          if (label >= names.get(l).size()) {
            throw new DataException(
                file,
                "byte " + (at + l),
                "expected a label of 0 to " + (names.get(l).size() - 1) + ", received " + label);
          }
          tags.add(names.get(l).get(label));
        }
        interleave(contents[i], at + labels, pixels, image++ * IMAGE);
        rows.add(tags, part, file, "byte " + at);
      }
    }
    if (rows.hasParts()) {
      rows.account().partsFrom("names of the files");
    }
    return rows.inOrder(new Content.Pixels(pixels, SIDE, SIDE, 3));
  }

  private static void interleave(byte[] planes, int from, byte[] pixels, int to) {
    for (int p = 0; p < PLANE; p++) {
      for (int ch = 0; ch < 3; ch++) {
        pixels[to + 3 * p + ch] = planes[from + ch * PLANE + p];
      }
    }
  }

  private static int labels(Path file, int length) {
    boolean ten = length > 0 && length % (IMAGE + 1) == 0;
    boolean hundred = length > 0 && length % (IMAGE + 2) == 0;
    if (!ten && !hundred) {
      throw new DataException(
          file,
          "expected CIFAR records of 3073 or 3074 bytes, found " + length
              + " bytes, no multiple of either");
    }
    // A file may have a length that fits both; the names of the files differ.
    boolean named = Folders.name(file).matches("(train|test)\\.bin");
    return ten && hundred ? (named ? 2 : 1) : ten ? 1 : 2;
  }

  private static Part part(String name) {
    return name.startsWith("data_batch") ? Part.TRAIN : Part.ofFile(name);
  }

  private static List<List<String>> names(Path file, int labels) {
    return labels == 1
        ? List.of(names(file, "batches.meta.txt", 10, ""))
        : List.of(
            names(file, "coarse_label_names.txt", 20, "coarse "),
            names(file, "fine_label_names.txt", 100, "fine "));
  }

  private static List<String> names(Path file, String list, int count, String prefix) {
    Path path = file.resolveSibling(list);
    List<String> names = new ArrayList<>();
    if (Files.isRegularFile(path)) {
      Folders.text(path)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .forEach(names::add);
      if (names.size() != count || names.stream().distinct().count() != count) {
        throw new DataException(
            path, "expected " + count + " different names, found " + names.size() + " lines");
      }
      return names;
    }
    for (int i = 0; i < count; i++) {
      names.add(prefix + i);
    }
    return names;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException | OutOfMemoryError e) {
      throw new DataException(file, "cannot be read: " + Folders.why(e), e);
    }
  }

  private static byte[] pixels(Path origin, int size) {
    try {
      return new byte[size];
    } catch (OutOfMemoryError e) {
      throw new DataException(
          origin, "its images need " + (size >> 20) + " MB of memory at once (-Xmx)", e);
    }
  }
}
