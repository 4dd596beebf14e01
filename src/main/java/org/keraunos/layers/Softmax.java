package org.keraunos.layers;

import java.util.List;
import org.keraunos.activations.Activations;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.family.TFloating;

/**
 * {@code exp(x_i) / sum_j exp(x_j)} along an axis or over several: {@code keras.layers.Softmax}.
 *
 * <p>Input and output of any one shape. Axes count the batch as 0 and may be negative from the end;
 * the last if not given. No weights. Losses take the logits where it is the last axis alone.
 */
public final class Softmax extends UnaryLayer<Softmax> {
  private static final Setting<List<Integer>> AXIS = Axes.SETTING;
  static final Kind<Softmax> KIND = Layer.kind("Softmax", Softmax::new).option(AXIS, List.of(-1));

  private Softmax(Settings settings) {
    super(settings);
  }

  /**
   * Over which axes the outputs sum to 1.
   *
   * @param axes 1 for the first behind the batch, or negative from the end; not 0; -1 if not given
   * @return a changed copy
   */
  public Softmax axis(Integer... axes) {
    return with(AXIS, List.of(axes));
  }

  @Override
  public Shape outputShape(Shape input) {
    Axes.check("Softmax.axis", get(AXIS), input);
    return input;
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    Ops tf = s.ops();
    int[] axes = Axes.of(get(AXIS), in.shape());
    if (axes.length == 1) {
      return Activations.softmax(axes[0] == in.shape().rank() ? -1 : axes[0]).apply(s, in);
    }
    var along = tf.constant(axes);
    Operand<TFloating> x = in.operand();
    Operand<TFloating> largest = tf.stopGradient(tf.reduceMax(x, along, ReduceMax.keepDims(true)));
    Operand<TFloating> exp = tf.math.exp(tf.math.sub(x, largest));
    Operand<TFloating> sum = tf.reduceSum(exp, along, ReduceSum.keepDims(true));
    return s.value(tf.math.div(exp, sum), in.shape());
  }
}
