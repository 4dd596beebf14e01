package org.keraunos.constraints;

import java.util.List;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.family.TFloating;

/**
 * Euclidean norms along axes, brought into a range: {@code keras.constraints.MaxNorm},
 * {@code MinMaxNorm}, {@code UnitNorm}. {@code w (rate clip(norm, min, max) + (1 - rate) norm) /
 * (norm + 1e-7)}.
 */
record Norms(Settings settings, double min, double max, double rate) implements Constraint {
  private static final double EPSILON = 1e-7; // keras.backend.epsilon()

  static final Setting<List<Integer>> AXIS = Setting.of("axis", Codecs.integers());
  static final Setting<Double> MIN_VALUE = Setting.number("min_value").must(v -> v >= 0, ">= 0");
  static final Setting<Double> MAX_VALUE = Setting.number("max_value").must(v -> v >= 0, ">= 0");
  static final Setting<Double> RATE =
      Setting.number("rate").must(rate -> rate >= 0 && rate <= 1, "0 <= rate <= 1");
  static final Kind<Norms> MAX = Kind.of(
          "MaxNorm", settings -> new Norms(settings, 0, settings.get(MAX_VALUE), 1))
      .option(MAX_VALUE, 2.0)
      .option(AXIS, List.of(0));
  static final Kind<Norms> MIN_MAX = Kind.of(
          "MinMaxNorm",
          settings -> new Norms(
              settings, settings.get(MIN_VALUE), settings.get(MAX_VALUE), settings.get(RATE)))
      .option(MIN_VALUE, 0.0)
      .option(MAX_VALUE, 1.0)
      .option(RATE, 1.0)
      .option(AXIS, List.of(0));
  static final Kind<Norms> UNIT =
      Kind.of("UnitNorm", settings -> new Norms(settings, 1, 1, 1)).option(AXIS, List.of(0));

  @Override
  public Operand<TFloating> project(Ops tf, Operand<TFloating> weight) {
    Class<TFloating> type = weight.type();
    int[] axes = settings.get(AXIS).stream().mapToInt(Integer::intValue).toArray();
    Operand<TFloating> squares =
        tf.reduceSum(tf.math.square(weight), tf.constant(axes), ReduceSum.keepDims(true));
    Operand<TFloating> norm = tf.math.sqrt(squares);
    Operand<TFloating> wanted = tf.math.minimum(
        tf.math.maximum(norm, Types.constant(tf, min, type)), Types.constant(tf, max, type));
    if (rate != 1) {
      wanted = tf.math.add(
          tf.math.mul(wanted, Types.constant(tf, rate, type)),
          tf.math.mul(norm, Types.constant(tf, 1 - rate, type)));
    }
    Operand<TFloating> divisor = tf.math.add(norm, Types.constant(tf, EPSILON, type));
    return tf.math.mul(weight, tf.math.div(wanted, divisor));
  }
}
