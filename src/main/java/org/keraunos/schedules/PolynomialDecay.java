package org.keraunos.schedules;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A rate that falls along a power: with {@code s = min(step, decaySteps)} it is {@code (rate - end)
 * (1 - s / decaySteps)^power + end}. In cycles, {@code decaySteps} is its first multiple that is
 * not below the step, so that the rate rises again behind each, to less and less.
 * {@code keras.optimizers.schedules.PolynomialDecay}.
 *
 * <p>Defaults: an end of 0.0001, power 1, no cycles.
 */
public final class PolynomialDecay extends Schedule {
  private static final Setting<Double> END =
      Setting.number("end_learning_rate").must(r -> r >= 0 && Double.isFinite(r), ">= 0");
  private static final Setting<Double> POWER =
      Setting.number("power").must(p -> p > 0 && Double.isFinite(p), "a finite number > 0");
  private static final Setting<Boolean> CYCLE = Setting.flag("cycle");

  /** The kind. */
  public static final Kind<PolynomialDecay> KIND = Kind.of("PolynomialDecay", PolynomialDecay::new)
      .required(INITIAL, DECAY_STEPS)
      .option(END, 0.0001)
      .option(POWER, 1.0)
      .option(CYCLE, false)
      .option(NAME, "PolynomialDecay");

  PolynomialDecay(Settings settings) {
    super(settings);
  }

  static PolynomialDecay of(double initial, int decaySteps) {
    return new PolynomialDecay(
        KIND.settings().with(INITIAL, initial).with(DECAY_STEPS, decaySteps));
  }

  /**
   * Where the rate ends.
   *
   * @param rate at least 0; 0.0001 if not given
   * @return a changed copy
   */
  public PolynomialDecay endLearningRate(double rate) {
    return new PolynomialDecay(settings().with(END, rate));
  }

  /**
   * The power.
   *
   * @param exponent above 0; 1, a line, if not given
   * @return a changed copy
   */
  public PolynomialDecay power(double exponent) {
    return new PolynomialDecay(settings().with(POWER, exponent));
  }

  /**
   * Whether the rate rises and falls again.
   *
   * @param again false if not given
   * @return a changed copy
   */
  public PolynomialDecay cycle(boolean again) {
    return new PolynomialDecay(settings().with(CYCLE, again));
  }

  @Override
  public Operand<TFloat32> rate(Ops tf, Operand<TInt64> iteration) {
    float initial = get(INITIAL).floatValue();
    float end = get(END).floatValue();
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> steps = tf.constant((float) get(DECAY_STEPS));
    Operand<TFloat32> step = tf.dtypes.cast(iteration, TFloat32.class);
    Operand<TFloat32> share;
    if (get(CYCLE)) {
      Operand<TFloat32> times = tf.math.maximum(one, tf.math.ceil(tf.math.div(step, steps)));
      share = tf.math.div(step, tf.math.mul(steps, times));
    } else {
      share = tf.math.div(tf.math.minimum(step, steps), steps);
    }
    Operand<TFloat32> left =
        tf.math.pow(tf.math.sub(one, share), tf.constant(get(POWER).floatValue()));
    return tf.math.add(tf.math.mul(tf.constant(initial - end), left), tf.constant(end));
  }
}
