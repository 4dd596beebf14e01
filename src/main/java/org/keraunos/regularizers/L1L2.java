package org.keraunos.regularizers;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@code l1 sum |w| + l2 sum w^2}: {@code keras.regularizers.L1L2} and, with one of the two,
 * {@code L1} and {@code L2}.
 */
record L1L2(Settings settings, double absolute, double square) implements Regularizer {
  static final Setting<Double> L1 = factor("l1");
  static final Setting<Double> L2 = factor("l2");
  static final Kind<L1L2> ONLY_L1 =
      Kind.of("L1", settings -> new L1L2(settings, settings.get(L1), 0)).option(L1, 0.01);
  static final Kind<L1L2> ONLY_L2 =
      Kind.of("L2", settings -> new L1L2(settings, 0, settings.get(L2))).option(L2, 0.01);
  static final Kind<L1L2> KIND = Kind.of(
          "L1L2", settings -> new L1L2(settings, settings.get(L1), settings.get(L2)))
      .option(L1, 0.0)
      .option(L2, 0.0);

  private static Setting<Double> factor(String key) {
    return Setting.number(key).must(factor -> factor >= 0, ">= 0");
  }

  @Override
  public Operand<TFloating> penalty(Ops tf, Operand<TFloating> weight) {
    Operand<TFloating> sum = Types.constant(tf, 0, weight.type());
    if (absolute != 0) {
      sum = tf.math.add(sum, scaled(tf, absolute, tf.math.abs(weight)));
    }
    if (square != 0) {
      sum = tf.math.add(sum, scaled(tf, square, tf.math.square(weight)));
    }
    return sum;
  }

  private static Operand<TFloating> scaled(Ops tf, double factor, Operand<TFloating> elements) {
    Operand<TFloating> flat = tf.reshape(elements, tf.constant(new int[] {-1}));
    Operand<TFloating> sum = tf.reduceSum(flat, tf.constant(new int[] {0}));
    // Keras rounds it to float32 whatever the type: ops.cast(0.05, "float64").
    return tf.math.mul(Types.constant(tf, (float) factor, elements.type()), sum);
  }
}
