package org.keraunos.schedules;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A rate that rises once and falls once, far below where it began: from {@code max / divFactor} to
 * {@code max} in the first {@code riseShare} of the steps, then to {@code max / divFactor /
 * finalDivFactor} at the last. Between {@code a} and {@code b}, at the share {@code p} of the way,
 * it is {@code b + (a - b)(1 + cos(pi p)) / 2}, or {@code a + (b - a) p} in lines; behind the last
 * step it stays. Smith and Topin, 2018; Keras has none. The momentum does not change with it.
 *
 * <p>With {@code last = totalSteps - 1} the top is at the step {@code riseShare last}.
 *
 * <p>Defaults: a rise in 0.3 of the steps, from a 25th, to a 10,000th of that; half cosines.
 */
public final class OneCycle extends Schedule {
  private static final Setting<Double> MAX = Setting.number("max_learning_rate")
      .must(r -> r > 0 && Double.isFinite(r), "a finite number > 0");
  private static final Setting<Integer> TOTAL =
      Setting.integer("total_steps").must(n -> n >= 2, ">= 2");
  private static final Setting<Double> RISE =
      Setting.number("rise_share").must(s -> s > 0 && s < 1, "0 < rise_share < 1");
  private static final Setting<Double> DIV =
      Setting.number("div_factor").must(d -> d >= 1 && Double.isFinite(d), "a finite number >= 1");
  private static final Setting<Double> FINAL_DIV = Setting.number("final_div_factor")
      .must(d -> d >= 1 && Double.isFinite(d), "a finite number >= 1");
  private static final Setting<Boolean> LINEAR = Setting.flag("linear");

  /** The kind. */
  public static final Kind<OneCycle> KIND = Kind.custom("keraunos>OneCycle", OneCycle::new)
      .required(MAX, TOTAL)
      .option(RISE, 0.3)
      .option(DIV, 25.0)
      .option(FINAL_DIV, 1e4)
      .option(LINEAR, false)
      .option(NAME, "OneCycle");

  OneCycle(Settings settings) {
    super(settings);
  }

  static OneCycle of(double max, int totalSteps) {
    return new OneCycle(KIND.settings().with(MAX, max).with(TOTAL, totalSteps));
  }

  /**
   * In how much of the steps the rate rises.
   *
   * @param share above 0, below 1; 0.3 if not given
   * @return a changed copy
   */
  public OneCycle riseShare(double share) {
    return new OneCycle(settings().with(RISE, share));
  }

  /**
   * How many times lower than the top the rate begins.
   *
   * @param times at least 1; 25 if not given
   * @return a changed copy
   */
  public OneCycle divFactor(double times) {
    return new OneCycle(settings().with(DIV, times));
  }

  /**
   * How many times lower than where it began the rate ends.
   *
   * @param times at least 1; 10,000 if not given
   * @return a changed copy
   */
  public OneCycle finalDivFactor(double times) {
    return new OneCycle(settings().with(FINAL_DIV, times));
  }

  /**
   * Whether the rate changes in lines, as in the first paper, and not along half cosines.
   *
   * @param lines false if not given
   * @return a changed copy
   */
  public OneCycle linear(boolean lines) {
    return new OneCycle(settings().with(LINEAR, lines));
  }

  @Override
  public Operand<TFloat32> rate(Ops tf, Operand<TInt64> iteration) {
    double max = get(MAX);
    double first = max / get(DIV);
    double last = get(TOTAL) - 1.0;
    double top = get(RISE) * last;
    Operand<TFloat32> step =
        tf.math.minimum(tf.dtypes.cast(iteration, TFloat32.class), tf.constant((float) last));
    Operand<TFloat32> rising = between(tf, first, max, tf.math.div(step, tf.constant((float) top)));
    Operand<TFloat32> since = tf.math.sub(step, tf.constant((float) top));
    Operand<TFloat32> falling = between(
        tf, max, first / get(FINAL_DIV), tf.math.div(since, tf.constant((float) (last - top))));
    return tf.select(tf.math.lessEqual(step, tf.constant((float) top)), rising, falling);
  }

  private Operand<TFloat32> between(Ops tf, double from, double to, Operand<TFloat32> share) {
    if (get(LINEAR)) {
      return tf.math.add(
          tf.constant((float) from), tf.math.mul(tf.constant((float) (to - from)), share));
    }
    Operand<TFloat32> cosine = tf.math.cos(tf.math.mul(tf.constant((float) Math.PI), share));
    Operand<TFloat32> left = tf.math.mul(tf.constant(0.5f), tf.math.add(tf.constant(1f), cosine));
    return tf.math.add(
        tf.constant((float) to), tf.math.mul(tf.constant((float) (from - to)), left));
  }
}
