package org.keraunos.layers;

import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.family.TFloating;

/** Length 1 along axes: {@code keras.ops.normalize} of order 2. */
final class UnitNorms {
  private UnitNorms() {}

  /** {@code x min(1 / |x|, 1 / epsilon)}; axes count the batch as 0. */
  static Operand<TFloating> of(LayerScope s, Operand<TFloating> x, int[] axes, double epsilon) {
    Ops tf = s.ops();
    Operand<TFloating> squares =
        tf.reduceSum(tf.math.square(x), tf.constant(axes), ReduceSum.keepDims(true));
    Operand<TFloating> inverse = tf.math.minimum(tf.math.rsqrt(squares), s.constant(1 / epsilon));
    return tf.math.mul(x, inverse);
  }
}
