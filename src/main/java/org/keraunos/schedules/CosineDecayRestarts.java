package org.keraunos.schedules;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A rate that falls along half a cosine again and again: each time in {@code tMul} times as many
 * steps, and from {@code mMul} times as high. With {@code p} the share of the i-th fall, from 0, it
 * is {@code rate ((1 - alpha) mMul^i (1 + cos(pi p)) / 2 + alpha)}.
 * {@code keras.optimizers.schedules.CosineDecayRestarts}; Loshchilov and Hutter, ICLR 2017.
 *
 * <p>Defaults: falls that double in length and stay as high, down to 0. As in Keras, float32 may
 * count the very step of a restart to the fall before it, where the rate is lowest.
 */
public final class CosineDecayRestarts extends Schedule {
  private static final Setting<Integer> FIRST =
      Setting.integer("first_decay_steps").must(n -> n > 0, "> 0");
  private static final Setting<Double> T_MUL =
      Setting.number("t_mul").must(t -> t >= 1 && Double.isFinite(t), "a finite number >= 1");
  private static final Setting<Double> M_MUL =
      Setting.number("m_mul").must(m -> m >= 0 && Double.isFinite(m), "a finite number >= 0");
  private static final Setting<Double> ALPHA =
      Setting.number("alpha").must(a -> a >= 0 && a <= 1, "0 <= alpha <= 1");

  /** The kind. */
  public static final Kind<CosineDecayRestarts> KIND = Kind.of(
          "CosineDecayRestarts", CosineDecayRestarts::new)
      .required(INITIAL, FIRST)
      .option(T_MUL, 2.0)
      .option(M_MUL, 1.0)
      .option(ALPHA, 0.0)
      .option(NAME, "SGDRDecay");

  CosineDecayRestarts(Settings settings) {
    super(settings);
  }

  static CosineDecayRestarts of(double initial, int firstDecaySteps) {
    return new CosineDecayRestarts(
        KIND.settings().with(INITIAL, initial).with(FIRST, firstDecaySteps));
  }

  /**
   * How many times as long each fall is as the one before.
   *
   * @param times at least 1; 2 if not given
   * @return a changed copy
   */
  public CosineDecayRestarts tMul(double times) {
    return new CosineDecayRestarts(settings().with(T_MUL, times));
  }

  /**
   * How many times as high each fall begins as the one before.
   *
   * @param times at least 0; 1 if not given
   * @return a changed copy
   */
  public CosineDecayRestarts mMul(double times) {
    return new CosineDecayRestarts(settings().with(M_MUL, times));
  }

  /**
   * Where each fall ends, as a share of the initial rate.
   *
   * @param share 0 to 1; 0 if not given
   * @return a changed copy
   */
  public CosineDecayRestarts alpha(double share) {
    return new CosineDecayRestarts(settings().with(ALPHA, share));
  }

  @Override
  public Operand<TFloat32> rate(Ops tf, Operand<TInt64> iteration) {
    float alpha = get(ALPHA).floatValue();
    Operand<TFloat32> times =
        tf.math.div(tf.dtypes.cast(iteration, TFloat32.class), tf.constant((float) get(FIRST)));
    Operand<TFloat32> restarts = restarts(tf, times);
    Operand<TFloat32> share = share(tf, times, restarts);
    Operand<TFloat32> height = tf.math.pow(tf.constant(get(M_MUL).floatValue()), restarts);
    Operand<TFloat32> cosine = tf.math.cos(tf.math.mul(tf.constant((float) Math.PI), share));
    Operand<TFloat32> decayed =
        tf.math.mul(tf.math.mul(tf.constant(0.5f), height), tf.math.add(tf.constant(1f), cosine));
    return tf.math.mul(
        tf.constant(get(INITIAL).floatValue()),
        tf.math.add(tf.math.mul(tf.constant(1 - alpha), decayed), tf.constant(alpha)));
  }

  /** How many falls are over; {@code times} is the step over the length of the first. */
  private Operand<TFloat32> restarts(Ops tf, Operand<TFloat32> times) {
    float grows = get(T_MUL).floatValue();
    if (grows == 1) {
      return tf.math.floor(times);
    }
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> power = tf.math.sub(one, tf.math.mul(times, tf.constant(1f - grows)));
    return tf.math.floor(tf.math.div(tf.math.log(power), tf.math.log(tf.constant(grows))));
  }

  /** How much of the present fall is over. */
  private Operand<TFloat32> share(Ops tf, Operand<TFloat32> times, Operand<TFloat32> restarts) {
    float grows = get(T_MUL).floatValue();
    if (grows == 1) {
      return tf.math.sub(times, restarts);
    }
    Operand<TFloat32> length = tf.math.pow(tf.constant(grows), restarts);
    Operand<TFloat32> before =
        tf.math.div(tf.math.sub(tf.constant(1f), length), tf.constant(1f - grows));
    return tf.math.div(tf.math.sub(times, before), length);
  }
}
