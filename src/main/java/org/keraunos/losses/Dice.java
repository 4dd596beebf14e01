package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of sets, {@code keras.losses.Dice}: {@code 1 - 2 sum(y p) / (sum(y) + sum(p) + 1e-7)}, a
 * soft F1 score. Over the whole batch if {@code axis} names no axes of a row.
 */
public final class Dice extends OverlapLoss<Dice> {
  /** The kind. */
  public static final Kind<Dice> KIND = Kind.of("Dice", Dice::new).group(overlap("dice"));

  Dice(Settings settings) {
    super(settings);
  }

  @Override
  Operand<TFloating> similarity(
      RowScope s, Operand<TFloating> both, Operand<TFloating> target, Operand<TFloating> output) {
    Ops tf = s.ops();
    return tf.math.div(
        tf.math.mul(s.constant(2), both),
        tf.math.add(tf.math.add(target, output), s.constant(EPSILON)));
  }
}
