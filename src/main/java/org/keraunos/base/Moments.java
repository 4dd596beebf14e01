package org.keraunos.base;

import java.util.Arrays;

/**
 * Mean and variance of each channel of some data.
 *
 * @param mean one a channel
 * @param variance the biased one (divided by the number of values), one a channel, at least 0
 * @param count how many values of a channel they were taken of
 */
@SuppressWarnings("ArrayRecordComponent") // equals compares the contents
public record Moments(double[] mean, double[] variance, long count) {
  /**
   * Checks that they belong together.
   *
   * @param mean one a channel; copied
   * @param variance one a channel; copied
   * @param count how many values of a channel they were taken of
   * @throws IllegalArgumentException if there are not as many variances as means, one is not finite
   *     or a variance negative
   */
  public Moments {
    Check.argument(
        mean.length > 0 && mean.length == variance.length,
        "Moments.variance",
        mean.length + " numbers, as many as there are means, at least one",
        variance.length);
    Check.argument(count >= 0, "Moments.count", ">= 0", count);
    for (int i = 0; i < mean.length; i++) {
      Check.argument(Double.isFinite(mean[i]), "Moments.mean[" + i + "]", "finite", mean[i]);
      Check.argument(
          Double.isFinite(variance[i]) && variance[i] >= 0,
          "Moments.variance[" + i + "]",
          "finite and >= 0",
          variance[i]);
    }
    mean = mean.clone();
    variance = variance.clone();
  }

  /**
   * The number of channels.
   *
   * @return at least 1
   */
  public int channels() {
    return mean.length;
  }

  /** Moments with the same numbers are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Moments that
        && count == that.count
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(variance, that.variance);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(mean) + Arrays.hashCode(variance)) + Long.hashCode(count);
  }

  @Override
  public String toString() {
    return "Moments of " + count + " values in " + mean.length + " channels";
  }
}
