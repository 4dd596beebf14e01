package org.keraunos.strategies;

import java.util.Arrays;

/**
 * Logistic regression of one label on standardised features and further columns:
 * {@code sklearn.linear_model.LogisticRegression} with its L2 penalty, {@code |w|^2 / 2 + C sum(log
 * loss)}, the intercept free of it.
 */
final class LogisticFit {
  private final FeatureRows features;

  /** Columns beside the features, as they are. */
  private final double[][] further;

  private final StrategyOptions options;

  LogisticFit(FeatureRows features, double[][] further, StrategyOptions options) {
    this.features = features;
    this.further = further;
    this.options = options;
  }

  /** Weights of standardised features and of further columns; a shift. */
  @SuppressWarnings("ArrayRecordComponent") // Handed on once, and not compared.
  record Answer(double[] weights, double shift) {}

  /**
   * Fits.
   *
   * @param label 0, 1, or -1 for unknown
   * @param rows the rows to learn from; those whose label is unknown are left out
   */
  Answer fit(byte[] label, int[] rows) {
    int[] known = Arrays.stream(rows).filter(row -> label[row] >= 0).toArray();
    int width = features.width + further.length;
    long positives = Arrays.stream(known).filter(row -> label[row] > 0).count();
    if (positives == 0 || positives == known.length) {
      // Nothing tells rows apart: as often as it was seen, with Laplace's one more of each.
      double odds = (positives + 1.0) / (known.length - positives + 1.0);
      return new Answer(new double[width], Math.log(odds));
    }
    double[] x = new double[width + 1];
    Lbfgs.minimize(
        (at, gradient) -> loss(at, gradient, label, known), x, options.tol, options.maxIter);
    return new Answer(Arrays.copyOf(x, width), x[width]);
  }

  /** The objective over C and the number of rows, as scikit-learn gives it to its own solver. */
  private double loss(double[] at, double[] gradient, byte[] label, int[] known) {
    int width = features.width;
    double[] slopes = slopes(at);
    double shift = shift(at);
    double[] sums = new double[width];
    double[] furtherSums = new double[further.length];
    double all = 0;
    double loss = 0;
    for (int row : known) {
      double z = shift + score(slopes, at, row);
      double y = label[row];
      loss += Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
      double wrong = sigmoid(z) - y;
      all += wrong;
      addTo(sums, wrong, row);
      for (int k = 0; k < further.length; k++) {
        furtherSums[k] += wrong * further[k][row];
      }
    }
    double penalty = 1 / (options.c * known.length);
    double squares = 0;
    for (int k = 0; k < width + further.length; k++) {
      double sum = k < width
          ? features.factor[k] * (sums[k] - features.mean[k] * all)
          : furtherSums[k - width];
      gradient[k] = sum / known.length + penalty * at[k];
      squares += at[k] * at[k];
    }
    gradient[width + further.length] = all / known.length;
    return loss / known.length + penalty * squares / 2;
  }

  /** Probabilities of some rows. */
  void predict(Answer answer, int[] rows, double[] into) {
    double[] at = Arrays.copyOf(answer.weights, answer.weights.length + 1);
    at[answer.weights.length] = answer.shift;
    double[] slopes = slopes(at);
    double shift = shift(at);
    for (int row : rows) {
      into[row] = sigmoid(shift + score(slopes, at, row));
    }
  }

  /** Weights of features that are not standardised. */
  private double[] slopes(double[] at) {
    double[] slopes = new double[features.width];
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] = at[k] * features.factor[k];
    }
    return slopes;
  }

  private double shift(double[] at) {
    double shift = at[at.length - 1];
    for (int k = 0; k < features.width; k++) {
      shift -= at[k] * features.factor[k] * features.mean[k];
    }
    return shift;
  }

  private double score(double[] slopes, double[] at, int row) {
    float[] values = features.values;
    int from = row * features.width;
    int width = features.width;
    // Four sums, so that an addition need not wait for the one before it.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k + 3 < width; k += 4) {
      a += slopes[k] * values[from + k];
      b += slopes[k + 1] * values[from + k + 1];
      c += slopes[k + 2] * values[from + k + 2];
      d += slopes[k + 3] * values[from + k + 3];
    }
    for (; k < width; k++) {
      a += slopes[k] * values[from + k];
    }
    double z = a + b + c + d;
    for (int j = 0; j < further.length; j++) {
      z += at[width + j] * further[j][row];
    }
    return z;
  }

  private void addTo(double[] sums, double factor, int row) {
    float[] values = features.values;
    int from = row * sums.length;
    for (int k = 0; k < sums.length; k++) {
      sums[k] += factor * values[from + k];
    }
  }

  static double sigmoid(double z) {
    return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
  }
}
