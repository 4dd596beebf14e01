package org.keraunos.activations;

import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** f(x) = max(x, 0), {@code keras.activations.relu}; monotone, so a max pool may take it behind itself. */
final class Relu implements Activation {
  @Override
  public String kerasName() {
    return "relu";
  }

  @Override
  public boolean isPointwise() {
    return true;
  }

  @Override
  public Value apply(LayerScope scope, Value input) {
    return input.relu();
  }
}
