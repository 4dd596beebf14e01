package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of directions, {@code keras.losses.CosineSimilarity}: minus the cosine between a row's
 * output and its target, from -1, the same direction, to 1. Lengths are kept at least 1e-7. Weights
 * of labels stretch both vectors. Targets are finite, or NaN where unknown.
 */
public final class CosineSimilarity extends RowLoss<CosineSimilarity> {
  private static final double LEAST = 1e-14;

  /** The kind. */
  public static final Kind<CosineSimilarity> KIND =
      Kind.of("CosineSimilarity", CosineSimilarity::new).group(common("cosine_similarity"));

  CosineSimilarity(Settings settings) {
    super(settings);
  }

  @Override
  public boolean countsPlaces() {
    return true;
  }

  @Override
  protected Operand<TFloating> row(RowScope s) {
    Ops tf = s.ops();
    return tf.math.neg(s.sum(
        tf.math.mul(s.weight(), tf.math.mul(unit(s, s.target()), unit(s, s.output())))));
  }

  private static Operand<TFloating> unit(RowScope s, Operand<TFloating> vector) {
    Ops tf = s.ops();
    Operand<TFloating> squares = tf.math.mul(s.weight(), tf.math.square(vector));
    Operand<TFloating> sum = tf.reduceSum(squares, tf.constant(-1), ReduceSum.keepDims(true));
    return tf.math.mul(vector, tf.math.rsqrt(tf.math.maximum(sum, s.constant(LEAST))));
  }

  @Override
  protected boolean takes(float target) {
    return Float.isFinite(target);
  }

  @Override
  protected String expectedTarget() {
    return "a finite number";
  }
}
