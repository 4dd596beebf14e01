package org.keraunos.runtime;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** Casts and constants whose type is known at run time only. */
public final class Types {
  private Types() {}

  /**
   * Casts, unless the type is right already.
   *
   * @param tf where to emit
   * @param operand of any number type
   * @param type the type wanted
   * @return the operand in that type
   */
  @SuppressWarnings("unchecked") // the check of the type stands in the condition
  public static Operand<TFloating> cast(
      Ops tf, Operand<? extends TNumber> operand, Class<TFloating> type) {
    return operand.type().equals(type)
        ? (Operand<TFloating>) operand
        : tf.dtypes.cast(operand, type);
  }

  /**
   * A scalar constant.
   *
   * @param tf where to emit
   * @param value the number
   * @param type its type
   * @return the constant, rounded once to the type
   */
  public static Operand<TFloating> constant(Ops tf, double value, Class<TFloating> type) {
    return tf.constant(type, value);
  }
}
