package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The sum of two or more tensors, element by element: {@code keras.layers.Add}.
 *
 * <p>Inputs of one shape, or of shapes that can be broadcast. No weights.
 */
public final class Add extends ElementwiseMerge<Add> {
  static final Kind<Add> KIND = Layer.kind("Add", Add::new);

  private Add(Settings settings) {
    super(settings);
  }

  @Override
  Operand<TFloating> combine(Ops tf, Operand<TFloating> left, Operand<TFloating> right) {
    return tf.math.add(left, right);
  }
}
