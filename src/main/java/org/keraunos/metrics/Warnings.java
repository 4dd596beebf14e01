package org.keraunos.metrics;

import java.util.ArrayList;
import java.util.List;

/** Where warnings about ill-defined figures go: scikit-learn's {@code UndefinedMetricWarning}s. */
@FunctionalInterface
public interface Warnings {
  /**
   * One warning.
   *
   * @param metric the figure, by scikit-learn's name, for example {@code f1_score}
   * @param code a fixed word for the reason, for example {@code no_true_samples}
   * @param message a sentence for people
   */
  record Warning(String metric, String code, String message) {}

  /**
   * Takes a warning.
   *
   * @param warning the warning
   */
  void warn(Warning warning);

  /**
   * The default: the system logger of this package, each text once in the life of the JVM.
   *
   * @return the sink
   */
  static Warnings log() {
    return WarningLog.ONCE;
  }

  /**
   * A sink that keeps what comes.
   *
   * @return a new, empty one
   */
  static Collector collect() {
    return new Collector();
  }

  /** A sink that keeps each pair of metric and code once, in the order they came. */
  final class Collector implements Warnings {
    private final List<Warning> warnings = new ArrayList<>();

    private Collector() {}

    @Override
    public synchronized void warn(Warning warning) {
      for (Warning known : warnings) {
        if (known.metric().equals(warning.metric()) && known.code().equals(warning.code())) {
          return;
        }
      }
      warnings.add(warning);
    }

    /**
     * What has come so far.
     *
     * @return a copy
     */
    public synchronized List<Warning> list() {
      return List.copyOf(warnings);
    }
  }
}
