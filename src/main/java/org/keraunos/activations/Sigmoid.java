package org.keraunos.activations;

import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.Value;

/** f(x) = 1 / (1 + exp(-x)), {@code keras.activations.sigmoid}; losses take the logits before it. */
final class Sigmoid implements Activation {
  @Override
  public String kerasName() {
    return "sigmoid";
  }

  @Override
  public boolean isPointwise() {
    return true;
  }

  @Override
  public Value apply(LayerScope scope, Value input) {
    return input.activated(OutputActivation.SIGMOID, scope.ops().math::sigmoid);
  }
}
