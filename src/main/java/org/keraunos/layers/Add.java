package org.keraunos.layers;

import java.util.List;
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

  /**
   * {@code AddN}, which does not broadcast: TensorFlow makes a convolution, its bias, such a sum
   * and the rectifier behind it one kernel, where of {@code Add} it cannot know that the batches
   * are equal; and its gradient needs no sums over axes.
   */
  @Override
  Operand<TFloating> combineAlike(Ops tf, Operand<TFloating> left, Operand<TFloating> right) {
    return tf.math.addN(List.of(left, right));
  }
}
