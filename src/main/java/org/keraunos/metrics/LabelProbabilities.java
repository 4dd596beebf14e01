package org.keraunos.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/** Means over the known rows of each label of a figure of probability and truth. */
final class LabelProbabilities {

  /** A figure of one cell. */
  @FunctionalInterface
  private interface Cell {
    double of(double probability, int truth);
  }

  private final LabelMatrix truth;
  private final ScoreMatrix scores;
  private final double @Nullable [] weights;

  LabelProbabilities(LabelMatrix truth, ScoreMatrix scores, Options options) {
    this.truth = truth;
    this.scores = scores;
    this.weights = Areas.checked(truth, scores, options);
    for (int i = 0; i < scores.rows(); i++) {
      for (int j = 0; j < scores.labels(); j++) {
        double p = scores.get(i, j);
        if (!(p >= 0 && p <= 1)) {
          throw Check.bad("y_score[" + i + "][" + j + "]", "a probability", p);
        }
      }
    }
  }

  double[] logLoss() {
    double epsilon = scores.isFloat() ? Math.ulp(1f) : Math.ulp(1.0);
    return mean((p, y) -> {
      double kept = Math.min(1 - epsilon, Math.max(epsilon, p));
      return y == 1 ? -Math.log(kept) : -Math.log1p(-kept);
    });
  }

  double[] brier() {
    return mean((p, y) -> (p - y) * (p - y));
  }

  double[] calibration(int bins) {
    int labels = truth.labels();
    double[] gaps = new double[labels * bins];
    double[] totals = new double[labels];
    for (int i = 0; i < truth.rows(); i++) {
      for (int j = 0; j < labels; j++) {
        if (truth.get(i, j) >= 0) {
          double p = scores.get(i, j);
          double w = weight(i);
          gaps[j * bins + bin(p, bins)] += w * (p - truth.get(i, j));
          totals[j] += w;
        }
      }
    }
    double[] result = new double[labels];
    for (int j = 0; j < labels; j++) {
      double sum = 0;
      for (int b = 0; b < bins; b++) {
        sum += Math.abs(gaps[j * bins + b]);
      }
      result[j] = sum / totals[j];
    }
    return result;
  }

  /**
   * The bin whose lower edge {@code b / bins} is not above p; the product may have rounded past an
   * edge.
   */
  private static int bin(double p, int bins) {
    int b = Math.min(bins - 1, (int) (p * bins));
    if (b + 1 < bins && p >= (b + 1) / (double) bins) {
      return b + 1;
    }
    return p < b / (double) bins ? b - 1 : b;
  }

  private double[] mean(Cell cell) {
    double[] sums = new double[truth.labels()];
    double[] totals = new double[truth.labels()];
    for (int i = 0; i < truth.rows(); i++) {
      for (int j = 0; j < sums.length; j++) {
        if (truth.get(i, j) >= 0) {
          sums[j] += weight(i) * cell.of(scores.get(i, j), truth.get(i, j));
          totals[j] += weight(i);
        }
      }
    }
    Arrays.setAll(sums, j -> sums[j] / totals[j]);
    return sums;
  }

  private double weight(int row) {
    return weights == null ? 1 : weights[row];
  }
}
