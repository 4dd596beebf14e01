package org.keraunos.metrics;

import org.jspecify.annotations.Nullable;

/**
 * scikit-learn's {@code _nanaverage}, to the last bit, for a report prints digits that depend on
 * it: a weighted mean that leaves NaN out with its weight, is NaN if nothing is left, and the plain
 * mean if the weights that are left sum to 0.
 */
final class Mean {
  private Mean() {}

  /** The mean; the values are overwritten. */
  static double of(double[] values, double @Nullable [] weights) {
    return weights == null ? plain(values) : weighted(values, weights, true);
  }

  /** The mean, and NaN if the weights that are left sum to 0; the values are overwritten. */
  static double weighted(double[] values, double @Nullable [] weights) {
    return weights == null ? plain(values) : weighted(values, weights, false);
  }

  /** NumPy's {@code nanmean} adds 0 in place of NaN. */
  private static double plain(double[] values) {
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        values[i] = 0;
      } else {
        count++;
      }
    }
    return count == 0 ? Double.NaN : PythonNumbers.sum(values, 0, values.length) / count;
  }

  /** NumPy's {@code average} of what is left. */
  private static double weighted(double[] values, double[] weights, boolean plainWithout) {
    double[] left = weights;
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        if (left == weights && count < i) {
          left = weights.clone();
        }
        if (count < i) {
          values[count] = values[i];
          left[count] = left[i];
        }
        count++;
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    double total = PythonNumbers.sum(left, 0, count);
    if (total == 0 && !plainWithout) {
      return Double.NaN;
    }
    if (total == 0) {
      return PythonNumbers.sum(values, 0, count) / count;
    }
    for (int i = 0; i < count; i++) {
      values[i] *= left[i];
    }
    return PythonNumbers.sum(values, 0, count) / total;
  }
}
