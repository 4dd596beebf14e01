package org.keraunos.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.keraunos.base.DataException;
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
 * Data sets in NumPy's files: {@code x_train, y_train, x_test, y_test}, {@code x, y} and the like
 * in an {@code .npz} or as {@code .npy} files of a folder, or inputs alone. Bytes are divided by
 * 255 in the graph, floats are taken as they are; images without a channel axis have one channel;
 * two axes are rows of features.
 */
public final class ArrayFiles {
  /** How many channels pictures have. */
  private static final Set<Integer> CHANNELS = Set.of(1, 3, 4);

  private final Path path;
  private final ReadOptions options;
  private final long mostAtOnce;
  private final ArrayLabels labels;
  private final Reading.Builder account;
  private boolean turns;

  private ArrayFiles(Path path, ReadOptions options, long mostAtOnce) {
    this.path = path;
    this.mostAtOnce = mostAtOnce;
    this.options = options;
    this.labels = new ArrayLabels(path, options);
    boolean folder = Files.isDirectory(path);
    boolean npz = !folder && path.toString().toLowerCase(Locale.ROOT).endsWith(".npz");
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
        Dataset rows = inputs(pair.inputs(), arrays);
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

  private Dataset inputs(String name, ArrayStore arrays) {
    int[] sample = sample(name, arrays.axes(name));
    long numbers = arrays.axes(name)[0];
    for (int axis : sample) {
      numbers = Math.multiplyExact(numbers, (long) axis);
    }
    return numbers > mostAtOnce ? streamed(name, arrays, sample) : whole(name, arrays, sample);
  }

  /** The shape of a row. */
  private int[] sample(String name, long[] shape) {
    String tuple = tuple(shape);
    if (shape.length < 2 || shape.length > 4) {
      throw new DataException(
          path,
          name,
          "expected images of shape (rows, height, width, channels) or (rows, height, width), or "
              + "features of shape (rows, features), received " + tuple);
    }
    for (long axis : shape) {
      if (axis < 1) {
        throw new DataException(
            path, name, "expected at least one row with pixels, received shape " + tuple);
      }
      if (axis > Integer.MAX_VALUE - 8) {
        throw new DataException(path, name, "expected axes below 2^31, received shape " + tuple);
      }
    }
    int[] sample = shape.length == 3
        ? new int[] {(int) shape[1], (int) shape[2], 1}
        : Arrays.stream(shape).skip(1).mapToInt(axis -> (int) axis).toArray();
    return shape.length == 4 ? channelsLast(name, sample, tuple) : sample;
  }

  /** The shape of an image with its channels behind, which the user says where it is in doubt. */
  private int[] channelsLast(String name, int[] sample, String tuple) {
    boolean mayBeFirst = CHANNELS.contains(sample[0]) && !CHANNELS.contains(sample[2]);
    Optional<Boolean> said = options.channelsFirst();
    if (mayBeFirst && said.isEmpty()) {
      throw new DataException(
          path,
          name,
          "shape " + tuple + " can be read in two ways, and the data do not decide: (rows, "
              + "channels, height, width), --channel-order first (ReadOptions.channelsFirst(true)); "
              + "or (rows, height, width, channels), --channel-order last "
              + "(ReadOptions.channelsFirst(false))");
    }
    turns = said.orElse(false);
    return turns ? new int[] {sample[1], sample[2], sample[0]} : sample;
  }

  private Dataset whole(String name, ArrayStore arrays, int[] sample) {
    NpyArray array = arrays.read(name);
    if (isBytes(name, array.type())) {
      byte[] bytes = (byte[]) array.values();
      return Dataset.of(turns ? ChannelOrder.last(bytes, sample) : bytes, sample);
    }
    float[] values = turns ? ChannelOrder.last(array.toFloats(), sample) : array.toFloats();
    Range range = new Range(name, NamedArray.size(sample), sample.length == 3);
    range.take(values);
    range.tell();
    return Dataset.of(values, sample);
  }

  private Dataset streamed(String name, ArrayStore arrays, int[] sample) {
    Shape shape = Shape.of(sample);
    Range range = new Range(name, shape.size(), sample.length == 3);
    long budget = Runtime.getRuntime().maxMemory() / 4;
    try (RowStore bytes = new RowStore(shape, 1, budget);
        RowStore floats = new RowStore(shape, Float.BYTES, budget)) {
      arrays.rows(name, row -> {
        if (isBytes(name, row.type())) {
          byte[] values = (byte[]) row.values();
          bytes.add(turns ? ChannelOrder.last(values, sample) : values);
        } else {
          float[] values = turns ? ChannelOrder.last(row.toFloats(), sample) : row.toFloats();
          range.take(values);
          floats.add(values);
        }
      });
      range.tell();
      return Dataset.of(
          bytes.rows() > 0
              ? new Feature("images", bytes.bytes(), Scaling.PIXELS)
              : new Feature("images", floats.floats(), Scaling.NONE));
    }
  }

  private boolean isBytes(String name, NpyType type) {
    boolean floats = type == NpyType.FLOAT16 || type == NpyType.FLOAT32 || type == NpyType.FLOAT64;
    if (!floats && type != NpyType.UINT8) {
      throw new DataException(path, name, "expected uint8 (0 to 255) or floats, received " + type);
    }
    return !floats;
  }

  /** Sees that floats are finite, and whether they are pixels that nobody scaled. */
  private final class Range {
    private final String name;
    private final int rowSize;
    private boolean pixels;
    private float largest;
    private long seen;

    Range(String name, int rowSize, boolean images) {
      this.name = name;
      this.rowSize = rowSize;
      this.pixels = images;
    }

    void take(float[] values) {
      for (float value : values) {
        if (!Float.isFinite(value)) {
          throw new DataException(
              path,
              name,
              "expected finite numbers, received " + value + " in row " + seen / rowSize);
        }
        largest = Math.max(largest, value);
        pixels &= value >= 0 && value <= 255;
        seen++;
      }
    }

    void tell() {
      if (pixels && largest > 2) {
        account.remark("'" + name + "' holds floats up to " + largest
            + ", which are taken as they are: save images as uint8 and they are divided by 255");
      }
    }
  }

  /** A shape as Python prints it. */
  static String tuple(int[] shape) {
    return tuple(Arrays.stream(shape).asLongStream().toArray());
  }

  private static String tuple(long[] shape) {
    String inner = Arrays.toString(shape);
    return "(" + inner.substring(1, inner.length() - 1) + (shape.length == 1 ? ",)" : ")");
  }
}
