package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of counts whose logarithm is normal to predict, {@code keras.losses.Poisson}: {@code p -
 * y log(p + 1e-7)}, the mean over the known numbers of a row. Outputs are positive: an exponential
 * or softplus stands before it. Targets are finite and at least 0, or NaN where unknown.
 */
public final class Poisson extends CellLoss<Poisson> {
  /** The kind. */
  public static final Kind<Poisson> KIND =
      Kind.of("Poisson", Poisson::new).group(common("poisson"));

  Poisson(Settings settings) {
    super(settings);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s) {
    Ops tf = s.ops();
    Operand<TFloating> p = s.output();
    Operand<TFloating> log = tf.math.log(tf.math.add(p, s.constant(1e-7)));
    return tf.math.sub(p, tf.math.mul(s.target(), log));
  }

  @Override
  protected boolean takes(float target) {
    return target >= 0 && Float.isFinite(target);
  }

  @Override
  protected String expectedTarget() {
    return "a finite number >= 0";
  }
}
