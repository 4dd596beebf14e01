package org.keraunos.layers;

import java.util.Arrays;
import java.util.List;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.family.TFloating;

/**
 * Brings the numbers of each row along some axes to mean {@code beta} and deviation {@code gamma}:
 * {@code y = gamma (x - mean) / sqrt(variance + epsilon) + beta}. Ba, Kiros and Hinton 2016;
 * {@code keras.layers.LayerNormalization}.
 *
 * <p>Input and output of any one shape, the same in training and inference. Weights {@code gamma}
 * and {@code beta} of the sizes of the axes. Defaults: the last axis, epsilon 0.001, center and
 * scale.
 */
public final class LayerNormalization extends NormalizationLayer<LayerNormalization> {
  private static final Setting<List<Integer>> AXES = Axes.SETTING;
  private static final Setting<Boolean> RMS_SCALING = Setting.flag("rms_scaling");
  static final Kind<LayerNormalization> KIND = Layer.kind(
          "LayerNormalization", LayerNormalization::new)
      .option(AXES, List.of(-1))
      .group(SCALED_AND_CENTERED)
      .option(RMS_SCALING, false);

  private LayerNormalization(Settings settings) {
    super(settings);
  }

  /**
   * The axes whose numbers go together.
   *
   * @param together counts the batch as 0; -1, the last, if not given
   * @return a changed copy
   */
  public LayerNormalization axis(int... together) {
    return with(AXES, Arrays.stream(together).boxed().toList());
  }

  /**
   * Whether Keras's older scaling is used, which keeps the mean where it is and has no
   * {@code beta}: {@code y = gamma x / sqrt(variance + epsilon)}. Despite its name it divides by
   * the deviation, not by the root of the mean square; Keras keeps it for old files.
   *
   * @param use false if not given
   * @return a changed copy
   */
  public LayerNormalization rmsScaling(boolean use) {
    return with(RMS_SCALING, use);
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  public Shape outputShape(Shape input) {
    Axes.check("LayerNormalization.axis", get(AXES), input);
    return input;
  }

  /** Counted from the front, in the order in which Keras's weights have them. */
  private int[] axes(Shape input) {
    return Axes.of(get(AXES).stream().sorted().toList(), input);
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    int[] axes = axes(in.shape());
    Shape sizes =
        Shape.of(Arrays.stream(axes).map(axis -> in.shape().get(axis - 1)).toArray());
    // The order of the first reads is the order of the weights, and must be Keras's.
    Operand<TFloating> gamma = gamma(s, sizes);
    Ops tf = s.ops();
    int[] broadcast = new int[in.shape().rank() + 1];
    Arrays.fill(broadcast, 1);
    for (int axis : axes) {
      broadcast[axis] = in.shape().get(axis - 1);
    }
    var whole = tf.constant(broadcast);
    var reduced = tf.constant(axes);
    Operand<TFloating> x = s.toVariable(in.operand());
    Operand<TFloating> centered = tf.math.sub(x, tf.math.mean(x, reduced, Mean.keepDims(true)));
    Operand<TFloating> variance =
        tf.math.mean(tf.math.square(centered), reduced, Mean.keepDims(true));
    Operand<TFloating> scaled = tf.math.mul(
        get(RMS_SCALING) ? x : centered,
        tf.math.rsqrt(tf.math.add(variance, s.masterConstant(get(EPSILON)))));
    Operand<TFloating> out = tf.math.mul(scaled, tf.reshape(gamma, whole));
    if (!get(RMS_SCALING)) {
      out = tf.math.add(out, tf.reshape(beta(s, sizes), whole));
    }
    return s.value(s.toCompute(out), in.shape());
  }
}
