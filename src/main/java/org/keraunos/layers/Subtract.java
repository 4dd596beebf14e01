package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The first of two tensors less the second, element by element: {@code keras.layers.Subtract}.
 *
 * <p>Two inputs of one shape, or of shapes that can be broadcast. No weights.
 */
public final class Subtract extends ElementwiseMerge<Subtract> {
  static final Kind<Subtract> KIND = Layer.kind("Subtract", Subtract::new);

  private Subtract(Settings settings) {
    super(settings);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Check.argument(inputs.size() == 2, describe() + " inputs", "two tensors", inputs.size());
    return super.outputShape(inputs);
  }

  @Override
  Operand<TFloating> combine(Ops tf, Operand<TFloating> left, Operand<TFloating> right) {
    return tf.math.sub(left, right);
  }
}
