package org.keraunos.initializers;

import java.util.Locale;
import java.util.OptionalLong;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Random numbers whose variance is {@code scale / fan}, {@code keras.initializers.VarianceScaling}:
 * Glorot's, He's and LeCun's initializers are of this family. TensorFlow Framework's uniform and
 * truncated normal initializers draw the numbers; its own variance scaling (1.0.0) is not used, for
 * its uniform variant goes from 0 to one deviation and its normal one is too narrow for
 * convolutions.
 */
record VarianceScaling(Settings settings, double scale, Mode mode, Distribution distribution)
    implements Initializer {
  /** The deviation of a standard normal that is cut at two deviations. */
  private static final double CUT_DEVIATION = 0.8796256610342398;

  static final Setting<Double> SCALE = Setting.number("scale").must(scale -> scale > 0, "> 0");
  static final Setting<Mode> MODE =
      Setting.of("mode", Codecs.choice(Mode.class, each -> each.name().toLowerCase(Locale.ROOT)));
  static final Setting<Distribution> DISTRIBUTION = Setting.of(
      "distribution",
      Codecs.choice(Distribution.class, each -> each.name().toLowerCase(Locale.ROOT)));

  static final Kind<VarianceScaling> GLOROT_UNIFORM =
      named("GlorotUniform", 1, Mode.FAN_AVG, Distribution.UNIFORM);
  static final Kind<VarianceScaling> GLOROT_NORMAL =
      named("GlorotNormal", 1, Mode.FAN_AVG, Distribution.TRUNCATED_NORMAL);
  static final Kind<VarianceScaling> HE_UNIFORM =
      named("HeUniform", 2, Mode.FAN_IN, Distribution.UNIFORM);
  static final Kind<VarianceScaling> HE_NORMAL =
      named("HeNormal", 2, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
  static final Kind<VarianceScaling> LECUN_UNIFORM =
      named("LecunUniform", 1, Mode.FAN_IN, Distribution.UNIFORM);
  static final Kind<VarianceScaling> LECUN_NORMAL =
      named("LecunNormal", 1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
  static final Kind<VarianceScaling> KIND = axes(Kind.of(
          "VarianceScaling",
          settings -> new VarianceScaling(
              settings, settings.get(SCALE), settings.get(MODE), settings.get(DISTRIBUTION)))
      .option(Draw.SEED, OptionalLong.empty())
      .option(SCALE, 1.0)
      .option(MODE, Mode.FAN_IN)
      .option(DISTRIBUTION, Distribution.TRUNCATED_NORMAL));

  /** What the variance is divided by. */
  enum Mode {
    FAN_IN,
    FAN_OUT,
    FAN_AVG
  }

  /** How the numbers lie. */
  enum Distribution {
    UNIFORM,
    TRUNCATED_NORMAL,
    UNTRUNCATED_NORMAL
  }

  private static Kind<VarianceScaling> named(
      String className, double scale, Mode mode, Distribution distribution) {
    return axes(
        Kind.of(className, settings -> new VarianceScaling(settings, scale, mode, distribution))
            .option(Draw.SEED, OptionalLong.empty()));
  }

  private static Kind<VarianceScaling> axes(Kind<VarianceScaling> kind) {
    return kind.only("input_axes", null).only("output_axes", null);
  }

  @Override
  public Operand<TFloating> emit(Ops tf, Shape shape, Class<TFloating> type, long ofWeight) {
    long seed = Draw.seed(settings, ofWeight);
    double variance = scale / fan(shape);
    double deviation = Math.sqrt(variance);
    return switch (distribution) {
      case UNIFORM -> {
        double limit = Math.sqrt(3 * variance);
        yield Draw.uniform(tf, shape, type, seed, -limit, limit);
      }
      case TRUNCATED_NORMAL -> Draw.truncated(tf, shape, type, seed, 0, deviation / CUT_DEVIATION);
      case UNTRUNCATED_NORMAL -> Draw.normal(tf, shape, type, seed, 0, deviation);
    };
  }

  /** The number of inputs of one output, of outputs of one input, or their mean. */
  private double fan(Shape shape) {
    int rank = shape.rank();
    double field = 1;
    for (int axis = 0; axis < rank - 2; axis++) {
      field *= shape.get(axis);
    }
    double in = field * shape.get(Math.max(0, rank - 2));
    double out = field * shape.get(rank - 1);
    return switch (mode) {
      case FAN_IN -> in;
      case FAN_OUT -> out;
      case FAN_AVG -> (in + out) / 2;
    };
  }
}
