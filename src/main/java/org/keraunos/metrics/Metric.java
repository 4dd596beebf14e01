package org.keraunos.metrics;

import java.util.Optional;
import org.keraunos.base.CheckReturnValue;

/**
 * A streaming metric: an immutable configuration that {@code compile} takes, and that {@code fit}
 * and {@code evaluate} ask for a {@link Tracker}.
 */
@CheckReturnValue
public interface Metric {
  /**
   * The name in logs and histories.
   *
   * @return Keras's name, for example {@code binary_accuracy}
   */
  String name();

  /**
   * What this metric means on a kind of output.
   *
   * @param output what the last layer gives out
   * @return by default this
   */
  default Metric resolve(OutputKind output) {
    return this;
  }

  /**
   * Which way is better: what callbacks that watch a figure go by.
   *
   * @return false for what is called a loss or an error, unless a metric says otherwise
   */
  default boolean higherIsBetter() {
    return !name().endsWith("loss") && !name().endsWith("error");
  }

  /**
   * Whether its targets are numbers of classes, one a row, and not a number a label.
   *
   * @return false unless a metric says otherwise
   */
  default boolean takesClassNumbers() {
    return false;
  }

  /**
   * What stands of this metric in files, so that a model that is compiled with it can be saved and
   * loaded.
   *
   * @return its class and options; empty for a metric that no file can hold, unless it says
   *     otherwise
   */
  default Optional<MetricForm> form() {
    return Optional.empty();
  }

  /**
   * Starts from nothing.
   *
   * @param labels the number of labels, at least 1
   * @return a new tracker
   */
  Tracker tracker(int labels);
}
