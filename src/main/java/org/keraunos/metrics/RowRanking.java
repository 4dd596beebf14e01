package org.keraunos.metrics;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Parallel;
import org.keraunos.base.ScoreMatrix;

/** Means over rows of a figure of the ranking of each row's known labels. */
final class RowRanking {
  /** The figure of one row, NaN to leave it out; made once a task, so that it may have buffers. */
  @FunctionalInterface
  interface Figure {
    double of(Row row);
  }

  /** The known labels of one row. */
  static final class Row {
    /** Scores in the order of the labels, and whether each is relevant: the first {@code p + n}. */
    final double[] scores;

    final byte[] gains;

    /** Scores of the relevant labels: the first {@code p}. */
    final double[] relevant;

    /** Scores of the other ones: the first {@code n}. */
    final double[] other;

    int p;
    int n;

    Row(int labels) {
      scores = new double[labels];
      gains = new byte[labels];
      // One more than fits, for writes that are then left behind.
      relevant = new double[labels + 1];
      other = new double[labels + 1];
    }

    private void read(byte[] cells, int start) {
      p = 0;
      n = 0;
      for (int j = 0; j < scores.length; j++) {
        // Without a branch: every score is written to both, and only one of the ends moves on.
        int label = cells[start + j];
        relevant[p] = scores[j];
        other[n] = scores[j];
        p += label;
        n += 1 - label;
      }
      System.arraycopy(cells, start, gains, 0, gains.length);
    }

    private void readKnown(byte[] cells, int start) {
      p = 0;
      n = 0;
      for (int j = 0; j < scores.length; j++) {
        byte label = cells[start + j];
        if (label >= 0) {
          scores[p + n] = scores[j];
          gains[p + n] = label;
          if (label == 1) {
            relevant[p++] = scores[j];
          } else {
            other[n++] = scores[j];
          }
        }
      }
    }
  }

  private RowRanking() {}

  static double mean(
      LabelMatrix truth,
      ScoreMatrix scores,
      double @Nullable [] weights,
      boolean inOrder,
      IntFunction<Figure> figures) {
    int rows = truth.rows();
    int labels = truth.labels();
    int rowsPerTask = Math.max(1, (1 << 18) / labels);
    int tasks = (int) (((long) rows + rowsPerTask - 1) / rowsPerTask);
    double[] values = new double[rows];
    Parallel.forEach(tasks, task -> {
      Figure figure = figures.apply(labels);
      Row row = new Row(labels);
      byte[] cells = truth.flat();
      int from = task * rowsPerTask;
      int to = (int) Math.min(rows, (long) from + rowsPerTask);
      for (int i = from; i < to; i++) {
        scores.copyTo(i * labels, row.scores, labels);
        if (truth.hasUnknowns()) {
          row.readKnown(cells, i * labels);
        } else {
          row.read(cells, i * labels);
        }
        values[i] = row.p + row.n == 0 ? Double.NaN : figure.of(row);
      }
    });
    return inOrder ? meanInOrder(values, weights) : mean(values, weights);
  }

  private static double mean(double[] values, double @Nullable [] weights) {
    Mean mean = new Mean();
    for (int i = 0; i < values.length; i++) {
      double w = weights == null ? 1 : weights[i];
      if (w != 0) {
        mean.add(values[i], w);
      }
    }
    return mean.result();
  }

  /** As scikit-learn sums LRAP: row after row, with the rounding errors that this brings for millions of them. */
  private static double meanInOrder(double[] values, double @Nullable [] weights) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        double w = weights == null ? 1 : weights[i];
        sum += w * values[i];
        total += w;
      }
    }
    return sum / total;
  }

  /** Of each relevant label, the share of relevant ones among those at least as high; their mean. */
  static double precision(Row row) {
    double[] relevant = row.relevant;
    double[] other = row.other;
    int p = row.p;
    int n = row.n;
    if (p == 0 || n == 0) {
      return 1;
    }
    double sum = 0;
    for (int j = 0; j < p; j++) {
      int hits = atLeast(relevant, p, relevant[j]);
      sum += (double) hits / (hits + atLeast(other, n, relevant[j]));
    }
    return sum / p;
  }

  /** Labels at least as high as the lowest relevant one; 0 without one. */
  static double coverage(Row row) {
    int p = row.p;
    if (p == 0) {
      return 0;
    }
    double lowest = row.relevant[0];
    for (int j = 1; j < p; j++) {
      lowest = Math.min(lowest, row.relevant[j]);
    }
    return p + atLeast(row.other, row.n, lowest);
  }

  /**
   * Pairs of a relevant label and another at least as high, over all such pairs; 0 without both. Only labels in the range
   * where the two kinds overlap are compared: the better the model, the fewer.
   */
  static double loss(Row row) {
    double[] relevant = row.relevant;
    double[] other = row.other;
    int p = row.p;
    int n = row.n;
    if (p == 0 || n == 0) {
      return 0;
    }
    double lowest = relevant[0];
    for (int j = 1; j < p; j++) {
      lowest = Math.min(lowest, relevant[j]);
    }
    double highest = other[0];
    int overlapping = 0;
    for (int j = 0; j < n; j++) {
      double score = other[j];
      highest = Math.max(highest, score);
      other[overlapping] = score;
      overlapping += 1 - below(score, lowest);
    }
    long wrong = 0;
    for (int j = 0; j < p; j++) {
      if (relevant[j] <= highest) {
        wrong += atLeast(other, overlapping, relevant[j]);
      }
    }
    return wrong / ((double) p * n);
  }

  /** 1 where the highest score, or one of several, is that of a label that is not relevant. */
  static double oneError(Row row) {
    double[] relevant = row.relevant;
    double[] other = row.other;
    int p = row.p;
    int n = row.n;
    double highest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < p; j++) {
      highest = Math.max(highest, relevant[j]);
    }
    return n > 0 && atLeast(other, n, highest) > 0 ? 1 : 0;
  }

  /**
   * How many are at least the bound. The sign of a difference of finite doubles says it without a branch; equal ones
   * differ by 0.0, for -0.0 does not come here.
   */
  private static int atLeast(double[] values, int n, double bound) {
    int below = 0;
    for (int j = 0; j < n; j++) {
      below += below(values[j], bound);
    }
    return n - below;
  }

  private static int below(double value, double bound) {
    return (int) (Double.doubleToRawLongBits(value - bound) >>> (Long.SIZE - 1));
  }
}
