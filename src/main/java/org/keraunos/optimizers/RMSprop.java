package org.keraunos.optimizers;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.Variable;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Gradients over the root of the mean of their squares: {@code v = rho v + (1 - rho) g^2}, {@code w
 * -= rate g / sqrt(v + epsilon)}; centered, the square of the mean {@code a = rho a + (1 - rho) g}
 * is taken off {@code v}; with momentum {@code m = momentum m + rate g / sqrt(v + epsilon)},
 * {@code w -= m}. {@code keras.optimizers.RMSprop}; Hinton, 2012.
 *
 * <p>Defaults: rate 0.001, rho 0.9, no momentum, epsilon 1e-7, not centered.
 */
public final class RMSprop extends FluentOptimizer<RMSprop> {
  private static final Setting<Double> RHO =
      Setting.number("rho").must(r -> r >= 0 && r <= 1, "0 <= rho <= 1");
  private static final Setting<Double> MOMENTUM =
      Setting.number("momentum").must(m -> m >= 0 && m <= 1, "0 <= momentum <= 1");
  private static final Setting<Double> EPSILON =
      Setting.number("epsilon").must(e -> e > 0 && Double.isFinite(e), "a finite number > 0");
  private static final Setting<Boolean> CENTERED = Setting.flag("centered");

  /** The kind. */
  public static final Kind<RMSprop> KIND = Kind.of("RMSprop", RMSprop::new)
      .group(common("rm_sprop", 0.001))
      .option(RHO, 0.9)
      .option(MOMENTUM, 0.0)
      .option(EPSILON, 1e-7)
      .option(CENTERED, false);

  RMSprop(Settings settings) {
    super(settings);
  }

  /**
   * How much of the mean of the squares stays in each step.
   *
   * @param share 0 to 1; 0.9 if not given
   * @return a changed copy
   */
  public RMSprop rho(double share) {
    return with(RHO, share);
  }

  /**
   * How much of the last change goes on.
   *
   * @param share 0 to 1; 0 if not given
   * @return a changed copy
   */
  public RMSprop momentum(double share) {
    return with(MOMENTUM, share);
  }

  /**
   * What is added under the root.
   *
   * @param added above 0; 1e-7 if not given
   * @return a changed copy
   */
  public RMSprop epsilon(double added) {
    return with(EPSILON, added);
  }

  /**
   * Whether gradients are divided by their deviation, and not by the root of the squares.
   *
   * @param deviation false if not given
   * @return a changed copy
   */
  public RMSprop centered(boolean deviation) {
    return with(CENTERED, deviation);
  }

  @Override
  public List<List<String>> slots() {
    List<List<String>> slots = new ArrayList<>(List.of(List.of("velocity")));
    if (get(MOMENTUM) > 0) {
      slots.add(List.of("momentum"));
    }
    if (get(CENTERED)) {
      slots.add(List.of("average_gradient"));
    }
    return slots;
  }

  @Override
  protected Op update(OptimizerScope s, Gradient gradient) {
    Ops tf = s.ops();
    Variable weight = gradient.weight();
    Operand<TFloating> g = gradient.value();
    Operand<TFloating> velocity =
        s.set(s.slot(weight, "velocity"), old -> mean(s, old, tf.math.square(g)));
    Operand<TFloating> under = velocity;
    if (get(CENTERED)) {
      Operand<TFloating> average =
          s.set(s.slot(weight, "average_gradient"), old -> mean(s, old, g));
      under = tf.math.sub(velocity, tf.math.square(average));
    }
    Operand<TFloating> change = tf.math.div(
        tf.math.mul(s.learningRate(), g),
        tf.math.sqrt(tf.math.add(under, s.constant(get(EPSILON)))));
    if (get(MOMENTUM) > 0) {
      Operand<TFloating> last = change;
      change = s.set(
          s.slot(weight, "momentum"),
          old -> tf.math.add(tf.math.mul(s.constant(get(MOMENTUM)), old), last));
    }
    return s.subtract(weight, change);
  }

  private Operand<TFloating> mean(
      OptimizerScope s, Operand<TFloating> old, Operand<TFloating> now) {
    Ops tf = s.ops();
    return tf.math.add(
        tf.math.mul(s.constant(get(RHO)), old), tf.math.mul(s.constant(1 - get(RHO)), now));
  }
}
