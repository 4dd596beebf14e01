package org.keraunos.base;

import java.util.Arrays;

/**
 * Scores of many rows: a flat row-major matrix of finite numbers, higher is more likely. Keeps the
 * type it came in, float or double, for cuts are made in that type.
 */
@CheckReturnValue
public final class ScoreMatrix implements Scores {
  private static final int PART = 1 << 16;
  private static final int CHUNK = 4 * PART;
  private static final String SCORES = "scores";

  private final float[] floats;
  private final double[] doubles;
  private final boolean single;
  private final int rows;
  private final int labels;

  private ScoreMatrix(float[] floats, double[] doubles, boolean single, int rows, int labels) {
    this.floats = floats;
    this.doubles = doubles;
    this.single = single;
    this.rows = rows;
    this.labels = labels;
  }

  /**
   * Wraps a flat row-major array of floats without copying it.
   *
   * @param values {@code rows * labels} finite scores; not to be changed afterwards
   * @param rows the number of rows, at least 0
   * @param labels the number of labels, at least 1
   * @return the matrix
   * @throws IllegalArgumentException if the sizes disagree or a score is NaN or infinite
   */
  public static ScoreMatrix of(float[] values, int rows, int labels) {
    return of(values, rows, labels, SCORES);
  }

  private static ScoreMatrix of(float[] values, int rows, int labels, String argument) {
    checkSizes(values.length, rows, labels);
    Parallel.forEach((values.length - 1) / CHUNK + 1, chunk -> {
      int from = chunk * CHUNK;
      int to = Math.min(values.length, from + CHUNK);
      if (to - from == CHUNK && allFinite(values, from)) {
        return;
      }
      for (int i = from; i < to; i++) {
        if (!Float.isFinite(values[i])) {
          throw bad(argument, i, labels, values[i]);
        }
      }
    });
    return new ScoreMatrix(values, new double[0], true, rows, labels);
  }

  /**
   * Wraps a flat row-major array of doubles without copying it.
   *
   * @param values {@code rows * labels} finite scores; not to be changed afterwards
   * @param rows the number of rows, at least 0
   * @param labels the number of labels, at least 1
   * @return the matrix
   * @throws IllegalArgumentException if the sizes disagree or a score is NaN or infinite
   */
  public static ScoreMatrix of(double[] values, int rows, int labels) {
    return of(values, rows, labels, SCORES);
  }

  private static ScoreMatrix of(double[] values, int rows, int labels, String argument) {
    checkSizes(values.length, rows, labels);
    Parallel.forEach((values.length - 1) / CHUNK + 1, chunk -> {
      int from = chunk * CHUNK;
      int to = Math.min(values.length, from + CHUNK);
      if (to - from == CHUNK && allFinite(values, from)) {
        return;
      }
      for (int i = from; i < to; i++) {
        if (!Double.isFinite(values[i])) {
          throw bad(argument, i, labels, values[i]);
        }
      }
    });
    return new ScoreMatrix(new float[0], values, false, rows, labels);
  }

  /**
   * Takes rows of floats.
   *
   * @param rows the scores, row by row; all rows equally long
   * @return the matrix, a copy
   * @throws IllegalArgumentException if the rows are ragged, there are none, or a score is NaN or
   *     infinite
   */
  public static ScoreMatrix of(float[][] rows) {
    return of((Object[]) rows, SCORES);
  }

  /**
   * Takes rows of doubles.
   *
   * @param rows the scores, row by row; all rows equally long
   * @return the matrix, a copy
   * @throws IllegalArgumentException if the rows are ragged, there are none, or a score is NaN or
   *     infinite
   */
  public static ScoreMatrix of(double[][] rows) {
    return of((Object[]) rows, SCORES);
  }

  /**
   * Takes rows of either type: what the metrics call for their array arguments.
   *
   * @param rows a {@code float[][]} or {@code double[][]}
   * @return the matrix, a copy
   * @throws IllegalArgumentException if it is another array, ragged or empty, or a score is NaN or
   *     infinite
   */
  public static ScoreMatrix of(Object[] rows) {
    return of(rows, SCORES);
  }

