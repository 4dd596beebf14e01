package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.BatchStatistics;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Brings each channel to mean {@code beta} and deviation {@code gamma}:
 * {@code y = gamma (x - mean) / sqrt(variance + epsilon) + beta}. Ioffe and Szegedy, "Batch normalization", ICML 2015;
 * {@code keras.layers.BatchNormalization}.
 *
 * <p>Input and output (..., channels). Mean and variance are the batch's in training, and moving means of those in
 * inference and where the layer is frozen. Weights {@code gamma}, {@code beta} and, not trained, {@code moving_mean},
 * {@code moving_variance}, all (channels). Defaults: momentum 0.99, epsilon 0.001, center and scale.
 */
public final class BatchNormalization extends Layer {
  private double momentum = 0.99;
  private double epsilon = 1e-3;
  private boolean center = true;
  private boolean scale = true;
  private int axis = -1;

  BatchNormalization() {}

  /**
   * Names the layer.
   *
   * @param name unique in the model
   * @return a changed copy
   */
  public BatchNormalization name(String name) {
    return named(this, name);
  }

  /**
   * How much of the moving statistics stays in each step.
   *
   * @param share 0 to 1; 0.99 if not given
   * @return a changed copy
   */
  public BatchNormalization momentum(double share) {
    Check.argument(
        share >= 0 && share <= 1, "BatchNormalization.momentum", "0 <= momentum <= 1", share);
    return changed(this, layer -> layer.momentum = share);
  }

  /**
   * What is added to the variance.
   *
   * @param added above 0; 0.001 if not given
   * @return a changed copy
   */
  public BatchNormalization epsilon(double added) {
    Check.argument(added > 0, "BatchNormalization.epsilon", "> 0", added);
    return changed(this, layer -> layer.epsilon = added);
  }

  /**
   * Whether {@code beta} is added.
   *
   * @param use true if not given
   * @return a changed copy
   */
  public BatchNormalization center(boolean use) {
    return changed(this, layer -> layer.center = use);
  }

  /**
   * Whether {@code gamma} scales.
   *
   * @param use true if not given
   * @return a changed copy
   */
  public BatchNormalization scale(boolean use) {
    return changed(this, layer -> layer.scale = use);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape shape = only(inputs);
    // Keras counts the batch as axis 0, so the last axis is the sample's rank.
    Check.argument(
        axis == -1 || axis == shape.rank(),
        "BatchNormalization.axis",
        "the last axis, -1 or " + shape.rank(),
        axis);
    return shape;
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs) {
    Value in = only(inputs);
    Shape channels = Shape.of(in.shape().get(-1));
    if (!s.training() || !s.trainable()) {
      Affine affine = affine(s, channels);
      return List.of(BatchStatistics.scaleAndShift(s, in, affine.factor(), affine.summand()));
    }
    Operand<TFloating> gamma = gamma(s, channels);
    Operand<TFloating> beta = beta(s, channels);
    Operand<TFloating> mean = movingMean(s, channels);
    Operand<TFloating> variance = movingVariance(s, channels);
    BatchStatistics batch = BatchStatistics.of(s, in, gamma, beta, epsilon);
    s.update("moving_mean", move(s, mean, batch.mean()));
    s.update("moving_variance", move(s, variance, batch.variance()));
    return List.of(batch.normalized());
  }

  /**
   * What the layer is in inference.
   *
   * @param s the layer's scope
   * @param channels the shape of one number a channel
   * @return factor and summand of the moving statistics
   */
  public Affine affine(LayerScope s, Shape channels) {
    Operand<TFloating> gamma = gamma(s, channels);
    Operand<TFloating> beta = beta(s, channels);
    Operand<TFloating> mean = movingMean(s, channels);
    Operand<TFloating> variance = movingVariance(s, channels);
    Operand<TFloating> factor = BatchStatistics.factor(s, gamma, variance, epsilon);
    Ops tf = s.ops();
    return new Affine(factor, tf.math.sub(beta, tf.math.mul(mean, factor)));
  }

  // The order of the first reads is the order of the weights, and must be Keras's: gamma, beta,
  // moving_mean, moving_variance.
  private Operand<TFloating> gamma(LayerScope s, Shape channels) {
    return scale
        ? s.masterWeight(
            "gamma", channels, org.keraunos.runtime.WeightOptions.of(Initializers.ones()))
        : filled(s, channels, 1);
  }

  private Operand<TFloating> beta(LayerScope s, Shape channels) {
    return center
        ? s.masterWeight(
            "beta", channels, org.keraunos.runtime.WeightOptions.of(Initializers.zeros()))
        : filled(s, channels, 0);
  }

  private static Operand<TFloating> filled(LayerScope s, Shape channels, double value) {
    return s.ops().fill(s.ops().constant(channels.toArray()), s.masterConstant(value));
  }

  private static Operand<TFloating> movingMean(LayerScope s, Shape channels) {
    return s.state("moving_mean", channels, Initializers.zeros());
  }

  private static Operand<TFloating> movingVariance(LayerScope s, Shape channels) {
    return s.state("moving_variance", channels, Initializers.ones());
  }

  private Operand<TFloating> move(LayerScope s, Operand<TFloating> old, Operand<TFloating> batch) {
    Ops tf = s.ops();
    return tf.math.add(
        tf.math.mul(old, s.masterConstant(momentum)),
        tf.math.mul(batch, s.masterConstant(1 - momentum)));
  }

  @Override
  public Map<String, Object> config() {
    return Map.of(
        "axis", axis, "momentum", momentum, "epsilon", epsilon, "center", center, "scale", scale);
  }

  static BatchNormalization fromConfig(Config config) {
    config.allow(
        Map.of("synchronized", false, "renorm", false, "renorm_momentum", 0.99),
        Set.of(
            "axis",
            "momentum",
            "epsilon",
            "center",
            "scale",
            "beta_initializer",
            "gamma_initializer",
            "moving_mean_initializer",
            "moving_variance_initializer"));
    config.onlyInitializer("beta_initializer", Initializers.zeros());
    config.onlyInitializer("gamma_initializer", Initializers.ones());
    config.onlyInitializer("moving_mean_initializer", Initializers.zeros());
    config.onlyInitializer("moving_variance_initializer", Initializers.ones());
    int axis = config.axis("axis", -1);
    BatchNormalization read = new BatchNormalization()
        .momentum(config.real("momentum", 0.99))
        .epsilon(config.real("epsilon", 1e-3))
        .center(config.flag("center", true))
        .scale(config.flag("scale", true));
    return changed(read, layer -> layer.axis = axis);
  }
}
