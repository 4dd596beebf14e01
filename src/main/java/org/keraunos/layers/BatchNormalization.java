package org.keraunos.layers;

import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.BatchStatistics;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Brings each channel to mean {@code beta} and deviation {@code gamma}: {@code y = gamma (x - mean)
 * / sqrt(variance + epsilon) + beta}. Ioffe and Szegedy, "Batch normalization", ICML 2015;
 * {@code keras.layers.BatchNormalization}.
 *
 * <p>Input and output of any one shape; channels are the last axis or the one of {@link #axis}.
 * Mean and variance are the batch's in training, and moving means of those in inference and where
 * the layer is frozen. Weights {@code gamma}, {@code beta} and, not trained, {@code moving_mean},
 * {@code moving_variance}, all (channels). Defaults: momentum 0.99, epsilon 0.001, center and
 * scale.
 */
public final class BatchNormalization extends NormalizationLayer<BatchNormalization>
    implements Affine.Inference {
  private static final Setting<Double> MOMENTUM =
      Setting.number("momentum").must(share -> share >= 0 && share <= 1, "0 <= momentum <= 1");
  private static final Setting<Initializer> MEAN =
      Setting.of("moving_mean_initializer", Initializers.codec());
  private static final Setting<Initializer> VARIANCE =
      Setting.of("moving_variance_initializer", Initializers.codec());
  static final Kind<BatchNormalization> KIND = Layer.kind(
          "BatchNormalization", BatchNormalization::new)
      .option(AXIS, -1)
      .option(MOMENTUM, 0.99)
      .group(SCALED_AND_CENTERED)
      .option(MEAN, Initializers.zeros())
      .option(VARIANCE, Initializers.ones())
      .only("synchronized", false)
      .only("renorm", false)
      .only("renorm_clipping", null)
      .only("renorm_momentum", 0.99);

  private BatchNormalization(Settings settings) {
    super(settings);
  }

  /**
   * How much of the moving statistics stays in each step.
   *
   * @param share 0 to 1; 0.99 if not given
   * @return a changed copy
   */
  public BatchNormalization momentum(double share) {
    return with(MOMENTUM, share);
  }

  /**
   * The axis of the channels.
   *
   * @param channels counts the batch as 0; -1, the last, if not given
   * @return a changed copy
   */
  public BatchNormalization axis(int channels) {
    return with(AXIS, channels);
  }

  /**
   * The start value of the moving mean.
   *
   * @param initializer zeros if not given
   * @return a changed copy
   */
  public BatchNormalization movingMeanInitializer(Initializer initializer) {
    return with(MEAN, initializer);
  }

  /**
   * The start value of the moving variance.
   *
   * @param initializer ones if not given
   * @return a changed copy
   */
  public BatchNormalization movingVarianceInitializer(Initializer initializer) {
    return with(VARIANCE, initializer);
  }

  @Override
  public Shape outputShape(Shape input) {
    int axis = axis(input);
    return input.with(axis, input.get(axis));
  }

  /** The axis among those of the sample. */
  private int axis(Shape input) {
    int axis = get(AXIS) < 0 ? get(AXIS) + input.rank() : get(AXIS) - 1;
    Check.argument(
        axis >= 0 && axis < input.rank(),
        "BatchNormalization.axis",
        "1 to " + input.rank() + " or -1 to -" + input.rank(),
        get(AXIS));
    return axis;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    int axis = axis(in.shape());
    int last = in.shape().rank() - 1;
    return axis == last
        ? normalize(s, in)
        : exchanged(s, normalize(s, exchanged(s, in, axis)), axis);
  }

  /** The same with an axis and the last one in each other's place. */
  private static Value exchanged(LayerScope s, Value in, int axis) {
    Shape shape = in.shape();
    int last = shape.rank() - 1;
    int[] order = IntStream.rangeClosed(0, shape.rank()).toArray();
    order[axis + 1] = last + 1;
    order[last + 1] = axis + 1;
    Shape exchanged = shape.with(axis, shape.get(last)).with(last, shape.get(axis));
    return s.value(s.ops().linalg.transpose(in.operand(), s.ops().constant(order)), exchanged);
  }

  private Value normalize(LayerScope s, Value in) {
    Shape channels = Shape.of(in.shape().get(-1));
    if (!s.training() || !s.trainable()) {
      Affine affine = affine(s, channels.size());
      return BatchStatistics.scaleAndShift(s, in, affine.factor(), affine.summand());
    }
    // The order of the first reads is the order of the weights, and must be Keras's.
    Operand<TFloating> gamma = gamma(s, channels);
    Operand<TFloating> beta = beta(s, channels);
    Operand<TFloating> mean = s.state("moving_mean", channels, get(MEAN));
    Operand<TFloating> variance = s.state("moving_variance", channels, get(VARIANCE));
    BatchStatistics batch = BatchStatistics.of(s, in, gamma, beta, get(EPSILON));
    s.update("moving_mean", move(s, mean, batch.mean()));
    s.update("moving_variance", move(s, variance, batch.variance()));
    return batch.normalized();
  }

  @Override
  public boolean isOfChannels(Shape input) {
    return axis(input) == input.rank() - 1;
  }

  @Override
  public Affine affine(LayerScope s, int size) {
    Shape channels = Shape.of(size);
    Operand<TFloating> gamma = gamma(s, channels);
    Operand<TFloating> beta = beta(s, channels);
    Operand<TFloating> mean = s.state("moving_mean", channels, get(MEAN));
    Operand<TFloating> variance = s.state("moving_variance", channels, get(VARIANCE));
    Operand<TFloating> factor = BatchStatistics.factor(s, gamma, variance, get(EPSILON));
    Ops tf = s.ops();
    return new Affine(factor, tf.math.sub(beta, tf.math.mul(mean, factor)));
  }

  private Operand<TFloating> move(LayerScope s, Operand<TFloating> old, Operand<TFloating> batch) {
    Ops tf = s.ops();
    return tf.math.add(
        tf.math.mul(old, s.masterConstant(get(MOMENTUM))),
        tf.math.mul(batch, s.masterConstant(1 - get(MOMENTUM))));
  }
}
