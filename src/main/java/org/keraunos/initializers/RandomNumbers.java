package org.keraunos.initializers;

import java.util.OptionalLong;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Random numbers whose distribution does not depend on the shape:
 * {@code keras.initializers.RandomNormal}, {@code RandomUniform}, {@code TruncatedNormal}.
 */
record RandomNumbers(Settings settings, Distribution distribution) implements Initializer {
  static final Setting<Double> MEAN = Setting.number("mean");
  static final Setting<Double> STDDEV = Setting.number("stddev").must(d -> d >= 0, ">= 0");
  static final Setting<Double> MINVAL = Setting.number("minval");
  static final Setting<Double> MAXVAL = Setting.number("maxval");
  static final Kind<RandomNumbers> NORMAL = normal("RandomNormal", Distribution.NORMAL);
  static final Kind<RandomNumbers> TRUNCATED = normal("TruncatedNormal", Distribution.TRUNCATED);
  static final Kind<RandomNumbers> UNIFORM = Kind.of(
          "RandomUniform", settings -> new RandomNumbers(settings, Distribution.UNIFORM))
      .option(Draw.SEED, OptionalLong.empty())
      .option(MINVAL, -0.05)
      .option(MAXVAL, 0.05);

  /** How the numbers lie. */
  enum Distribution {
    UNIFORM,
    NORMAL,
    TRUNCATED
  }

  private static Kind<RandomNumbers> normal(String className, Distribution distribution) {
    return Kind.of(className, settings -> new RandomNumbers(settings, distribution))
        .option(Draw.SEED, OptionalLong.empty())
        .option(MEAN, 0.0)
        .option(STDDEV, 0.05);
  }

  @Override
  public Operand<TFloating> emit(Ops tf, Shape shape, Class<TFloating> type, long ofWeight) {
    long seed = Draw.seed(settings, ofWeight);
    return switch (distribution) {
      case UNIFORM ->
        Draw.uniform(tf, shape, type, seed, settings.get(MINVAL), settings.get(MAXVAL));
      case NORMAL -> Draw.normal(tf, shape, type, seed, settings.get(MEAN), settings.get(STDDEV));
      case TRUNCATED ->
        Draw.truncated(tf, shape, type, seed, settings.get(MEAN), settings.get(STDDEV));
    };
  }
}
