package org.keraunos.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Parallel;

/** Where truth and predictions differ, when every label is known: cells eight at a time, nothing allocated. */
final class WrongCells {
  private static final int CELLS_PER_TASK = 1 << 20;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private WrongCells() {}

  static long count(byte[] truth, byte[] predicted) {
    int tasks = (int) (((long) truth.length + CELLS_PER_TASK - 1) / CELLS_PER_TASK);
    long[] parts = new long[tasks];
    Parallel.forEach(tasks, task -> {
      int from = task * CELLS_PER_TASK;
      int to = (int) Math.min(truth.length, (long) from + CELLS_PER_TASK);
      long wrong = 0;
      int at = from;
      for (; at + Long.BYTES <= to; at += Long.BYTES) {
        wrong += Long.bitCount((long) LONGS.get(truth, at) ^ (long) LONGS.get(predicted, at));
      }
      for (; at < to; at++) {
        wrong += truth[at] ^ predicted[at];
      }
      parts[task] = wrong;
    });
    long sum = 0;
    for (long part : parts) {
      sum += part;
    }
    return sum;
  }

  /** The number, or weight, of rows without a difference. */
  static double rightRows(
      byte[] truth, byte[] predicted, int rows, int labels, double @Nullable [] weights) {
    int tasks = (int) (((long) rows + RowCounts.ROWS_PER_TASK - 1) / RowCounts.ROWS_PER_TASK);
    double[] parts = new double[tasks];
    Parallel.forEach(tasks, task -> {
      int from = task * RowCounts.ROWS_PER_TASK;
      int to = (int) Math.min(rows, (long) from + RowCounts.ROWS_PER_TASK);
      double right = 0;
      for (int i = from; i < to; i++) {
        if (same(truth, predicted, i * labels, labels)) {
          right += weights == null ? 1 : weights[i];
        }
      }
      parts[task] = right;
    });
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
  }

  private static boolean same(byte[] truth, byte[] predicted, int start, int labels) {
    int at = start;
    int end = start + labels;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      if ((long) LONGS.get(truth, at) != (long) LONGS.get(predicted, at)) {
        return false;
      }
    }
    for (; at < end; at++) {
      if (truth[at] != predicted[at]) {
        return false;
      }
    }
    return true;
  }
}
