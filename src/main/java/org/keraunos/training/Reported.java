package org.keraunos.training;

import java.util.List;
import org.keraunos.metrics.Metric;

/**
 * What is reported of an objective beside its loss.
 *
 * @param metrics those that count each row alike
 * @param weightedMetrics those that count rows by their weights
 */
public record Reported(List<Metric> metrics, List<Metric> weightedMetrics) {
  /**
   * Copies the lists.
   *
   * @param metrics those that count each row alike
   * @param weightedMetrics those that count rows by their weights
   */
  public Reported {
    metrics = List.copyOf(metrics);
    weightedMetrics = List.copyOf(weightedMetrics);
  }
}
