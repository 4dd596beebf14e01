package org.keraunos.metrics;

import java.util.Arrays;
import org.keraunos.base.Check;
import org.keraunos.base.ScoreMatrix;

/** Discounted cumulative gain where relevance has degrees. */
final class GradedGain {
  private final double[] cumulative;
  private final boolean ignoreTies;
  private final RadixSort sort;

  private GradedGain(int labels, Options options) {
    cumulative = Gain.cumulative(labels, options);
    ignoreTies = options.isIgnoreTies();
    sort = new RadixSort(labels);
  }

  static double mean(
      ScoreMatrix relevance, ScoreMatrix scores, Options options, boolean normalized) {
    int rows = relevance.rows();
    int labels = relevance.labels();
    Check.argument(rows >= 1, "y_true", "at least one row", "none");
    Check.argument(
        rows == scores.rows() && labels == scores.labels(),
        "y_score",
        rows + " x " + labels + " as y_true",
        scores.rows() + " x " + scores.labels());
    GradedGain gain = new GradedGain(labels, options);
    double[] gains = new double[labels];
    double[] row = new double[labels];
    double[] values = new double[rows];
    for (int i = 0; i < rows; i++) {
      relevance.copyTo(i * labels, gains, labels);
      scores.copyTo(i * labels, row, labels);
      values[i] = gain.dcg(gains, row, gain.ignoreTies);
      if (normalized) {
        for (double each : gains) {
          Check.argument(each >= 0, "y_true", "relevance >= 0", each);
        }
        double best = gain.dcg(gains, gains.clone(), true);
        values[i] = best == 0 ? 0 : values[i] / best;
      }
    }
    return Mean.weighted(values, options.sampleWeight(rows));
  }

  private double dcg(double[] gains, double[] scores, boolean inSomeOrder) {
    int n = gains.length;
    for (int j = 0; j < n; j++) {
      // Ties, where they are ignored: the last comes first, as in Gain.
      int from = inSomeOrder ? n - 1 - j : j;
      sort.keys()[j] = DescendingScores.key(scores[from]);
      sort.payload()[j] = from;
    }
    sort.sort(n);
    long[] keys = sort.keys();
    int[] order = sort.payload();
    double sum = 0;
    int at = 0;
    while (at < n) {
      int start = at;
      double gain = 0;
      do {
        gain += gains[order[at++]];
      } while (!inSomeOrder && at < n && keys[at] == keys[start]);
      sum += gain / (at - start) * (cumulative[at] - cumulative[start]);
    }
    return sum;
  }

  /** Whether rows of numbers hold anything but 0, 1 and NaN. */
  static boolean isGraded(Object[] rows) {
    for (Object row : Check.given(rows, "y_true")) {
      if (row instanceof int[] ints) {
        for (int value : ints) {
          if (value != 0 && value != 1) {
            return true;
          }
        }
      } else if (row instanceof float[] || row instanceof double[]) {
        for (double value : widened(row)) {
          if (value != 0 && value != 1 && !Double.isNaN(value)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  static ScoreMatrix relevance(Object[] rows) {
    double[][] wide = new double[rows.length][];
    Arrays.setAll(wide, i -> widened(rows[i]));
    return ScoreMatrix.of((Object[]) wide, "y_true");
  }

  private static double[] widened(Object row) {
    if (row instanceof double[] doubles) {
      return doubles;
    }
    if (row instanceof float[] floats) {
      double[] wide = new double[floats.length];
      Arrays.setAll(wide, j -> floats[j]);
      return wide;
    }
    if (row instanceof int[] ints) {
      double[] wide = new double[ints.length];
      Arrays.setAll(wide, j -> ints[j]);
      return wide;
    }
    throw Check.bad("y_true", "int[][], float[][] or double[][]", row.getClass().getSimpleName());
  }
}
