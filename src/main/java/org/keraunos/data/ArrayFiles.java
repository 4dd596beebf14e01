package org.keraunos.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.ReadOptions;

/**
 * Data sets in NumPy's files: {@code x_train, y_train, x_test, y_test}, {@code x, y} and the like in an {@code .npz} or as
 * {@code .npy} files of a folder, or inputs alone. Bytes are divided by 255 in the graph, floats are taken as they are;
 * images without a channel axis have one channel; two axes are rows of features.
 */
public final class ArrayFiles {
  private final Path path;
  private final ReadOptions options;
  private final Reading.Builder account;

  private ArrayFiles(Path path, ReadOptions options) {
    this.path = path;
    this.options = options;
    boolean folder = Files.isDirectory(path);
    boolean npz = !folder && path.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".npz");
    this.account = Reading.of(
        npz ? "npz" : "npy",
        npz ? "a file .npz" : folder ? "a folder of files .npy" : "a file .npy");
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
    return new ArrayFiles(path, options).read();
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
    try (NamedArrays arrays = NamedArrays.open(path)) {
      List<String> numbers = arrays.numbers();
      List<ArrayNames.Pair> pairs =
          ArrayNames.sort(path, numbers, arrays.found(), options.areLabelsOptional());
      List<String> names = labelNames(arrays);
      ArrayNames.Pair first = pairs.get(0);
      for (ArrayNames.Pair pair : pairs) {
        Dataset rows = inputs(pair.inputs(), arrays.read(pair.inputs()));
        if (pair.labels().isPresent()) {
          String y = pair.labels().get();
          rows = rows.withLabels(labels(y, arrays.read(y), rows.size()));
          rows = names.isEmpty() ? rows : named(rows, names);
        }
        checkAlike(found.isEmpty() ? rows : found.get(0), rows, first, pair);
        found.add(rows);
        parts.addAll(Collections.nCopies(rows.size(), pair.part()));
      }
      account.labels(first.labels().map(y -> "array " + y).orElse("none: inputs alone"));
      account.partsFrom(first.part() == Part.NONE ? "" : "the names of the arrays");
    }
    Dataset all = found.size() == 1 ? found.get(0) : Dataset.concat(found.toArray(Dataset[]::new));
    return Data.of(all, parts, account.parts(parts).build());
  }

  /** The user's names, else those in the file; none if there are neither. */
  private List<String> labelNames(NamedArrays arrays) {
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
    return rows.withLabelNames(new LabelNames(names));
  }

  private static void checkAlike(
      Dataset first, Dataset part, ArrayNames.Pair like, ArrayNames.Pair pair) {
    Feature expected = first.inputs().get(0);
    Feature received = part.inputs().get(0);
    String as = " as " + like.inputs();
    Check.argument(
        received.shape().equals(expected.shape()),
        pair.inputs(),
        (expected.shape().rank() == 3 ? "images" : "features") + " of shape " + expected.shape()
            + as,
        received.shape());
    boolean bytes = expected.column() instanceof ByteColumn;
    Check.argument(
        received.column() instanceof ByteColumn == bytes,
        pair.inputs(),
        (bytes ? "uint8" : "floats") + as,
        bytes ? "floats" : "uint8");
    Check.argument(
        part.targets().isEmpty() == first.targets().isEmpty(),
        pair.inputs(),
        first.targets().isEmpty() ? "no labels" + as : "labels" + as,
        part.targets().isEmpty() ? "none" : "labels");
    if (!first.targets().isEmpty()) {
      int labels = first.targets().get(0).shape().size();
      Check.argument(
          part.targets().get(0).shape().size() == labels,
          pair.labels().orElse(""),
          labels + " labels as " + like.labels().orElse(""),
          part.targets().get(0).shape().size());
    }
  }

  private Dataset inputs(String name, NpyArray array) {
    int[] shape = array.shape();
    if (shape.length < 2 || shape.length > 4) {
      throw new DataException(
          path,
          name,
          "expected images of shape (rows, height, width, channels) or (rows, height, width), or "
              + "features of shape (rows, features), received " + tuple(shape));
    }
    if (array.size() == 0) {
      throw new DataException(
          path, name, "expected at least one row with pixels, received shape " + tuple(shape));
    }
    int[] sample = shape.length == 3
        ? new int[] {shape[1], shape[2], 1}
        : Arrays.copyOfRange(shape, 1, shape.length);
    NpyType type = array.type();
    if (type == NpyType.UINT8) {
      return Dataset.of((byte[]) array.values(), sample);
    }
    if (type != NpyType.FLOAT16 && type != NpyType.FLOAT32 && type != NpyType.FLOAT64) {
      throw new DataException(path, name, "expected uint8 (0 to 255) or floats, received " + type);
    }
    float[] values = array.toFloats();
    boolean pixels = sample.length == 3;
    float largest = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            path,
            name,
            "expected finite numbers, received " + values[i] + " in row "
                + i / NamedArray.size(sample));
      }
      largest = Math.max(largest, values[i]);
      pixels &= values[i] >= 0 && values[i] <= 255;
    }
    if (pixels && largest > 2) {
      account.remark("'" + name + "' holds floats up to " + largest
          + ", which are taken as they are: save images as uint8 and they are divided by 255");
    }
    return Dataset.of(values, sample);
  }

  private LabelMatrix labels(String name, NpyArray array, int rows) {
    int[] shape = array.shape();
    if (shape.length != 1 && shape.length != 2) {
      throw new DataException(
          path, name, "expected labels of shape (rows, labels), received " + tuple(shape));
    }
    int labels = shape.length == 2 ? shape[1] : 1;
    if (shape[0] != rows || labels < 1) {
      throw new DataException(
          path,
          name,
          "expected " + rows + " rows, as many as there are images, with at least one label, "
              + "received shape " + tuple(shape));
    }
    float[] cells = array.toFloats();
    checkNoClasses(name, cells, shape);
    try {
      return LabelMatrix.of(cells, rows, labels);
    } catch (IllegalArgumentException e) {
      throw new DataException(path, name + ", " + e.getMessage(), e);
    }
  }

  /** Numbers of classes are what other losses take; here each class is a column of 0 and 1. */
  private void checkNoClasses(String name, float[] cells, int[] shape) {
    float largest = 0;
    for (float cell : cells) {
      if (cell < 0 || cell != Math.rint(cell)) {
        return;
      }
      largest = Math.max(largest, cell);
    }
    if (largest > 1 && (shape.length == 1 || shape[1] == 1)) {
      throw new DataException(
          path,
          name,
          "expected rows of 0 and 1, a column a label, received class numbers 0 to "
              + (int) largest + ": make them one-hot (numpy.eye(" + ((int) largest + 1) + ")["
              + name + "])");
    }
  }

  /** A shape as Python prints it. */
  static String tuple(int[] shape) {
    String inner = Arrays.toString(shape);
    return "(" + inner.substring(1, inner.length() - 1) + (shape.length == 1 ? ",)" : ")");
  }
}
