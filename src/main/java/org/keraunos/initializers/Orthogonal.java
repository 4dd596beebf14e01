package org.keraunos.initializers;

import java.util.OptionalLong;
import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.Qr;
import org.tensorflow.types.family.TFloating;

/**
 * A random matrix whose rows, or columns where there are fewer of those, are orthonormal, times the
 * gain; axes but the last count as one. {@code keras.initializers.Orthogonal}; Saxe et al., "Exact
 * solutions to the nonlinear dynamics of learning", ICLR 2014.
 */
record Orthogonal(Settings settings) implements Initializer {
  static final Setting<Double> GAIN = Setting.number("gain");
  static final Kind<Orthogonal> KIND = Kind.of("Orthogonal", Orthogonal::new)
      .option(Draw.SEED, OptionalLong.empty())
      .option(GAIN, 1.0);

  @Override
  public Operand<TFloating> emit(Ops tf, Shape shape, Class<TFloating> type, long ofWeight) {
    Check.argument(shape.rank() >= 2, "Orthogonal shape", "two axes or more", shape.toArray());
    int columns = shape.get(-1);
    int rows = shape.size() / columns;
    Shape tall = Shape.of(Math.max(rows, columns), Math.min(rows, columns));
    long seed = Draw.seed(settings, ofWeight);
    Qr<TFloating> qr = tf.linalg.qr(Draw.normal(tf, tall, type, seed, 0, 1));
    // The signs make it uniform among the orthogonal matrices.
    Operand<TFloating> diagonal =
        tf.linalg.matrixDiagPartV3(qr.r(), tf.constant(0), Types.constant(tf, 0, type));
    Operand<TFloating> q = tf.math.mul(qr.q(), tf.math.sign(diagonal));
    if (rows < columns) {
      q = tf.linalg.transpose(q, tf.constant(new int[] {1, 0}));
    }
    Operand<TFloating> shaped = tf.reshape(q, tf.constant(shape.toArray()));
    return tf.math.mul(shaped, Types.constant(tf, settings.get(GAIN), type));
  }
}
