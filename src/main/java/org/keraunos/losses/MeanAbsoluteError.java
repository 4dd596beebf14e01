package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of numbers with outliers, {@code keras.losses.MeanAbsoluteError}: {@code |p - y|}, the
 * mean over the known numbers of a row. Targets are finite, or NaN where unknown.
 */
public final class MeanAbsoluteError extends CellLoss<MeanAbsoluteError> {
  /** The kind. */
  public static final Kind<MeanAbsoluteError> KIND =
      Kind.of("MeanAbsoluteError", MeanAbsoluteError::new).group(common("mean_absolute_error"));

  MeanAbsoluteError(Settings settings) {
    super(settings);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s) {
    Ops tf = s.ops();
    return tf.math.abs(tf.math.sub(s.output(), s.target()));
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
