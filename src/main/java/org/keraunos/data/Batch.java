package org.keraunos.data;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;

/**
 * Some rows of a data set in flat arrays that are used again for the next batch.
 *
 * <p>{@code bytes} or {@code floats} holds an input's rows, whichever its column has; the other is
 * null.
 */
public final class Batch {
  private final Dataset data;
  private final @Nullable Object[] inputs;
  private final float[][] targets;
  private final float @Nullable [] weights;
  private final float[] @Nullable [] targetWeights;
  private final int[] rowNumbers;
  private int rows;

  Batch(Dataset data, int capacity) {
    this.data = data;
    this.inputs = new Object[data.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      Column column = data.inputs().get(i).column();
      int length = Math.multiplyExact(capacity, column.shape().size());
      inputs[i] = column instanceof ByteColumn ? new byte[length] : new float[length];
    }
    this.targets = new float[data.targets().size()][];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = new float[capacity * data.targets().get(i).shape().size()];
    }
    this.weights = data.sampleWeight() == null ? null : new float[capacity];
    this.targetWeights = new float[targets.length][];
    for (int i = 0; i < targets.length; i++) {
      if (data.targets().get(i).sampleWeight() != null) {
        targetWeights[i] = new float[capacity];
      }
    }
    this.rowNumbers = new int[capacity];
  }

  /**
   * The number of rows.
   *
   * @return rows that the arrays hold now; they may be longer
   */
  public int rows() {
    return rows;
  }

  /**
   * The data set that the rows are of.
   *
   * @return names, shapes and scaling
   */
  public Dataset data() {
    return data;
  }

  /**
   * The rows of one input.
   *
   * @param index its place among the data set's inputs
   * @return a {@code byte[]} or {@code float[]}, row-major
   */
  public Object input(int index) {
    return Objects.requireNonNull(inputs[index]);
  }

  /**
   * The rows of one target.
   *
   * @param index its place among the data set's targets
   * @return row-major; NaN is unknown
   */
  public float[] target(int index) {
    return targets[index];
  }

  /**
   * Which rows these are.
   *
   * @return the rows' numbers in the data set
   */
  public int[] rowNumbers() {
    return rowNumbers;
  }

  /**
   * The weights of the rows.
   *
   * @return one number a row; null if all weigh 1
   */
  public float @Nullable [] weights() {
    return weights;
  }

  /**
   * The weights of the rows for one target.
   *
   * @param target its place among the data set's targets
   * @return one number a row: the target's own weights, else the data set's; null if all weigh 1
   */
  public float @Nullable [] weights(int target) {
    float[] own = targetWeights[target];
    return own == null ? weights : own;
  }

  /** Takes rows of a data set that is like the one this was made for. */
  void fill(Dataset from, int[] order, int start, int count) {
    if (from != data) {
      checkAlike(from);
    }
    fill(order, start, count, from);
  }

  private void checkAlike(Dataset other) {
    boolean alike = other.inputs().size() == data.inputs().size()
        && other.targets().size() == data.targets().size()
        && (other.sampleWeight() == null) == (weights == null);
    for (int i = 0; alike && i < inputs.length; i++) {
      Column own = data.inputs().get(i).column();
      Column column = other.inputs().get(i).column();
      alike = column.shape().equals(own.shape())
          && column instanceof ByteColumn == own instanceof ByteColumn
          && other.inputs().get(i).scaling().equals(data.inputs().get(i).scaling());
    }
    for (int i = 0; alike && i < targets.length; i++) {
      alike = other.targets().get(i).shape().equals(data.targets().get(i).shape())
          && (other.targets().get(i).sampleWeight() == null) == (targetWeights[i] == null);
    }
    Check.argument(alike, "batch", "one for data like " + other, "one for " + data);
  }

  private void fill(int[] order, int from, int count, Dataset source) {
    rows = count;
    System.arraycopy(order, from, rowNumbers, 0, count);
    for (int i = 0; i < inputs.length; i++) {
      Column column = source.inputs().get(i).column();
      int width = column.shape().size();
      for (int row = 0; row < count; row++) {
        if (column instanceof ByteColumn bytes) {
          bytes.read(order[from + row], (byte[]) input(i), row * width);
        } else {
          ((FloatColumn) column).read(order[from + row], (float[]) input(i), row * width);
        }
      }
    }
    for (int i = 0; i < source.targets().size(); i++) {
      FloatColumn column = source.targets().get(i).column();
      int width = column.shape().size();
      for (int row = 0; row < count; row++) {
        column.read(order[from + row], target(i), row * width);
      }
    }
    readWeights(source.sampleWeight(), weights, order, from, count);
    for (int i = 0; i < targetWeights.length; i++) {
      readWeights(source.targets().get(i).sampleWeight(), targetWeights[i], order, from, count);
    }
  }

  private static void readWeights(
      @Nullable FloatColumn column, float @Nullable [] into, int[] order, int from, int count) {
    if (column != null && into != null) {
      for (int row = 0; row < count; row++) {
        column.read(order[from + row], into, row);
      }
    }
  }
}
