package org.keraunos.training;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;

/**
 * Which figure is watched, and what counts as better. Immutable.
 *
 * @param owner the callback's class, for messages
 * @param figure its name in the history, such as {@code val_loss}
 * @param minDelta how much better a value must be to count, at least 0
 * @param direction which way is better; null to ask the metric
 */
public record Monitor(
    String owner, String figure, double minDelta, @Nullable Direction direction) {
  /** Which way is better. */
  public enum Direction {
    /** Smaller is better. */
    MIN,
    /** Larger is better. */
    MAX;

    String kerasName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the numbers.
   *
   * @param owner the callback's class
   * @param figure the figure's name
   * @param minDelta how much better
   * @param direction which way
   * @throws IllegalArgumentException if the difference is below 0
   */
  public Monitor {
    Check.argument(minDelta >= 0, owner + ".minDelta", ">= 0", minDelta);
  }

  /**
   * A figure of which any better value counts, the way that its metric says.
   *
   * @param owner the callback's class, for messages
   * @param figure its name in the history
   * @return the monitor
   */
  public static Monitor of(String owner, String figure) {
    return new Monitor(owner, figure, 0, null);
  }

  /** Whether a figure of validation is missing because the epoch had none. */
  boolean isLeftOut(Callback.EpochEnd event) {
    return figure.startsWith("val_")
        && event.control().hasValidation()
        && event.logs().keySet().stream().noneMatch(name -> name.startsWith("val_"));
  }

  /** Refuses a figure of validation where there will be none, before the first step. */
  void checkValidation(FitControl control) {
    if (!figure.startsWith("val_") || control.hasValidation()) {
      return;
    }
    try {
      control.higherIsBetter(figure);
    } catch (IllegalArgumentException e) {
      return; // not the model's: a callback may add it
    }
    throw Check.bad(owner + ".monitor", "validationData or validationSplit beside it", figure);
  }

  double value(Map<String, Double> logs) {
    Double value = logs.get(figure);
    if (value == null) {
      throw Check.bad(owner + ".monitor", "one of " + logs.keySet(), figure);
    }
    return value;
  }

  boolean isBetter(double value, double best, FitControl control) {
    if (Double.isNaN(best)) {
      return !Double.isNaN(value);
    }
    boolean larger =
        direction == null ? control.higherIsBetter(figure) : direction == Direction.MAX;
    // As Keras rounds it.
    return larger ? value - minDelta > best : value + minDelta < best;
  }
}
