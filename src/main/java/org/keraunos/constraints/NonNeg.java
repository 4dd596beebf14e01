package org.keraunos.constraints;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** {@code max(w, 0)}: {@code keras.constraints.NonNeg}. */
record NonNeg(Settings settings) implements Constraint {
  static final Kind<NonNeg> KIND = Kind.of("NonNeg", NonNeg::new);

  @Override
  public Operand<TFloating> project(Ops tf, Operand<TFloating> weight) {
    return tf.math.maximum(weight, Types.constant(tf, 0, weight.type()));
  }
}
