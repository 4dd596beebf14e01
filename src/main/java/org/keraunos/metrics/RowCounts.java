package org.keraunos.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Parallel;

/**
 * True positives, false positives and false negatives of each row, and how many of its labels are
 * known. Cells of a row are taken eight at a time.
 */
final class RowCounts {
  static final int ROWS_PER_TASK = 1 << 16;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final int[] tp;
  final int[] fp;
  final int[] fn;
  final int[] known;

  /** Counts of rows whose labels are all known. */
  RowCounts(int[] tp, int[] fp, int[] fn) {
    this.tp = tp;
    this.fp = fp;
    this.fn = fn;
    this.known = new int[0];
  }

  RowCounts(byte[] truth, byte[] predicted, int rows, int labels, boolean unknowns) {
    tp = new int[rows];
    fp = new int[rows];
    fn = new int[rows];
    known = unknowns ? new int[rows] : new int[0];
    int tasks = (int) (((long) rows + ROWS_PER_TASK - 1) / ROWS_PER_TASK);
    Parallel.forEach(tasks, task -> {
      int from = task * ROWS_PER_TASK;
      int to = (int) Math.min(rows, (long) from + ROWS_PER_TASK);
      for (int i = from; i < to; i++) {
        if (unknowns) {
          countAny(truth, predicted, i, labels);
        } else {
          countFast(truth, predicted, i, labels);
        }
      }
    });
  }

  private void countFast(byte[] truth, byte[] predicted, int row, int labels) {
    int at = row * labels;
    int end = at + labels;
    int both = 0;
    int positive = 0;
    int chosen = 0;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long t = (long) LONGS.get(truth, at);
      long p = (long) LONGS.get(predicted, at);
      both += Long.bitCount(t & p);
      positive += Long.bitCount(t);
      chosen += Long.bitCount(p);
    }
    int rest = end - at;
    if (rest > 0 && at + Long.BYTES <= truth.length) {
      long mask = -1L >>> (Long.SIZE - Byte.SIZE * rest);
      long t = (long) LONGS.get(truth, at) & mask;
      long p = (long) LONGS.get(predicted, at) & mask;
      both += Long.bitCount(t & p);
      positive += Long.bitCount(t);
      chosen += Long.bitCount(p);
    } else {
      for (; at < end; at++) {
        both += truth[at] & predicted[at];
        positive += truth[at];
        chosen += predicted[at];
      }
    }
    tp[row] = both;
    fp[row] = chosen - both;
    fn[row] = positive - both;
  }

  private void countAny(byte[] truth, byte[] predicted, int row, int labels) {
    for (int at = row * labels; at < (row + 1) * labels; at++) {
      int t = truth[at];
      int p = predicted[at];
      if (t >= 0) {
        tp[row] += t & p;
        fp[row] += p & ~t;
        fn[row] += t & ~p;
        known[row]++;
      }
    }
  }

  boolean isKnown(int row) {
    return known.length == 0 || known[row] > 0;
  }

  /** Means over the rows of several rates at once; a row without a known label is left out. */
  double[] means(Rate[] rates, Division[] divisions, double @Nullable [] weights) {
    double[] result = new double[rates.length];
    double[] values = new double[tp.length];
    for (int r = 0; r < rates.length; r++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = isKnown(i)
            ? rate(i, rates[r], divisions[r], weights == null ? 1 : weights[i])
            : Double.NaN;
      }
      result[r] = Mean.of(values, weights);
    }
    return result;
  }

  /**
   * The rate of a row, whose counts scikit-learn multiplies by its weight: with weight 0
   * denominators are 0.
   */
  private double rate(int row, Rate rate, Division division, double weight) {
    return rate(rate, division, tp[row], tp[row] + fp[row], tp[row] + fn[row], weight);
  }

  static double rate(
      Rate rate, Division division, int tp, int predicted, int positive, double weight) {
    double hits = tp * weight;
    return division.of(rate, hits, predicted * weight - hits, positive * weight - hits);
  }
}
