package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The mean of two or more tensors, element by element: {@code keras.layers.Average}.
 *
 * <p>Inputs of one shape, or of shapes that can be broadcast. No weights.
 */
public final class Average extends ElementwiseMerge<Average> {
  static final Kind<Average> KIND = Layer.kind("Average", Average::new);

  private Average(Settings settings) {
    super(settings);
  }

  @Override
  Operand<TFloating> combine(Ops tf, Operand<TFloating> left, Operand<TFloating> right) {
    return tf.math.add(left, right);
  }

  @Override
  Operand<TFloating> finish(LayerScope s, Operand<TFloating> combined, int inputs) {
    return s.ops().math.div(combined, s.constant(inputs));
  }
}
