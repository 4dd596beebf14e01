package org.keraunos.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Parallel;

/** Counts cells a label: the one pass over truth and predictions behind every count metric. */
final class LabelCounter {
  /** Cells of one task. */
  private static final int CELLS_PER_TASK = 1 << 20;

  /** Labels of one task at least, in bytes, where there are as many. */
  private static final int CACHE_LINE = 64;

  private LabelCounter() {}

  static Counts count(
      byte[] truth,
      byte[] predicted,
      int rows,
      int labels,
      boolean unknowns,
      double @Nullable [] weights) {
    if (weights != null) {
      return countWeighted(truth, predicted, rows, labels, unknowns, weights);
    }
    int rowsPerTask = Math.max(1, CELLS_PER_TASK / labels);
    int tasks = (int) (((long) rows + rowsPerTask - 1) / rowsPerTask);
    Counts[] parts = new Counts[tasks];
    Parallel.forEach(tasks, task -> {
      int from = task * rowsPerTask;
      int to = (int) Math.min(rows, (long) from + rowsPerTask);
      Counts part = new Counts(labels);
      if (unknowns) {
        countAny(truth, predicted, from, to, labels, part);
      } else {
        countFast(truth, predicted, from, to, labels, part);
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
      byte[] truth, byte[] predicted, int from, int to, int labels, Counts counts) {
    CellBins bins = new CellBins(labels);
    int at = from * labels;
    for (int i = from; i < to; i++) {
      for (int j = 0; j < labels; j++, at++) {
        bins.add(j, truth[at], predicted[at]);
      }
    }
    bins.moveTo(counts);
  }

  /**
   * Weights are summed row after row, whatever the number of threads: these share the labels out.
   */
  private static Counts countWeighted(
      byte[] truth, byte[] predicted, int rows, int labels, boolean unknowns, double[] weights) {
    Counts counts = new Counts(labels);
    int tasks = (long) rows * labels < CELLS_PER_TASK
        ? 1
        : Math.max(Math.min(2, labels), labels / CACHE_LINE);
    Parallel.forEach(tasks, task -> {
      int from = (int) ((long) task * labels / tasks);
      int to = (int) ((task + 1L) * labels / tasks);
      if (unknowns) {
        addKnown(truth, predicted, rows, labels, from, to, weights, counts);
      } else {
        addAll(truth, predicted, rows, labels, from, to, weights, counts);
      }
    });
    return counts;
  }

  private static void addKnown(
      byte[] truth,
      byte[] predicted,
      int rows,
      int labels,
      int from,
      int to,
      double[] weights,
      Counts counts) {
    for (int i = 0; i < rows; i++) {
      for (int j = from; j < to; j++) {
        int t = truth[i * labels + j];
        if (t >= 0) {
          counts.add(j, t, predicted[i * labels + j], weights[i]);
        }
      }
    }
  }

  private static void addAll(
      byte[] truth,
      byte[] predicted,
      int rows,
      int labels,
      int from,
      int to,
      double[] weights,
      Counts counts) {
    int width = to - from;
    double[] hits = new double[width];
    double[] choices = new double[width];
    double[] positives = new double[width];
    for (int i = 0; i < rows; i++) {
      double weight = weights[i];
      int start = i * labels + from;
      for (int j = 0; j < width; j++) {
        int t = truth[start + j];
        int p = predicted[start + j];
        hits[j] += weight * (t & p);
        choices[j] += weight * p;
        positives[j] += weight * t;
      }
    }
    double all = PythonNumbers.sum(weights, 0, rows);
    for (int j = 0; j < width; j++) {
      counts.add(from + j, hits[j], choices[j], positives[j], all);
    }
  }

  /**
   * Without weights and unknowns: sums of bytes, in loops that the compiler turns into vector
   * instructions. Several rows are taken as one long row so that the loops are long even when there
   * are few labels.
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
      counts.add(
          j, (double) hits[j], (double) choices[j], (double) positives[j], (double) to - from);
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
