package org.keraunos.contract;

import java.util.List;
import org.keraunos.base.Check;

/**
 * What a model knows of its data: learned in {@code fit}, held by the model card, checked wherever
 * data meet the model. Immutable.
 *
 * @param inputs in the network's order, at least one
 * @param outputs in the network's order, at least one
 */
public record DataContract(List<InputContract> inputs, List<OutputContract> outputs) {
  /**
   * Checks that there is something.
   *
   * @param inputs at least one
   * @param outputs at least one
   * @throws IllegalArgumentException if there is none
   */
  public DataContract {
    Check.argument(!inputs.isEmpty(), "inputs", "at least one", "none");
    Check.argument(!outputs.isEmpty(), "outputs", "at least one", "none");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** {@return the first input, the only one of most models} */
  public InputContract input() {
    return inputs.get(0);
  }

  /** {@return the first output, the only one of most models} */
  public OutputContract output() {
    return outputs.get(0);
  }
}
