package org.keraunos.runtime;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StopGradient;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * A batch brought to mean {@code beta} and deviation {@code gamma}, with the statistics that were
 * used: by TensorFlow's fused kernel where there is one, by its single ops elsewhere. Statistics
 * are of the weights' type.
 *
 * @param normalized the batch, of the compute type
 * @param mean the mean of each channel
 * @param variance the variance of each channel, divided by the number of values (not one less, as
 *     in Keras)
 */
public record BatchStatistics(
    Value normalized, Operand<TFloating> mean, Operand<TFloating> variance) {
  /**
   * Normalizes with the batch's own statistics.
   *
   * @param s the layer's scope
   * @param in (batch, ..., channels)
   * @param gamma the deviation to come to
   * @param beta the mean to come to
   * @param epsilon what is added to the variance
   * @return the result and the statistics
   */
  public static BatchStatistics of(
      LayerScope s, Value in, Operand<TFloating> gamma, Operand<TFloating> beta, double epsilon) {
    boolean fused = in.shape().rank() == 3 && !gamma.type().equals(TFloat64.class);
    return fused ? fused(s, in, gamma, beta, epsilon) : single(s, in, gamma, beta, epsilon);
  }

  /**
   * What normalizing multiplies by.
   *
   * @param s the layer's scope
   * @param gamma the deviation to come to
   * @param variance the variance of each channel
   * @param epsilon what is added to the variance
   * @return {@code gamma / sqrt(variance + epsilon)}
   */
  public static Operand<TFloating> factor(
      LayerScope s, Operand<TFloating> gamma, Operand<TFloating> variance, double epsilon) {
    Ops tf = s.ops();
    return tf.math.mul(tf.math.rsqrt(tf.math.add(variance, s.masterConstant(epsilon))), gamma);
  }

  /**
   * A factor and a summand for each channel.
   *
   * @param s the layer's scope
   * @param in (batch, ..., channels)
   * @param factor of the weights' type
   * @param summand of the weights' type
   * @return {@code in factor + summand}
   */
  public static Value scaleAndShift(
      LayerScope s, Value in, Operand<TFloating> factor, Operand<TFloating> summand) {
    Ops tf = s.ops();
    Operand<TFloating> scaled = tf.math.mul(in.operand(), s.toCompute(factor));
    return s.value(tf.math.add(scaled, s.toCompute(summand)), in.shape());
  }

  private static BatchStatistics fused(
      LayerScope s, Value in, Operand<TFloating> gamma, Operand<TFloating> beta, double epsilon) {
    Ops tf = s.ops();
    Operand<TFloating> none = Types.cast(tf, tf.constant(new float[0]), gamma.type());
    FusedBatchNorm<TFloating, TFloating> norm = tf.nn.fusedBatchNorm(
        in.operand(),
        gamma,
        beta,
        none,
        none,
        FusedBatchNorm.epsilon((float) epsilon),
        FusedBatchNorm.isTraining(true));
    // The kernel divides by one less than the number of values; Keras keeps the plain mean of
    // squares.
    Operand<TFloating> all = Types.cast(tf, tf.size(in.operand()), gamma.type());
    Operand<TFloating> values = tf.math.div(all, s.masterConstant(in.shape().get(-1)));
    Operand<TFloating> less =
        tf.math.maximum(tf.math.sub(values, s.masterConstant(1)), s.masterConstant(1));
    Operand<TFloating> variance = tf.math.mul(norm.batchVariance(), tf.math.div(less, values));
    return new BatchStatistics(s.value(norm.y(), in.shape()), norm.batchMean(), variance);
  }

  private static BatchStatistics single(
      LayerScope s, Value in, Operand<TFloating> gamma, Operand<TFloating> beta, double epsilon) {
    Ops tf = s.ops();
    int[] axes = new int[in.shape().rank()];
    for (int axis = 0; axis < axes.length; axis++) {
      axes[axis] = axis;
    }
    Operand<TFloating> x = s.toVariable(in.operand());
    Mean.Options[] flat = new Mean.Options[0];
    Operand<TFloating> mean = tf.math.mean(x, tf.constant(axes), flat);
    Operand<TFloating> squares = tf.math.square(tf.math.sub(x, mean));
    Operand<TFloating> variance = tf.math.mean(squares, tf.constant(axes), flat);
    Operand<TFloating> factor = factor(s, gamma, variance, epsilon);
    Value normalized = scaleAndShift(s, in, factor, tf.math.sub(beta, tf.math.mul(mean, factor)));
    StopGradient<TFloating> keptMean = tf.stopGradient(mean);
    return new BatchStatistics(normalized, keptMean, tf.stopGradient(variance));
  }
}
