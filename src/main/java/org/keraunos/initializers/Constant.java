package org.keraunos.initializers;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The same number everywhere: {@code keras.initializers.Constant}, {@code Zeros} and {@code Ones}.
 */
record Constant(Settings settings, double value) implements Initializer {
  static final Setting<Double> VALUE = Setting.number("value");
  static final Kind<Constant> ZEROS = Kind.of("Zeros", settings -> new Constant(settings, 0));
  static final Kind<Constant> ONES = Kind.of("Ones", settings -> new Constant(settings, 1));
  static final Kind<Constant> KIND = Kind.of(
          "Constant", settings -> new Constant(settings, settings.get(VALUE)))
      .option(VALUE, 0.0);

  @Override
  public Operand<TFloating> emit(Ops tf, Shape shape, Class<TFloating> type, long seed) {
    return tf.fill(tf.constant(shape.toArray()), Types.constant(tf, value, type));
  }
}
