package org.keraunos.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelNames;
import org.keraunos.base.Shape;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.ReadOptions;

/**
 * Data sets in NumPy's files: {@code x_train, y_train, x_test, y_test}, {@code x, y} and the like
 * in an {@code .npz} or as {@code .npy} files of a folder, or inputs alone. Bytes are divided by
 * 255 in the graph, floats are taken as they are; images without a channel axis have one channel;
 * two axes are rows of features.
 */
public final class ArrayFiles {
  private final Path path;
  private final ReadOptions options;
  private final ArrayLabels labels;
  private final Reading.Builder account;
  private final ArrayInputs inputs;

  private ArrayFiles(Path path, ReadOptions options, long mostAtOnce) {
    this.path = path;
    this.options = options;
    this.labels = new ArrayLabels(path, options);
    boolean folder = Files.isDirectory(path);
    boolean npz = !folder && path.toString().toLowerCase(Locale.ROOT).endsWith(".npz");
    this.account = Reading.of(
        npz ? "npz" : "npy",
        npz ? "a file .npz" : folder ? "a folder of files .npy" : "a file .npy");
    this.inputs = new ArrayInputs(path, options, mostAtOnce, account);
  }

  /**
   * Whether an array of this name is the input of a data set.
   *
   * @param name the name, without {@code .npy}
   * @return whether it is x, x_train, images and the like
   */
  public static boolean isInput(String name) {
    return ArrayNames.isInput(name);
  }

  static Data read(Path path, ReadOptions options) {
    return read(
        path, options, Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4));
  }

  /**
   * Inputs of more numbers than said are read row by row, into a mapped file where the heap has no
   * room for them.
   */
  static Data read(Path path, ReadOptions options, long mostAtOnce) {
    return new ArrayFiles(path, options, mostAtOnce).read();
  }

  /**
   * All rows as a reader of other formats would list them: bytes as pixels, floats as features.
   *
   * @param path a file or folder of arrays
   * @param options what the files do not say
   * @return the rows
   * @throws DataException if it cannot be read or is not as it should be
   */
  public static Listing listing(Path path, ReadOptions options) {
    Data data = read(path, options);
    Dataset rows = data.dataset();
    Shape shape = rows.inputs().get(0).shape();
    Column column = rows.inputs().get(0).column();
    int size = shape.size();
    Content content;
    if (column instanceof ByteColumn bytes && shape.rank() == 3) {
      byte[] values = new byte[Math.multiplyExact(rows.size(), size)];
      for (int row = 0; row < rows.size(); row++) {
        bytes.read(row, values, row * size);
      }
      content = new Content.Pixels(values, shape.get(0), shape.get(1), shape.get(2));
    } else {
      float[] values = new float[Math.multiplyExact(rows.size(), size)];
      for (int row = 0; row < rows.size(); row++) {
        column.readFloats(row, values, row * size);
      }
      content = new Content.Features(
          values, IntStream.range(0, size).mapToObj(i -> "x" + i).toList());
    }
    return new Listing(
        content, data.parts(), rows.labelNames().names(), rows.labels(), data.reading());
  }

  private Data read() {
    List<Dataset> found = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    try (ArrayStore arrays = ArrayStore.open(path)) {
      List<String> numbers = arrays.numbers();
      List<ArrayNames.Pair> pairs = ArrayNames.sort(path, numbers, arrays.found(), options);
      List<String> names = labelNames(arrays);
      ArrayNames.Pair first = pairs.get(0);
      for (ArrayNames.Pair pair : pairs) {
        Dataset rows = inputs.of(pair.inputs(), arrays);
        if (pair.labels().isPresent()) {
          String y = pair.labels().get();
          rows = rows.withLabels(labels.of(y, arrays.read(y), rows.size()));
          rows = names.isEmpty() ? rows : named(rows, names);
        }
        checkAlike(found.isEmpty() ? rows : found.get(0), rows, first, pair);
        found.add(rows);
        parts.addAll(Collections.nCopies(rows.size(), pair.part()));
      }
      tellOthers(arrays, pairs);
      account.labels(first.labels().map(y -> "array " + y).orElse("none: inputs alone"));
      account.partsFrom(first.part() == Part.NONE ? "" : "the names of the arrays");
    }
    Dataset all = found.size() == 1 ? found.get(0) : Dataset.concat(found.toArray(Dataset[]::new));
    return Data.of(all, parts, account.parts(parts).build());
  }

  /** Says which arrays are neither inputs nor labels, and what the user said of cells. */
  private void tellOthers(ArrayStore arrays, List<ArrayNames.Pair> pairs) {
    for (String name : arrays.numbers()) {
      boolean used = pairs.stream()
          .anyMatch(pair -> pair.inputs().equals(name) || pair.labels().equals(Optional.of(name)));
      if (!used) {
        account.leaveOut("array '" + name + "'", "neither inputs nor labels by its name");
      }
    }
    options.absent().forEach(cell -> account.cells(cell, "absent (--absent)"));
    options.unknown().forEach(cell -> account.cells(cell, "not known (--unknown)"));
  }

  /** The user's names, else those in the file; none if there are neither. */
  private List<String> labelNames(ArrayStore arrays) {
    if (!options.labels().isEmpty()) {
      return options.labels();
    }
    for (String name : arrays.texts()) {
      if (ArrayNames.isListOfNames(name)) {
        List<String> names = arrays.readTexts(name);
        account.remark("Label names are those of the array '" + name + "'");
        return names;
      }
    }
    return List.of();
  }

  private Dataset named(Dataset rows, List<String> names) {
    int labels = rows.targets().get(0).shape().size();
    if (names.size() != labels) {
      throw new DataException(
          path, "expected " + labels + " label names, one a label, found " + names.size());
    }
    try {
      return rows.withLabelNames(new LabelNames(names));
    } catch (IllegalArgumentException e) {
      throw new DataException(path, String.valueOf(e.getMessage()), e);
    }
  }

  private void checkAlike(Dataset first, Dataset part, ArrayNames.Pair like, ArrayNames.Pair pair) {
    Feature expected = first.inputs().get(0);
    Feature received = part.inputs().get(0);
    String as = " as " + like.inputs();
    check(
        received.shape().equals(expected.shape()),
        pair.inputs(),
        (expected.shape().rank() == 3 ? "images" : "features") + " of shape " + expected.shape()
            + as,
        received.shape());
    boolean bytes = expected.column().holdsBytes();
    check(
        received.column().holdsBytes() == bytes,
        pair.inputs(),
        (bytes ? "uint8" : "floats") + as,
        bytes ? "floats" : "uint8");
    check(
        part.targets().isEmpty() == first.targets().isEmpty(),
        pair.inputs(),
        first.targets().isEmpty() ? "no labels" + as : "labels" + as,
        part.targets().isEmpty() ? "none" : "labels");
    if (!first.targets().isEmpty()) {
      int labels = first.targets().get(0).shape().size();
      check(
          part.targets().get(0).shape().size() == labels,
          pair.labels().orElse(""),
          labels + " labels as " + like.labels().orElse(""),
          part.targets().get(0).shape().size());
    }
  }

  private void check(boolean holds, String array, String expected, Object received) {
    if (!holds) {
      throw new DataException(path, array, "expected " + expected + ", received " + received);
    }
  }

  /** A shape as Python prints it. */
  static String tuple(int[] shape) {
    return tuple(Arrays.stream(shape).asLongStream().toArray());
  }

  static String tuple(long[] shape) {
    String inner = Arrays.toString(shape);
    return "(" + inner.substring(1, inner.length() - 1) + (shape.length == 1 ? ",)" : ")");
  }
}
