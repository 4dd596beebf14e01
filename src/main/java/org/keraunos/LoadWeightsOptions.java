package org.keraunos;

import org.keraunos.saving.keras.WeightFiles;

/**
 * How {@link Model#loadWeights(java.nio.file.Path, java.util.function.Consumer)} finds the weights
 * of a layer.
 */
public final class LoadWeightsOptions {
  private boolean byName;
  private boolean skipMismatch;

  LoadWeightsOptions() {}

  /**
   * Takes the weights of the layer with the same name, wherever it stands, and leaves layers as
   * they are that the file does not have: how a body takes the weights of another model's. Without
   * it, layers take weights by their place in the network, whatever their names.
   *
   * @return this
   */
  public LoadWeightsOptions byName() {
    byName = true;
    return this;
  }

  /**
   * Leaves out weights of another number or shape than the file's, which
   * {@link org.keraunos.saving.keras.WeightsReport} tells of, and does not refuse the file for
   * them.
   *
   * @return this
   */
  public LoadWeightsOptions skipMismatch() {
    skipMismatch = true;
    return this;
  }

  WeightFiles.How how() {
    return new WeightFiles.How(byName, skipMismatch);
  }
}
