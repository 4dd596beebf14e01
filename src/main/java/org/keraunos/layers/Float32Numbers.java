package org.keraunos.layers;

import org.keraunos.base.Numbers;
import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * Numbers of a configuration as Keras computes with them: it makes float32 tensors of Python's
 * numbers, whatever the layer computes in, so that a float64 layer has them rounded.
 */
final class Float32Numbers {
  private Float32Numbers() {}

  /** A scalar, or a vector of one a channel, of the weights' type. */
  static Operand<TFloating> constant(LayerScope s, Numbers numbers) {
    if (numbers.single()) {
      return s.masterConstant((float) numbers.get(0));
    }
    double[] values = numbers.toArray();
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return s.toVariable(s.ops().constant(rounded));
  }
}
