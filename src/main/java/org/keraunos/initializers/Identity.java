package org.keraunos.initializers;

import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The gain on the diagonal of a matrix, 0 beside it: {@code keras.initializers.Identity}. Keras
 * leaves the gain out of what it writes, and so reads back 1; here it is written where it was
 * given.
 */
record Identity(Settings settings) implements Initializer {
  static final Setting<Double> GAIN = Setting.number("gain");
  static final Kind<Identity> KIND = Kind.of("Identity", Identity::new).own(GAIN, 1.0);

  @Override
  public Operand<TFloating> emit(Ops tf, Shape shape, Class<TFloating> type, long seed) {
    Check.argument(shape.rank() == 2, "Identity shape", "two axes", shape);
    Operand<TFloating> zeros = tf.fill(tf.constant(shape.toArray()), Types.constant(tf, 0, type));
    int diagonal = Math.min(shape.get(0), shape.get(1));
    return tf.linalg.matrixSetDiag(
        zeros,
        tf.fill(tf.constant(new int[] {diagonal}), Types.constant(tf, settings.get(GAIN), type)),
        tf.constant(0));
  }
}
