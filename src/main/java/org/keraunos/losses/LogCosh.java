package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of numbers that is a square near 0 and a line far from it, {@code keras.losses.LogCosh}:
 * {@code log(cosh(p - y))}, the mean over the known numbers of a row. Targets are finite, or NaN
 * where unknown.
 */
public final class LogCosh extends CellLoss<LogCosh> {
  /** The kind. */
  public static final Kind<LogCosh> KIND =
      Kind.of("LogCosh", LogCosh::new).group(common("log_cosh"));

  LogCosh(Settings settings) {
    super(settings);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s) {
    Ops tf = s.ops();
    Operand<TFloating> error = tf.math.sub(s.output(), s.target());
    Operand<TFloating> soft = tf.math.softplus(tf.math.mul(error, s.constant(-2)));
    return tf.math.sub(tf.math.add(error, soft), s.constant(Math.log(2)));
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
