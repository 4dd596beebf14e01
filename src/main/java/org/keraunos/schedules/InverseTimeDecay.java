package org.keraunos.schedules;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A rate that falls as one over the time: {@code rate / (1 + decayRate step / decaySteps)}, with
 * {@code step / decaySteps} rounded down for a staircase.
 * {@code keras.optimizers.schedules.InverseTimeDecay}.
 */
public final class InverseTimeDecay extends Schedule {
  private static final Setting<Double> DECAY_RATE =
      Setting.number("decay_rate").must(r -> r >= 0 && Double.isFinite(r), "a finite number >= 0");
  private static final Setting<Boolean> STAIRCASE = Setting.flag("staircase");

  /** The kind. */
  public static final Kind<InverseTimeDecay> KIND = Kind.of(
          "InverseTimeDecay", InverseTimeDecay::new)
      .required(INITIAL, DECAY_STEPS, DECAY_RATE)
      .option(STAIRCASE, false)
      .option(NAME, "InverseTimeDecay");

  InverseTimeDecay(Settings settings) {
    super(settings);
  }

  static InverseTimeDecay of(double initial, int decaySteps, double decayRate) {
    return new InverseTimeDecay(KIND.settings()
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
  public InverseTimeDecay staircase(boolean steps) {
    return new InverseTimeDecay(settings().with(STAIRCASE, steps));
  }

  @Override
  public Operand<TFloat32> rate(Ops tf, Operand<TInt64> iteration) {
    Operand<TFloat32> share = tf.math.div(
        tf.dtypes.cast(iteration, TFloat32.class), tf.constant((float) get(DECAY_STEPS)));
    Operand<TFloat32> time = get(STAIRCASE) ? tf.math.floor(share) : share;
    Operand<TFloat32> over =
        tf.math.add(tf.constant(1f), tf.math.mul(tf.constant(get(DECAY_RATE).floatValue()), time));
    return tf.math.div(tf.constant(get(INITIAL).floatValue()), over);
  }
}
