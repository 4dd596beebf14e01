package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of counts, {@code keras.losses.MeanSquaredLogarithmicError}: {@code (log(p + 1) - log(y
 * + 1))^2}, both kept at least 1e-7; the mean over the known numbers of a row. Targets are finite
 * and at least 0, or NaN where unknown.
 */
public final class MeanSquaredLogarithmicError extends CellLoss<MeanSquaredLogarithmicError> {
  /** The kind. */
  public static final Kind<MeanSquaredLogarithmicError> KIND = Kind.of(
          "MeanSquaredLogarithmicError", MeanSquaredLogarithmicError::new)
      .group(common("mean_squared_logarithmic_error"));

  MeanSquaredLogarithmicError(Settings settings) {
    super(settings);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s) {
    Ops tf = s.ops();
    return tf.math.square(tf.math.sub(logarithm(s, s.output()), logarithm(s, s.target())));
  }

  private static Operand<TFloating> logarithm(CellScope s, Operand<TFloating> number) {
    Ops tf = s.ops();
    return tf.math.log(tf.math.add(tf.math.maximum(number, s.constant(1e-7)), s.constant(1)));
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
