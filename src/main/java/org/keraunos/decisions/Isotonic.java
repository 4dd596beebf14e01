package org.keraunos.decisions;

import java.util.Arrays;
import java.util.Comparator;
import org.keraunos.base.Check;

/**
 * scikit-learn's {@code IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")}: pool adjacent
 * violators, then straight lines between the ends of the blocks.
 */
final class Isotonic {
  private Isotonic() {}

  /** The points of the rising function, ascending: x, then y. */
  static double[][] fit(double[] x, double[] y) {
    Integer[] order = new Integer[x.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> x[i]));
    double[] xs = new double[x.length];
    double[] means = new double[x.length];
    double[] weights = new double[x.length];
    int n = 0;
    for (int i = 0; i < x.length; i++) {
      double value = x[order[i]];
      if (n > 0 && xs[n - 1] == value) {
        weights[n - 1]++;
        means[n - 1] += (y[order[i]] - means[n - 1]) / weights[n - 1];
      } else {
        xs[n] = value;
        means[n] = y[order[i]];
        weights[n++] = 1;
      }
    }
    double[] fitted = pooled(means, weights, n);
    return ends(xs, fitted, n);
  }

  private static double[] pooled(double[] means, double[] weights, int n) {
    double[] sums = new double[n];
    double[] total = new double[n];
    int[] size = new int[n];
    int blocks = 0;
    for (int i = 0; i < n; i++) {
      sums[blocks] = means[i] * weights[i];
      total[blocks] = weights[i];
      size[blocks++] = 1;
      while (blocks > 1
          && sums[blocks - 2] / total[blocks - 2] >= sums[blocks - 1] / total[blocks - 1]) {
        blocks--;
        sums[blocks - 1] += sums[blocks];
        total[blocks - 1] += total[blocks];
        size[blocks - 1] += size[blocks];
      }
    }
    double[] fitted = new double[n];
    int at = 0;
    for (int b = 0; b < blocks; b++) {
      double value = Math.min(1, Math.max(0, sums[b] / total[b]));
      Arrays.fill(fitted, at, at + size[b], value);
      at += size[b];
    }
    return fitted;
  }

  /** Leaves out what stands between two equal neighbours. */
  private static double[][] ends(double[] xs, double[] fitted, int n) {
    double[] x = new double[n];
    double[] y = new double[n];
    int kept = 0;
    for (int i = 0; i < n; i++) {
      boolean inside =
          i > 0 && i < n - 1 && fitted[i] == fitted[i - 1] && fitted[i] == fitted[i + 1];
      if (!inside) {
        x[kept] = xs[i];
        y[kept++] = fitted[i];
      }
    }
    return new double[][] {Arrays.copyOf(x, kept), Arrays.copyOf(y, kept)};
  }

  /** Fails over points that are not a rising function of probabilities. */
  static void check(int label, double[][] map) {
    double[] x = map[0];
    double[] y = map[1];
    Check.argument(x.length > 0, "maps[" + label + "]", "at least one point", "none");
    for (int i = 0; i < x.length; i++) {
      boolean rises = i == 0 || (x[i] > x[i - 1] && y[i] >= y[i - 1]);
      Check.argument(
          rises && x[i] >= 0 && x[i] <= 1 && y[i] >= 0 && y[i] <= 1,
          "maps[" + label + "], point " + i,
          "probabilities, 0 to 1, that rise",
          x[i] + ", " + y[i] + (i == 0 ? "" : " behind " + x[i - 1] + ", " + y[i - 1]));
    }
  }

  static double at(double[] x, double[] y, double value) {
    int last = x.length - 1;
    if (value <= x[0]) {
      return y[0];
    }
    if (value >= x[last]) {
      return y[last];
    }
    int place = Arrays.binarySearch(x, value);
    if (place >= 0) {
      return y[place];
    }
    int above = -place - 1;
    double slope = (y[above] - y[above - 1]) / (x[above] - x[above - 1]);
    return slope * (value - x[above - 1]) + y[above - 1];
  }
}
