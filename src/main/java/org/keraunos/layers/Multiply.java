package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The product of two or more tensors, element by element: {@code keras.layers.Multiply}.
 *
 * <p>Inputs of one shape, or of shapes that can be broadcast. No weights.
 */
public final class Multiply extends ElementwiseMerge<Multiply> {
  static final Kind<Multiply> KIND = Layer.kind("Multiply", Multiply::new);

  private Multiply(Settings settings) {
    super(settings);
  }

  @Override
  Operand<TFloating> combine(Ops tf, Operand<TFloating> left, Operand<TFloating> right) {
    return tf.math.mul(left, right);
  }
}
