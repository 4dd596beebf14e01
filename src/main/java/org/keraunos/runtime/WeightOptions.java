package org.keraunos.runtime;

import java.util.Optional;

/**
 * What a layer asks of a weight beside its shape.
 *
 * @param initial its start value
 * @param penalty a term of the loss, added once a batch while the weight trains
 * @param projection what the weight is brought to behind each step that changes it
 */
public record WeightOptions(
    InitialValue initial, Optional<Penalty> penalty, Optional<Projection> projection) {
  /**
   * A weight with a start value and nothing else.
   *
   * @param initial its start value
   * @return the options
   */
  public static WeightOptions of(InitialValue initial) {
    return new WeightOptions(initial, Optional.empty(), Optional.empty());
  }
}
