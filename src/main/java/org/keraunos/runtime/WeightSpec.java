package org.keraunos.runtime;

import java.util.Optional;
import org.keraunos.base.Shape;
import org.keraunos.base.WeightName;

/**
 * What a layer says of one of its weights.
 *
 * @param address where it belongs
 * @param shape its shape
 * @param options its start value, its term of the loss and its constraint
 * @param trainable whether the optimizer may change it
 */
public record WeightSpec(
    WeightName address, Shape shape, WeightOptions options, boolean trainable) {
  /** {@return the whole name, unique in a model: {@code conv2d/kernel}} */
  public String name() {
    return address.toString();
  }

  /** {@return its start value} */
  public InitialValue initial() {
    return options.initial();
  }

  /** {@return the term of the loss, where it trains and has one} */
  public Optional<Penalty> penalty() {
    return trainable ? options.penalty() : Optional.empty();
  }

  /** {@return what it is brought to behind each step, where it trains and has to be} */
  public Optional<Projection> projection() {
    return trainable ? options.projection() : Optional.empty();
  }
}
