package org.keraunos.metrics;

/**
 * A streaming metric: an immutable configuration that {@code compile} takes, and that {@code fit} and {@code evaluate}
 * ask for a {@link Tracker}.
 */
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
   * Starts from nothing.
   *
   * @param labels the number of labels, at least 1
   * @return a new tracker
   */
  Tracker tracker(int labels);
}
