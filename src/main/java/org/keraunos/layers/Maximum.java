package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The largest of two or more tensors, element by element: {@code keras.layers.Maximum}.
 *
 * <p>Inputs of one shape, or of shapes that can be broadcast. No weights.
 */
public final class Maximum extends ElementwiseMerge<Maximum> {
  static final Kind<Maximum> KIND = Layer.kind("Maximum", Maximum::new);

  private Maximum(Settings settings) {
    super(settings);
  }

  @Override
  Operand<TFloating> combine(Ops tf, Operand<TFloating> left, Operand<TFloating> right) {
    return tf.math.maximum(left, right);
  }
}