  /**
   * Takes rows of either type, under another name in messages.
   *
   * @param rows a {@code float[][]} or {@code double[][]}
   * @param argument what the caller knows the rows as, for example {@code y_score}
   * @return the matrix, a copy
   * @throws IllegalArgumentException if it is another array, ragged or empty, or a score is NaN or
   *     infinite
   */
  public static ScoreMatrix of(Object[] rows, String argument) {
    Check.given(rows, argument);
    Check.argument(
        rows instanceof float[][] || rows instanceof double[][],
        argument,
        "float[][] or double[][]",
        rows.getClass().getSimpleName());
    int labels = Rows.width(rows, argument);
    int cells = Math.multiplyExact(rows.length, labels);
    if (rows instanceof float[][]) {
      return of(copied(rows, new float[cells], labels), rows.length, labels, argument);
    }
    return of(copied(rows, new double[cells], labels), rows.length, labels, argument);
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // Both are float[] or both double[].
  private static <T> T copied(Object[] rows, T values, int labels) {
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, values, r * labels, labels);
    }
    return values;
  }

  /**
   * Whether a whole chunk is finite. Reads four parts of it side by side: the processor then has
   * several pages under way at a time, which is half as long again as fast as one after the other.
   */
  private static boolean allFinite(float[] values, int from) {
    int overflow = 0;
    for (int i = from; i < from + PART; i++) {
      overflow |= overflow(values[i])
          | overflow(values[i + PART])
          | overflow(values[i + 2 * PART])
          | overflow(values[i + 3 * PART]);
    }
    return overflow >= 0;
  }

  private static boolean allFinite(double[] values, int from) {
    long overflow = 0;
    for (int i = from; i < from + PART; i++) {
      overflow |= overflow(values[i])
          | overflow(values[i + PART])
          | overflow(values[i + 2 * PART])
          | overflow(values[i + 3 * PART]);
    }
    return overflow >= 0;
  }

  /**
   * Negative if the exponent is all ones, as that of NaN and infinity is: one more carries into the
   * sign.
   */
  private static int overflow(float value) {
    return (Float.floatToRawIntBits(value) & Integer.MAX_VALUE) + (1 << 23);
  }

  private static long overflow(double value) {
    return (Double.doubleToRawLongBits(value) & Long.MAX_VALUE) + (1L << 52);
  }

  private static void checkSizes(int length, int rows, int labels) {
    Check.argument(labels >= 1, "labels", "at least 1", labels);
    Check.argument(
        rows >= 0 && (long) rows * labels == length,
        SCORES,
        "rows x labels = " + rows + " x " + labels + " cells",
        length);
  }

  private static IllegalArgumentException bad(
      String argument, int index, int labels, Number value) {
    return Check.bad(
        argument + "[" + index / labels + "][" + index % labels + "]", "a finite number", value);
  }

  /**
   * The number of rows.
   *
   * @return rows
   */
  @Override
  public int rows() {
    return rows;
  }

  /**
   * The number of labels, the columns.
   *
   * @return columns
   */
  @Override
  public int labels() {
    return labels;
  }

  /**
   * Whether the scores are floats.
   *
   * @return true for float, false for double
   */
  public boolean isFloat() {
    return single;
  }

  /**
   * One score.
   *
   * @param row the row, from 0
   * @param label the column, from 0
   * @return the score, widened if it is a float
   */
  public double get(int row, int label) {
    int index = row * labels + label;
    return single ? floats[index] : doubles[index];
  }

  /**
   * Copies neighbouring cells of the flat row-major matrix, widened to double and with -0.0 as 0.0.
   *
   * @param start the first cell, {@code row * labels + label}
   * @param target where they go, from its first element on
   * @param count how many
   */
  public void copyTo(int start, double[] target, int count) {
    if (single) {
      for (int i = 0; i < count; i++) {
        target[i] = floats[start + i] + 0.0;
      }
    } else {
      for (int i = 0; i < count; i++) {
        target[i] = doubles[start + i] + 0.0;
      }
    }
  }

  /**
   * Cuts the scores: a label is predicted where its score is above the threshold.
   *
   * @param threshold the cut, first rounded to the type of the scores, as NumPy 2 and Keras do
   * @return 1 where {@code score > threshold}, else 0
   * @throws IllegalArgumentException if the threshold is NaN
   */
  @Override
  public LabelMatrix above(double threshold) {
    Check.argument(!Double.isNaN(threshold), "threshold", "a number", threshold);
    byte[] cells = new byte[rows * labels];
    if (single) {
      float cut = (float) threshold;
      for (int i = 0; i < cells.length; i++) {
        cells[i] = (byte) (floats[i] > cut ? 1 : 0);
      }
    } else {
      for (int i = 0; i < cells.length; i++) {
        cells[i] = (byte) (doubles[i] > threshold ? 1 : 0);
      }
    }
    return LabelMatrix.of(cells, rows, labels);
  }

  /**
   * Cuts each label's scores at a threshold of its own.
   *
   * @param thresholds one a label, each first rounded to the type of the scores
   * @return 1 where {@code score > threshold}, else 0
   * @throws IllegalArgumentException if a threshold is NaN, or there is not one a label
   */
  public LabelMatrix above(double[] thresholds) {
    Check.given(thresholds, "thresholds");
    Check.argument(
        thresholds.length == labels, "thresholds", labels + " numbers", thresholds.length);
    byte[] cells = new byte[rows * labels];
    for (int label = 0; label < labels; label++) {
      double threshold = thresholds[label];
      Check.argument(!Double.isNaN(threshold), "thresholds[" + label + "]", "a number", threshold);
      double cut = single ? (float) threshold : threshold;
      for (int i = label; i < cells.length; i += labels) {
        cells[i] = (byte) ((single ? floats[i] : doubles[i]) > cut ? 1 : 0);
      }
    }
    return LabelMatrix.of(cells, rows, labels);
  }

  @Override
  public ScoreMatrix toMatrix() {
    return this;
  }

  @Override
  public SparseScores toSparse() {
    return SparseScores.of(this);
  }

  /** Matrices of the same type, shape and scores are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ScoreMatrix that
        && rows == that.rows
        && labels == that.labels
        && single == that.single
        && Arrays.equals(floats, that.floats)
        && Arrays.equals(doubles, that.doubles);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + labels) + Arrays.hashCode(floats) + Arrays.hashCode(doubles);
  }

  @Override
  public String toString() {
    return "ScoreMatrix[" + rows + " x " + labels + (single ? ", float]" : ", double]");
  }
}
