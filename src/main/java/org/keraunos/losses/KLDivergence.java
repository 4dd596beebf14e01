package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * How far a distribution is from another, {@code keras.losses.KLDivergence}: {@code y log(y / p)},
 * both kept in 1e-7 to 1, the sum over the known labels of a row. Targets are 0 to 1, or NaN where
 * unknown.
 */
public final class KLDivergence extends CellLoss<KLDivergence> {
  /** The kind. */
  public static final Kind<KLDivergence> KIND =
      Kind.of("KLDivergence", KLDivergence::new).group(common("kl_divergence"));

  KLDivergence(Settings settings) {
    super(settings);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s) {
    Ops tf = s.ops();
    Operand<TFloating> y = tf.clipByValue(s.target(), s.constant(1e-7), s.constant(1));
    Operand<TFloating> p = tf.clipByValue(s.output(), s.constant(1e-7), s.constant(1));
    return tf.math.mul(y, tf.math.log(tf.math.div(y, p)));
  }

  @Override
  protected boolean sumsCells() {
    return true;
  }

  @Override
  public OutputValues valuesWithoutActivation() {
    return OutputValues.CLASS_PROBABILITIES;
  }
}
