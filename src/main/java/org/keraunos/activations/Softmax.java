package org.keraunos.activations;

import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.Value;

/** f(x)_i = exp(x_i) / sum_j exp(x_j) along the last axis, {@code keras.activations.softmax}; losses take the logits. */
final class Softmax implements Activation {
  @Override
  public String kerasName() {
    return "softmax";
  }

  @Override
  public boolean isPointwise() {
    return true;
  }

  @Override
  public Value apply(LayerScope scope, Value input) {
    return input.activated(OutputActivation.SOFTMAX, scope.ops().nn::softmax);
  }
}
