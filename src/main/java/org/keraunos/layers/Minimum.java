package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The smallest of two or more tensors, element by element: {@code keras.layers.Minimum}.
 *
 * <p>Inputs of one shape, or of shapes that can be broadcast. No weights.
 */
public final class Minimum extends ElementwiseMerge<Minimum> {
  static final Kind<Minimum> KIND = Layer.kind("Minimum", Minimum::new);

  private Minimum(Settings settings) {
    super(settings);
  }

  @Override
  Operand<TFloating> combine(Ops tf, Operand<TFloating> left, Operand<TFloating> right) {
    return tf.math.minimum(left, right);
  }
}
