package org.keraunos.saving.keras;

import java.util.List;

/**
 * What came of loading weights.
 *
 * @param loaded the names of the weights that took values from the file, in the model's order
 * @param skipped what did not, where that was allowed; none where all weights of the model were
 *     loaded
 * @param unused layers of the file that no layer of the model took weights from
 */
public record WeightsReport(List<String> loaded, List<Skipped> skipped, List<String> unused) {
  /**
   * Weights that were left as they were.
   *
   * @param name the layer or the weight
   * @param reason what was expected and what the file has
   */
  public record Skipped(String name, String reason) {}

  /**
   * Keeps immutable copies.
   *
   * @param loaded the names of the weights that took values
   * @param skipped what did not
   * @param unused layers of the file that nothing was taken from
   */
  public WeightsReport {
    loaded = List.copyOf(loaded);
    skipped = List.copyOf(skipped);
    unused = List.copyOf(unused);
  }
}
