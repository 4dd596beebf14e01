package org.keraunos.activations;

import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.family.TFloating;

/**
 * f(x)_i = exp(x_i) / sum_j exp(x_j) along an axis, which counts the batch as 0;
 * {@code keras.layers.Softmax}. Losses take the logits where it is the last.
 */
final class Softmax extends ActivationObject {
  static final Setting<Integer> AXIS = Setting.of("axis", Codecs.integerOrListOfOne())
      .must(axis -> axis != 0, "an axis of the sample: 0 is the batch");
  static final Kind<Softmax> KIND = Kind.of("Softmax", Softmax::new)
      .since(ActivationObject.SINCE)
      .group(COMMON)
      .option(AXIS, -1);

  Softmax(Settings settings) {
    super(settings);
  }

  @Override
  public boolean isPointwise() {
    return get(AXIS) == -1;
  }

  @Override
  public Value apply(LayerScope s, Value x) {
    int rank = x.shape().rank();
    int axis = get(AXIS) < 0 ? get(AXIS) + rank + 1 : get(AXIS);
    Check.argument(axis >= 1 && axis <= rank, "Softmax.axis", "an axis of " + x.shape(), get(AXIS));
    Ops tf = s.ops();
    if (axis == rank) {
      return x.activated(OutputActivation.SOFTMAX, tf.nn::softmax);
    }
    var along = tf.constant(new int[] {axis});
    Operand<TFloating> in = x.operand();
    Operand<TFloating> largest = tf.stopGradient(tf.reduceMax(in, along, ReduceMax.keepDims(true)));
    Operand<TFloating> exp = tf.math.exp(tf.math.sub(in, largest));
    Operand<TFloating> sum = tf.reduceSum(exp, along, ReduceSum.keepDims(true));
    return s.value(tf.math.div(exp, sum), x.shape());
  }
}
