package org.keraunos.saving;

import java.util.List;

/**
 * One of the functions that a SavedModel offers.
 *
 * @param name for example {@code serving_default}
 * @param inputs what it takes, sorted by name; none where it gives something that is fixed
 * @param outputs what it gives, sorted by name
 */
public record Signature(String name, List<TensorSpec> inputs, List<TensorSpec> outputs) {
  /**
   * Copies the lists.
   *
   * @param name its name
   * @param inputs what it takes
   * @param outputs what it gives
   */
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** {@return for example {@code serving_default(x: float32 (None, 2)) -> y: float32 (None, 1)}} */
  @Override
  public String toString() {
    return name + "(" + join(inputs) + ") -> " + join(outputs);
  }

  private static String join(List<TensorSpec> specs) {
    return String.join(", ", specs.stream().map(TensorSpec::toString).toList());
  }
}
