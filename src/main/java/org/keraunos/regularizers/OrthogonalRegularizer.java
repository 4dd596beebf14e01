package org.keraunos.regularizers;

import java.util.Locale;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TFloating;

/**
 * The mean size of the cosines between the rows, or columns, of a matrix, times a factor:
 * {@code keras.regularizers.OrthogonalRegularizer}.
 */
record OrthogonalRegularizer(Settings settings) implements Regularizer {
  private static final double LEAST = 1e-14; // the square of keras.backend.epsilon()

  static final Setting<Double> FACTOR = Setting.number("factor").must(f -> f >= 0, ">= 0");
  static final Setting<Mode> MODE =
      Setting.of("mode", Codecs.choice(Mode.class, mode -> mode.name().toLowerCase(Locale.ROOT)));
  static final Kind<OrthogonalRegularizer> KIND = Kind.of(
          "OrthogonalRegularizer", OrthogonalRegularizer::new)
      .option(FACTOR, 0.01)
      .option(MODE, Mode.ROWS);

  /** What is to be orthogonal. */
  enum Mode {
    ROWS,
    COLUMNS
  }

  @Override
  public Operand<TFloating> penalty(Ops tf, Operand<TFloating> weight) {
    Check.argument(
        weight.shape().numDimensions() == 2,
        "OrthogonalRegularizer weight",
        "a matrix",
        weight.shape());
    Class<TFloating> type = weight.type();
    boolean rows = settings.get(MODE) == Mode.ROWS;
    Operand<TFloating> squares =
        tf.reduceSum(tf.math.square(weight), tf.constant(rows ? 1 : 0), ReduceSum.keepDims(true));
    Operand<TFloating> units = tf.math.mul(
        weight, tf.math.rsqrt(tf.math.maximum(squares, Types.constant(tf, LEAST, type))));
    Operand<TFloating> cosines =
        tf.linalg.matMul(units, units, MatMul.transposeA(!rows), MatMul.transposeB(rows));
    Operand<TFloating> sum = tf.reduceSum(tf.math.abs(cosines), tf.constant(new int[] {0, 1}));
    Operand<TFloating> diagonal =
        tf.reduceSum(tf.math.square(units), tf.constant(new int[] {0, 1}));
    double size = weight.shape().get(rows ? 0 : 1);
    // Keras rounds the factor to float32 whatever the type.
    double share = (float) (double) settings.get(FACTOR) / (size * (size - 1));
    return tf.math.mul(Types.constant(tf, share, type), tf.math.sub(sum, diagonal));
  }
}
