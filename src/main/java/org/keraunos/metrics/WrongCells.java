package org.keraunos.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.stream.LongStream;
import org.keraunos.base.Parallel;

/**
 * Where truth and predictions differ, when every label is known: cells eight at a time, nothing
 * allocated.
 */
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
    return LongStream.of(parts).sum();
  }

  /** The number of rows without a difference. */
  static long rightRows(byte[] truth, byte[] predicted, int rows, int labels) {
    int tasks = (int) (((long) rows + RowCounts.ROWS_PER_TASK - 1) / RowCounts.ROWS_PER_TASK);
    long[] parts = new long[tasks];
    Parallel.forEach(tasks, task -> {
      int from = task * RowCounts.ROWS_PER_TASK;
      int to = (int) Math.min(rows, (long) from + RowCounts.ROWS_PER_TASK);
      for (int i = from; i < to; i++) {
        parts[task] += same(truth, predicted, i * labels, labels) ? 1 : 0;
      }
    });
    return LongStream.of(parts).sum();
  }

  /** The weight of each row without a difference, else 0. */
  static double[] weightIfRight(
      byte[] truth, byte[] predicted, int rows, int labels, double[] weights) {
    double[] result = new double[rows];
    int tasks = (int) (((long) rows + RowCounts.ROWS_PER_TASK - 1) / RowCounts.ROWS_PER_TASK);
    Parallel.forEach(tasks, task -> {
      int from = task * RowCounts.ROWS_PER_TASK;
      int to = (int) Math.min(rows, (long) from + RowCounts.ROWS_PER_TASK);
      for (int i = from; i < to; i++) {
        result[i] = same(truth, predicted, i * labels, labels) ? weights[i] : 0;
      }
    });
    return result;
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
