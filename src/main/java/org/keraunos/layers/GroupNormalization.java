package org.keraunos.layers;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.keraunos.base.Check;
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
 * Brings groups of channels of each row to mean 0 and deviation 1, and then each channel to mean
 * {@code beta} and deviation {@code gamma}. Wu and He 2018;
 * {@code keras.layers.GroupNormalization}.
 *
 * <p>Input and output of any one shape, the same in training and inference; channels are the last
 * axis or the one of {@link #axis}. Weights {@code gamma} and {@code beta}, both (channels).
 * Defaults: 32 groups, epsilon 0.001, center and scale.
 */
public final class GroupNormalization extends NormalizationLayer<GroupNormalization> {
  private static final int ONE_A_CHANNEL = -1;
  private static final Setting<Integer> GROUPS = Setting.integer("groups")
      .must(n -> n >= 1 || n == ONE_A_CHANNEL, ">= 1, or -1 for a group a channel");
  static final Kind<GroupNormalization> KIND = Layer.kind(
          "GroupNormalization", GroupNormalization::new)
      .option(GROUPS, 32)
      .option(AXIS, -1)
      .group(SCALED_AND_CENTERED);

  private GroupNormalization(Settings settings) {
    super(settings);
  }

  static GroupNormalization of(int groups) {
    return KIND.make(KIND.settings().with(GROUPS, groups));
  }

  /**
   * The axis of the channels.
   *
   * @param channels counts the batch as 0; -1, the last, if not given
   * @return a changed copy
   */
  public GroupNormalization axis(int channels) {
    return with(AXIS, channels);
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  public Shape outputShape(Shape input) {
    int channels = input.get(axis(input));
    int groups = groups(channels);
    Check.argument(
        channels % groups == 0,
        describe() + " input",
        "a number of channels that is a multiple of its " + groups + " groups",
        input);
    return input;
  }

  private int groups(int channels) {
    return get(GROUPS) == ONE_A_CHANNEL ? channels : get(GROUPS);
  }

  /** The axis among those of the sample. */
  private int axis(Shape input) {
    int axis = get(AXIS) < 0 ? get(AXIS) + input.rank() : get(AXIS) - 1;
    Check.argument(
        axis >= 0 && axis < input.rank(),
        describe() + ".axis",
        "1 to " + input.rank() + " or -1 to -" + input.rank(),
        get(AXIS));
    return axis;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    int axis = axis(in.shape()) + 1;
    int channels = in.shape().get(axis - 1);
    int groups = groups(channels);
    // The order of the first reads is the order of the weights, and must be Keras's.
    Operand<TFloating> gamma = gamma(s, Shape.of(channels));
    Operand<TFloating> beta = beta(s, Shape.of(channels));
    int[] grouped = new int[in.shape().rank() + 2];
    int[] ofWeights = new int[grouped.length];
    Arrays.fill(ofWeights, 1);
    for (int i = 1, from = 0; i < grouped.length; i++) {
      grouped[i] = i == axis ? groups : in.shape().get(from++);
    }
    grouped[0] = -1;
    grouped[axis + 1] = channels / groups;
    ofWeights[axis] = groups;
    ofWeights[axis + 1] = channels / groups;
    Ops tf = s.ops();
    Operand<TFloating> x = tf.reshape(s.toVariable(in.operand()), tf.constant(grouped));
    var reduced =
        tf.constant(IntStream.range(1, grouped.length).filter(i -> i != axis).toArray());
    Operand<TFloating> mean = tf.math.mean(x, reduced, Mean.keepDims(true));
    // The variance does not change with the mean, so nothing flows back through it there.
    Operand<TFloating> variance = tf.math.mean(
        tf.math.squaredDifference(x, tf.stopGradient(mean)), reduced, Mean.keepDims(true));
    Operand<TFloating> scale = tf.math.mul(
        tf.math.rsqrt(tf.math.add(variance, s.masterConstant(get(EPSILON)))),
        tf.reshape(gamma, tf.constant(ofWeights)));
    Operand<TFloating> moved = tf.reshape(beta, tf.constant(ofWeights));
    // The shorter form, x scale + (beta - mean scale), TensorFlow takes for the normalization of an
    // instance or a layer once weights are constants, and computes another function.
    Operand<TFloating> out = tf.math.add(tf.math.mul(tf.math.sub(x, mean), scale), moved);
    return s.value(s.toCompute(tf.reshape(out, tf.shape(in.operand()))), in.shape());
  }
}
