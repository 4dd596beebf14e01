package org.keraunos.schedules;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A rate that falls by the same share in the same number of steps: {@code rate decayRate^(step /
 * decaySteps)}, with the exponent rounded down for a staircase.
 * {@code keras.optimizers.schedules.ExponentialDecay}.
 */
public final class ExponentialDecay extends Schedule {
  private static final Setting<Double> DECAY_RATE =
      Setting.number("decay_rate").must(r -> r > 0 && Double.isFinite(r), "a finite number > 0");
  private static final Setting<Boolean> STAIRCASE = Setting.flag("staircase");

  /** The kind. */
  public static final Kind<ExponentialDecay> KIND = Kind.of(
          "ExponentialDecay", ExponentialDecay::new)
      .required(INITIAL, DECAY_STEPS, DECAY_RATE)
      .option(STAIRCASE, false)
      .option(NAME, "ExponentialDecay");

  ExponentialDecay(Settings settings) {
    super(settings);
  }

  static ExponentialDecay of(double initial, int decaySteps, double decayRate) {
    return new ExponentialDecay(KIND.settings()
        .with(INITIAL, initial)
        .with(DECAY_STEPS, decaySteps)
        .with(DECAY_RATE, decayRate));
  }

  /**
   * Whether the rate falls once in so many steps, and not a little in each.
   *
   * @param steps false if not given
   * @return a changed copy
   */
  public ExponentialDecay staircase(boolean steps) {
    return new ExponentialDecay(settings().with(STAIRCASE, steps));
  }

  @Override
  public Operand<TFloat32> rate(Ops tf, Operand<TInt64> iteration) {
    Operand<TFloat32> share = tf.math.div(
        tf.dtypes.cast(iteration, TFloat32.class), tf.constant((float) get(DECAY_STEPS)));
    Operand<TFloat32> exponent = get(STAIRCASE) ? tf.math.floor(share) : share;
    return tf.math.mul(
        tf.constant(get(INITIAL).floatValue()),
        tf.math.pow(tf.constant(get(DECAY_RATE).floatValue()), exponent));
  }
}
