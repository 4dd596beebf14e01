package org.keraunos.report.results;

import java.util.Arrays;

/**
 * The ends of a confidence interval of 95 %, by the percentiles of a bootstrap; NaN where there is
 * none.
 *
 * @param low the lower end
 * @param high the upper end
 */
public record Bounds(double low, double high) {
  /** No interval. */
  public static final Bounds NONE = new Bounds(Double.NaN, Double.NaN);

  private static final double TAIL = 0.025;

  /** The percentiles of figures as NumPy interpolates them, those that are NaN left out. */
  static Bounds of(double[] drawn) {
    double[] sorted =
        Arrays.stream(drawn).filter(value -> !Double.isNaN(value)).sorted().toArray();
    return sorted.length == 0
        ? NONE
        : new Bounds(quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
  }

  private static double quantile(double[] sorted, double q) {
    double place = q * (sorted.length - 1);
    int before = (int) Math.floor(place);
    int after = Math.min(sorted.length - 1, before + 1);
    return sorted[before] + (place - before) * (sorted[after] - sorted[before]);
  }

  /** {@return whether there is an interval} */
  public boolean isThere() {
    return !Double.isNaN(low);
  }

  /** {@return both ends, for JSON} */
  public double[] toArray() {
    return new double[] {low, high};
  }
}
