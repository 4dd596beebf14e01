package org.keraunos.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Parallel;

/** Counts cells a label: the one pass over truth and predictions behind every count metric. */
final class LabelCounter {
  /** Rows of one task; fixed, so that sums of weights do not depend on the number of threads. */
  private static final int CELLS_PER_TASK = 1 << 20;

  private LabelCounter() {}

  static Counts count(
      byte[] truth,
      byte[] predicted,
      int rows,
      int labels,
      boolean unknowns,
      double @Nullable [] weights) {
    int rowsPerTask = Math.max(1, CELLS_PER_TASK / labels);
    int tasks = (int) (((long) rows + rowsPerTask - 1) / rowsPerTask);
    Counts[] parts = new Counts[tasks];
    Parallel.forEach(tasks, task -> {
      int from = task * rowsPerTask;
      int to = (int) Math.min(rows, (long) from + rowsPerTask);
      Counts part = new Counts(labels);
      if (weights == null && !unknowns) {
        countFast(truth, predicted, from, to, labels, part);
      } else {
        countAny(truth, predicted, from, to, labels, weights, part);
      }
      parts[task] = part;
    });
    Counts sum = new Counts(labels);
    for (Counts part : parts) {
      sum.add(part);
    }
    return sum;
  }

  private static void countAny(
      byte[] truth,
      byte[] predicted,
      int from,
      int to,
      int labels,
      double @Nullable [] weights,
      Counts counts) {
    int at = from * labels;
    for (int i = from; i < to; i++) {
      double weight = weights == null ? 1 : weights[i];
      for (int j = 0; j < labels; j++, at++) {
        counts.add(j, Counts.code(truth[at], predicted[at]), weight);
      }
    }
  }

  /**
   * Without weights and unknowns: sums of bytes, in loops that the compiler turns into vector instructions. Several rows
   * are taken as one long row so that the loops are long even when there are few labels.
   */
  private static void countFast(
      byte[] truth, byte[] predicted, int from, int to, int labels, Counts counts) {
    int period = Math.max(1, 512 / labels);
    int width = period * labels;
    byte[] positive = new byte[width];
    byte[] chosen = new byte[width];
    byte[] both = new byte[width];
    long[] positives = new long[labels];
    long[] choices = new long[labels];
    long[] hits = new long[labels];
    int at = from * labels;
    int end = to * labels;
    while (at < end) {
      int steps = 0;
      for (; steps < 255 && end - at >= width; steps++, at += width) {
        addRun(truth, predicted, at, width, positive, chosen, both);
      }
      if (end - at < width) {
        // A byte holds 255 at most: what is left is less than one long row, flushed apart.
        flush(positive, positives, labels);
        flush(chosen, choices, labels);
        flush(both, hits, labels);
        addRun(truth, predicted, at, end - at, positive, chosen, both);
        at = end;
      }
      flush(positive, positives, labels);
      flush(chosen, choices, labels);
      flush(both, hits, labels);
    }
    for (int j = 0; j < labels; j++) {
      counts.set(
          j,
          (double) (to - from) - positives[j] - choices[j] + hits[j],
          (double) choices[j] - hits[j],
          (double) positives[j] - hits[j],
          (double) hits[j]);
    }
  }

  private static void addRun(
      byte[] truth,
      byte[] predicted,
      int at,
      int width,
      byte[] positive,
      byte[] chosen,
      byte[] both) {
    for (int x = 0; x < width; x++) {
      positive[x] += truth[at + x];
    }
    for (int x = 0; x < width; x++) {
      chosen[x] += predicted[at + x];
    }
    for (int x = 0; x < width; x++) {
      both[x] += (byte) (truth[at + x] & predicted[at + x]);
    }
  }

  private static void flush(byte[] from, long[] to, int labels) {
    for (int x = 0; x < from.length; x++) {
      to[x % labels] += from[x] & 0xFF;
    }
    Arrays.fill(from, (byte) 0);
  }
}
