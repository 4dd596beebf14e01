package org.keraunos.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
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
  private static final Setting<List<Integer>> AXES = Setting.of("axis", Codecs.integers())
      .must(axes -> !axes.isEmpty() && !axes.contains(0), "axes of the sample: 0 is the batch");
  static final Kind<LayerNormalization> KIND = Layer.kind(
          "LayerNormalization", LayerNormalization::new)
      .option(AXES, List.of(-1))
      .group(SCALED_AND_CENTERED)
      .only("rms_scaling", false);

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

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  public Shape outputShape(Shape input) {
    boolean any = !axes(input).isEmpty();
    Check.argument(any, describe() + ".axis", "at least one axis", get(AXES));
    return input;
  }

  /** The axes among those of the sample, in the order that the weights have them in. */
  private List<Integer> axes(Shape input) {
    List<Integer> axes = new ArrayList<>();
    for (int axis : get(AXES).stream().sorted().toList()) {
      int ofSample = axis < 0 ? axis + input.rank() : axis - 1;
      Check.argument(
          ofSample >= 0 && ofSample < input.rank() && !axes.contains(ofSample),
          describe() + ".axis",
          "different axes, 1 to " + input.rank() + " or -1 to -" + input.rank(),
          get(AXES));
      axes.add(ofSample);
    }
    return axes;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    List<Integer> axes = axes(in.shape());
    Shape sizes = Shape.of(axes.stream().mapToInt(axis -> in.shape().get(axis)).toArray());
    // The order of the first reads is the order of the weights, and must be Keras's.
    Operand<TFloating> gamma = gamma(s, sizes);
    Operand<TFloating> beta = beta(s, sizes);
    Ops tf = s.ops();
    int[] broadcast = new int[in.shape().rank() + 1];
    Arrays.fill(broadcast, 1);
    axes.forEach(axis -> broadcast[axis + 1] = in.shape().get(axis));
    var whole = tf.constant(broadcast);
    var reduced = tf.constant(axes.stream().mapToInt(axis -> axis + 1).toArray());
    Operand<TFloating> x = s.toVariable(in.operand());
    Operand<TFloating> centered = tf.math.sub(x, tf.math.mean(x, reduced, Mean.keepDims(true)));
    Operand<TFloating> variance =
        tf.math.mean(tf.math.square(centered), reduced, Mean.keepDims(true));
    Operand<TFloating> scaled =
        tf.math.mul(centered, tf.math.rsqrt(tf.math.add(variance, s.masterConstant(get(EPSILON)))));
    Operand<TFloating> out =
        tf.math.add(tf.math.mul(scaled, tf.reshape(gamma, whole)), tf.reshape(beta, whole));
    return s.value(s.toCompute(out), in.shape());
  }
}
