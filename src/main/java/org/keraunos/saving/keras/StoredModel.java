package org.keraunos.saving.keras;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.keraunos.base.NamedArray;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.saving.ModelCard;

/**
 * A model in a file: the architecture at once, weights and the state of the optimizer when they are
 * asked for. Whatever is wrong is a {@link org.keraunos.base.DataException} with the file and the
 * place.
 */
public interface StoredModel extends AutoCloseable {
  /** {@return the network with its types} */
  Architecture architecture();

  /** {@return what the model was compiled with; empty where it was not, or cannot be} */
  Optional<Compiled> compiled();

  /** {@return what else is known of the model; empty in a file of Keras's} */
  Optional<ModelCard> card();

  /**
   * Holds the weights of the layers against those of the file, before anything is allocated for
   * them: a configuration may claim layers of any size.
   *
   * @param weights what the layers say of their weights, in the model's order
   * @throws org.keraunos.base.DataException if one is missing or of another shape, or there are
   *     more than the layers have
   */
  void checkWeights(Map<String, WeightSpec> weights);

  /**
   * Reads the weights, all shapes before any value.
   *
   * @param weights what the layers say of their weights, in the model's order
   * @param set takes them, a part at a time
   * @throws org.keraunos.base.DataException if one is missing or of another shape, or there are
   *     more than the layers have
   */
  void weights(Map<String, WeightSpec> weights, Consumer<List<NamedArray>> set);

  /**
   * Reads the state of the optimizer. Where the file has none, or that of another optimizer, the
   * training starts anew, which is told.
   *
   * @param optimizer what the model is compiled with
   * @param weights what the layers say of their weights, in the model's order
   * @param names the variables that the graph has
   * @param set takes them, a part at a time
   * @throws org.keraunos.base.DataException if the file is broken there
   */
  void optimizerState(
      Optimizer optimizer,
      Map<String, WeightSpec> weights,
      Set<String> names,
      Consumer<List<NamedArray>> set);

  @Override
  void close();
}
