package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of numbers, {@code keras.losses.MeanSquaredError}: {@code (p - y)^2}, the mean over the
 * known numbers of a row. Targets are finite, or NaN where unknown.
 */
public final class MeanSquaredError extends CellLoss<MeanSquaredError> {
  /** The kind. */
  public static final Kind<MeanSquaredError> KIND =
      Kind.of("MeanSquaredError", MeanSquaredError::new).group(common("mean_squared_error"));

  MeanSquaredError(Settings settings) {
    super(settings);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s) {
    return s.ops().math.square(s.ops().math.sub(s.output(), s.target()));
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
