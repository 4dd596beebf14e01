package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of sets whose two kinds of mistakes weigh differently, {@code keras.losses.Tversky}:
 * {@code 1 - sum(y p) / (sum(y p) + alpha sum(y (1 - p)) + beta sum((1 - y) p) + 1e-7)}. Salehi et
 * al., 2017; which of the two is alpha is as in Keras. Over the whole batch if {@code axis} names
 * no axes of a row.
 */
public final class Tversky extends OverlapLoss<Tversky> {
  private static final Setting<Double> ALPHA = factor("alpha");
  private static final Setting<Double> BETA = factor("beta");

  /** The kind. */
  public static final Kind<Tversky> KIND = Kind.of("Tversky", Tversky::new)
      .group(overlap("tversky"))
      .option(ALPHA, 0.5)
      .option(BETA, 0.5);

  Tversky(Settings settings) {
    super(settings);
  }

  private static Setting<Double> factor(String key) {
    return Setting.number(key).must(f -> f >= 0 && Double.isFinite(f), "a finite number >= 0");
  }

  /**
   * The weight of what is missing.
   *
   * @param factor at least 0; 0.5 if not given
   * @return a changed copy
   */
  public Tversky alpha(double factor) {
    return with(ALPHA, factor);
  }

  /**
   * The weight of what is too much.
   *
   * @param factor at least 0; 0.5 if not given
   * @return a changed copy
   */
  public Tversky beta(double factor) {
    return with(BETA, factor);
  }

  @Override
  Operand<TFloating> similarity(
      RowScope s, Operand<TFloating> both, Operand<TFloating> target, Operand<TFloating> output) {
    Ops tf = s.ops();
    Operand<TFloating> missing = tf.math.mul(s.constant(get(ALPHA)), tf.math.sub(target, both));
    Operand<TFloating> tooMuch = tf.math.mul(s.constant(get(BETA)), tf.math.sub(output, both));
    return tf.math.div(
        both, tf.math.add(tf.math.add(both, s.constant(EPSILON)), tf.math.add(missing, tooMuch)));
  }
}
