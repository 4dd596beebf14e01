package org.keraunos.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.readers.ReadOptions;

/**
 * The inputs of a data set in NumPy's arrays: bytes are divided by 255 in the graph, floats are
 * taken as they are. Arrays of more numbers than said are read row by row.
 */
final class ArrayInputs {
  /** How many channels pictures have. */
  private static final Set<Integer> CHANNELS = Set.of(1, 3, 4);

  private final Path path;
  private final ReadOptions options;
  private final long mostAtOnce;
  private final Reading.Builder account;
  private boolean turns;

  ArrayInputs(Path path, ReadOptions options, long mostAtOnce, Reading.Builder account) {
    this.path = path;
    this.options = options;
    this.mostAtOnce = mostAtOnce;
    this.account = account;
  }

  Dataset of(String name, ArrayStore arrays) {
    int[] sample = sample(name, arrays.axes(name));
    long numbers = arrays.axes(name)[0];
    for (int axis : sample) {
      numbers = Math.multiplyExact(numbers, (long) axis);
    }
    return numbers > mostAtOnce ? streamed(name, arrays, sample) : whole(name, arrays, sample);
  }

  /** The shape of a row. */
  private int[] sample(String name, long[] shape) {
    String tuple = ArrayFiles.tuple(shape);
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
}
