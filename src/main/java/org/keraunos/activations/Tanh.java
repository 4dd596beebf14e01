package org.keraunos.activations;

import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** f(x) = tanh(x), {@code keras.activations.tanh}; monotone. */
final class Tanh implements Activation {
  @Override
  public String kerasName() {
    return "tanh";
  }

  @Override
  public boolean isPointwise() {
    return true;
  }

  @Override
  public Value apply(LayerScope scope, Value input) {
    return input.monotone(scope.ops().math::tanh);
  }
}
