package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of a margin, {@code keras.losses.Hinge}: {@code max(1 - y p, 0)}, the mean over the
 * known labels of a row. Targets are 1 where a label is present, 0 or -1 where it is absent, NaN
 * where unknown; Keras looks at a whole batch before it takes 0 as absent.
 */
public final class Hinge extends CellLoss<Hinge> {
  /** The kind. */
  public static final Kind<Hinge> KIND = Kind.of("Hinge", Hinge::new).group(common("hinge"));

  Hinge(Settings settings) {
    super(settings);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s) {
    Ops tf = s.ops();
    Operand<TFloating> absent = tf.math.sub(s.constant(1), tf.math.abs(s.target()));
    Operand<TFloating> sign = tf.math.sub(s.target(), absent);
    return tf.math.maximum(
        tf.math.sub(s.constant(1), tf.math.mul(sign, s.output())), s.constant(0));
  }

  @Override
  protected boolean takes(float target) {
    return target == 0 || Math.abs(target) == 1;
  }

  @Override
  protected String expectedTarget() {
    return "1, 0 or -1";
  }
}
