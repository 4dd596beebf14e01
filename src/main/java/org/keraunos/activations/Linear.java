package org.keraunos.activations;

import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** f(x) = x, {@code keras.activations.linear}. */
final class Linear implements Activation {
  @Override
  public String kerasName() {
    return "linear";
  }

  @Override
  public boolean isPointwise() {
    return true;
  }

  @Override
  public Value apply(LayerScope scope, Value input) {
    return input;
  }
}
