package org.keraunos.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The factor of focal losses: how wrong a cell is, 0 to 1, to a power. */
final class Focus {
  /** Below it a power under 1 has no slope, which would be infinite at 0. */
  private static final double LEAST = 1e-12;

  private Focus() {}

  /**
   * The power.
   *
   * @param tf where to emit
   * @param wrong 0 to 1
   * @param gamma above 0
   * @param constants makes constants of the weights' type
   * @return {@code wrong^gamma}
   */
  static Operand<TFloating> of(
      Ops tf, Operand<TFloating> wrong, double gamma, Constants constants) {
    if (gamma == 1) {
      return wrong;
    }
    Operand<TFloating> base = gamma < 1 ? tf.math.maximum(wrong, constants.constant(LEAST)) : wrong;
    return tf.math.pow(base, constants.constant(gamma));
  }

  /** Makes constants of the weights' type. */
  @FunctionalInterface
  interface Constants {
    Operand<TFloating> constant(double number);
  }
}
