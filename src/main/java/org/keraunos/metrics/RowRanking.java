package org.keraunos.metrics;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Labels;
import org.keraunos.base.Parallel;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.base.Scores;

/** Means over rows of a figure of the ranking of each row's known labels. */
final class RowRanking {
  /** The figure of one row, NaN to leave it out; made once a task, so that it may have buffers. */
  @FunctionalInterface
  interface Figure {
    double of(RankedRow row);
  }

  private RowRanking() {}

  static double mean(
      Labels truth,
      Scores scores,
      double @Nullable [] weights,
      boolean inOrder,
      IntFunction<Figure> figures) {
    double[] values = values(truth, scores, labels -> new Figure[] {figures.apply(labels)}, 1)[0];
    return inOrder ? meanInOrder(values, weights) : Mean.weighted(values, weights);
  }

  /**
   * Several means of one pass over the rows; the first is summed in order, as that of
   * {@link #precision} is.
   */
  static double[] means(
      Labels truth, Scores scores, double @Nullable [] weights, Figure... figures) {
    double[][] values = values(truth, scores, labels -> figures, figures.length);
    double[] means = new double[figures.length];
    for (int f = 0; f < means.length; f++) {
      means[f] = f == 0 ? meanInOrder(values[f], weights) : Mean.weighted(values[f], weights);
    }
    return means;
  }

  private static double[][] values(
      Labels truth, Scores scores, IntFunction<Figure[]> figures, int count) {
    SparseCells sparse = SparseCells.of(truth, scores, null);
    int rows = truth.rows();
    int labels = truth.labels();
    int width = sparse == null ? labels : sparse.widestRow();
    LabelMatrix matrix = sparse == null ? truth.toMatrix() : LabelMatrix.none(0);
    ScoreMatrix given = sparse == null ? scores.toMatrix() : ScoreMatrix.of(new double[0], 0, 1);
    int rowsPerTask = Math.max(1, (1 << 18) / Math.max(1, width));
    int tasks = (int) (((long) rows + rowsPerTask - 1) / rowsPerTask);
    double[][] values = new double[count][rows];
    Parallel.forEach(tasks, task -> {
      Figure[] each = figures.apply(labels);
      RankedRow row = new RankedRow(width);
      int from = task * rowsPerTask;
      int to = (int) Math.min(rows, (long) from + rowsPerTask);
      for (int i = from; i < to; i++) {
        if (sparse == null) {
          row.read(given, matrix.flat(), i * labels, matrix.hasUnknowns());
        } else {
          row.read(sparse, i);
        }
        for (int f = 0; f < count; f++) {
          values[f][i] = row.size() == 0 ? Double.NaN : each[f].of(row);
        }
      }
    });
    return values;
  }

  /**
   * As scikit-learn sums LRAP: row after row, with the rounding errors that this brings for
   * millions of them.
   */
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

  /**
   * Of each relevant label, the share of relevant ones among those at least as high; their mean.
   */
  static double precision(RankedRow row) {
    int p = row.relevant();
    if (p == 0 || row.others() == 0) {
      return 1;
    }
    double sum = 0;
    for (int j = 0; j < p; j++) {
      long key = row.key(j);
      int hits = row.relevantFrom(key);
      sum += (double) hits / (hits + row.othersFrom(key));
    }
    return sum / p;
  }

  /** Labels at least as high as the lowest relevant one; 0 without one. */
  static double coverage(RankedRow row) {
    int p = row.relevant();
    if (p == 0) {
      return 0;
    }
    long lowest = row.key(0);
    for (int j = 1; j < p; j++) {
      lowest = Math.min(lowest, row.key(j));
    }
    return p + row.othersFrom(lowest);
  }

  /**
   * Pairs of a relevant label and another at least as high, over all such pairs; 0 without both.
   */
  static double loss(RankedRow row) {
    double pairs = (double) row.relevant() * row.others();
    return pairs == 0 ? 0 : row.pairsWrong() / pairs;
  }

  /** 1 where the highest score, or one of several, is that of a label that is not relevant. */
  static double oneError(RankedRow row) {
    long highest = Long.MIN_VALUE;
    for (int j = 0; j < row.relevant(); j++) {
      highest = Math.max(highest, row.key(j));
    }
    return row.relevant() == 0 || row.othersFrom(highest) > 0 ? 1 : 0;
  }
}
