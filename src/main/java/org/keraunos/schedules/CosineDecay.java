package org.keraunos.schedules;

import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A rate that falls along half a cosine: with {@code s = min(step, decaySteps)} it is {@code rate
 * ((1 - alpha)(1 + cos(pi s / decaySteps)) / 2 + alpha)}. With a warm-up it first rises in a line
 * from the initial rate to the target in {@code warmupSteps} and falls from there.
 * {@code keras.optimizers.schedules.CosineDecay}; Loshchilov and Hutter, ICLR 2017.
 */
public final class CosineDecay extends Schedule {
  private static final Setting<Double> ALPHA =
      Setting.number("alpha").must(a -> a >= 0 && a <= 1, "0 <= alpha <= 1");
  private static final Setting<Optional<Double>> WARMUP_TARGET = Setting.of(
          "warmup_target", Codecs.optional(Codecs.number()))
      .must(t -> t.isEmpty() || (t.get() >= 0 && Double.isFinite(t.get())), "a number >= 0");
  private static final Setting<Integer> WARMUP_STEPS =
      Setting.integer("warmup_steps").must(n -> n >= 0, ">= 0");

  /** The kind. */
  public static final Kind<CosineDecay> KIND = Kind.of("CosineDecay", CosineDecay::new)
      .required(INITIAL, DECAY_STEPS)
      .option(ALPHA, 0.0)
      .option(NAME, "CosineDecay")
      .option(WARMUP_TARGET, Optional.empty())
      .option(WARMUP_STEPS, 0);

  CosineDecay(Settings settings) {
    super(settings);
  }

  /**
   * Where the rate ends, as a share of where it starts to fall.
   *
   * @param share 0 to 1; 0 if not given
   * @return a changed copy
   */
  public CosineDecay alpha(double share) {
    return new CosineDecay(settings().with(ALPHA, share));
  }

  /**
   * Lets the rate rise first, from the initial one.
   *
   * @param target where to, at least 0
   * @param steps in how many steps, at least 1; they come before those of the decay
   * @return a changed copy
   */
  public CosineDecay warmup(double target, int steps) {
    Check.argument(steps >= 1, "CosineDecay.warmup_steps", ">= 1", steps);
    return new CosineDecay(
        settings().with(WARMUP_TARGET, Optional.of(target)).with(WARMUP_STEPS, steps));
  }

  @Override
  public Operand<TFloat32> rate(Ops tf, Operand<TInt64> iteration) {
    float initial = get(INITIAL).floatValue();
    float decaySteps = get(DECAY_STEPS);
    Operand<TFloat32> step = tf.dtypes.cast(iteration, TFloat32.class);
    if (get(WARMUP_TARGET).isEmpty()) {
      Operand<TFloat32> until = tf.math.minimum(step, tf.constant(decaySteps));
      return decay(tf, until, decaySteps, initial);
    }
    float target = get(WARMUP_TARGET).get().floatValue();
    float warmupSteps = get(WARMUP_STEPS);
    Operand<TFloat32> until = tf.math.minimum(step, tf.constant(decaySteps + warmupSteps));
    Operand<TFloat32> behind = tf.math.sub(until, tf.constant(warmupSteps));
    Operand<TFloat32> decayed = decay(tf, behind, decaySteps, target);
    if (warmupSteps == 0) {
      return decayed;
    }
    Operand<TFloat32> risen = tf.math.add(
        tf.math.mul(tf.constant(target - initial), tf.math.div(until, tf.constant(warmupSteps))),
        tf.constant(initial));
    return tf.select(tf.math.less(until, tf.constant(warmupSteps)), risen, decayed);
  }

  private Operand<TFloat32> decay(Ops tf, Operand<TFloat32> step, float decaySteps, float from) {
    Operand<TFloat32> angle =
        tf.math.mul(tf.constant((float) Math.PI), tf.math.div(step, tf.constant(decaySteps)));
    Operand<TFloat32> cosine =
        tf.math.mul(tf.constant(0.5f), tf.math.add(tf.constant(1f), tf.math.cos(angle)));
    Operand<TFloat32> decayed = tf.math.add(
        tf.math.mul(tf.constant((float) (1 - get(ALPHA))), cosine),
        tf.constant(get(ALPHA).floatValue()));
    return tf.math.mul(tf.constant(from), decayed);
  }
}
