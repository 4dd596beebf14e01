package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of numbers by their size, {@code keras.losses.MeanAbsolutePercentageError}: {@code 100
 * |p - y| / max(|y|, 1e-7)}, the mean over the known numbers of a row. Targets are finite, or NaN
 * where unknown.
 */
public final class MeanAbsolutePercentageError extends CellLoss<MeanAbsolutePercentageError> {
  /** The kind. */
  public static final Kind<MeanAbsolutePercentageError> KIND = Kind.of(
          "MeanAbsolutePercentageError", MeanAbsolutePercentageError::new)
      .group(common("mean_absolute_percentage_error"));

  MeanAbsolutePercentageError(Settings settings) {
    super(settings);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s) {
    Ops tf = s.ops();
    Operand<TFloating> size = tf.math.maximum(tf.math.abs(s.target()), s.constant(1e-7));
    Operand<TFloating> share = tf.math.div(tf.math.sub(s.target(), s.output()), size);
    return tf.math.mul(s.constant(100), tf.math.abs(share));
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
