package org.keraunos.saving.keras;

import java.util.List;
import java.util.Map;
import org.keraunos.losses.Loss;
import org.keraunos.metrics.Metric;
import org.keraunos.optimizers.Optimizer;

/**
 * What a model was compiled with.
 *
 * @param optimizer how weights change
 * @param outputs what is made small and reported, for each output that has a loss
 * @param rateFactors factors on the rate, by the names of the layers that have one
 */
public record Compiled(Optimizer optimizer, List<Output> outputs, Map<String, Double> rateFactors) {
  /**
   * One output.
   *
   * @param name its name in the network
   * @param loss what is made small
   * @param weight how much that counts
   * @param metrics what else is reported, each row counted alike
   * @param weightedMetrics what else is reported, rows counted by their weights
   */
  public record Output(
      String name, Loss loss, double weight, List<Metric> metrics, List<Metric> weightedMetrics) {}
}
