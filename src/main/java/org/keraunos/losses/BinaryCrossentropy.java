package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The multi-label loss, {@code keras.losses.BinaryCrossentropy}: {@code -y log p - (1 - y) log(1 -
 * p)}, the mean over the known labels of a row. Targets are 0 to 1, or NaN where unknown.
 */
public final class BinaryCrossentropy extends BinaryLoss<BinaryCrossentropy> {
  /** The kind. */
  public static final Kind<BinaryCrossentropy> KIND =
      Kind.of("BinaryCrossentropy", BinaryCrossentropy::new).group(common("binary_crossentropy"));

  BinaryCrossentropy(Settings settings) {
    super(settings);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s, Probability p) {
    Ops tf = s.ops();
    return tf.math.add(
        tf.math.mul(s.target(), p.minusLog()),
        tf.math.mul(tf.math.sub(s.constant(1), s.target()), p.minusLogOfRest()));
  }
}
