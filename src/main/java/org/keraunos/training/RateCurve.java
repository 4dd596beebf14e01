package org.keraunos.training;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The losses of a training whose rate rose from step to step, up to where it diverged. Immutable.
 *
 * @param rates the rate of each step, rising
 * @param losses the batch's loss before the step that was taken at the rate
 */
public record RateCurve(List<Double> rates, List<Double> losses) {
  /** Smoothed losses differ too little for their slope to mean anything before so many. */
  private static final int FIRST = 5;

  /**
   * Copies.
   *
   * @param rates the rate of each step
   * @param losses the loss of each step
   */
  public RateCurve {
    rates = List.copyOf(rates);
    losses = List.copyOf(losses);
  }

  /** A mean that forgets: each new value counts a tenth, and the start is accounted for. */
  static final class Smoothing {
    private static final double KEEPS = 0.9;
    private double mean;
    private double weight;

    double next(double value) {
      mean = KEEPS * mean + (1 - KEEPS) * value;
      weight = KEEPS * weight + (1 - KEEPS);
      return mean / weight;
    }
  }

  /**
   * The losses without the noise of batches: exponential means of decay 0.9, corrected for the
   * start.
   *
   * @return a value a step
   */
  public double[] smoothed() {
    Smoothing smoothing = new Smoothing();
    return losses.stream().mapToDouble(smoothing::next).toArray();
  }

  /**
   * A rate to train at: the one at which the smoothed loss falls fastest, by the logarithm of the
   * rate, before it is lowest. Smaller than the rate of the lowest loss, at which a training is
   * about to diverge.
   *
   * @return the rate; empty if the loss never falls
   */
  public OptionalDouble suggestion() {
    double[] smooth = smoothed();
    int lowest = 0;
    for (int i = 1; i < smooth.length; i++) {
      lowest = smooth[i] < smooth[lowest] ? i : lowest;
    }
    OptionalDouble found = OptionalDouble.empty();
    double steepest = 0;
    for (int i = Math.min(FIRST, Math.max(1, lowest - 1)); i < lowest; i++) {
      double slope = (smooth[i + 1] - smooth[i - 1])
          / (Math.log(rates.get(i + 1)) - Math.log(rates.get(i - 1)));
      if (slope < steepest) {
        steepest = slope;
        found = OptionalDouble.of(rates.get(i));
      }
    }
    return found;
  }

  @Override
  public String toString() {
    String suggested = suggestion().isPresent()
        ? String.format(Locale.ROOT, "%.2e", suggestion().getAsDouble())
        : "none";
    return "RateCurve of " + rates.size() + " rates, suggestion " + suggested;
  }
}
