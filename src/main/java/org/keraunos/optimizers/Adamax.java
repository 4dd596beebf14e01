package org.keraunos.optimizers;

import java.util.List;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.runtime.Variable;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@link Adam} over the largest gradient in place of the root of the squares: {@code m += (g - m)(1
 * - beta1)}, {@code u = max(beta2 u, |g|)}, {@code w -= rate m / ((1 - beta1^t)(u + epsilon))}.
 * Kingma and Ba, ICLR 2015; {@code keras.optimizers.Adamax}.
 *
 * <p>Defaults: rate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-7, no weight decay.
 */
public final class Adamax extends FluentOptimizer<Adamax> {
  /** The kind. */
  public static final Kind<Adamax> KIND = Kind.of("Adamax", Adamax::new)
      .group(common("adamax", 0.001))
      .option(AdamRule.BETA_1, 0.9)
      .option(AdamRule.BETA_2, 0.999)
      .option(AdamRule.EPSILON, 1e-7);

  Adamax(Settings settings) {
    super(settings);
  }

  /**
   * How much of the mean of the gradients stays in each step.
   *
   * @param share 0 to below 1; 0.9 if not given
   * @return a changed copy
   */
  public Adamax beta1(double share) {
    return with(AdamRule.BETA_1, share);
  }

  /**
   * How much of the largest gradient stays in each step.
   *
   * @param share 0 to below 1; 0.999 if not given
   * @return a changed copy
   */
  public Adamax beta2(double share) {
    return with(AdamRule.BETA_2, share);
  }

  /**
   * What is added to the largest gradient.
   *
   * @param added above 0; 1e-7 if not given
   * @return a changed copy
   */
  public Adamax epsilon(double added) {
    return with(AdamRule.EPSILON, added);
  }

  @Override
  public List<List<String>> slots() {
    return List.of(List.of("momentum", "norm"));
  }

  @Override
  protected Op update(OptimizerScope s, Gradient gradient) {
    Ops tf = s.ops();
    Variable weight = gradient.weight();
    Operand<TFloating> g = gradient.value();
    // Keras rounds the base to float32 here, and here alone, whatever the type.
    Operand<TFloating> power = s.once(
        "beta1_power", () -> tf.math.pow(s.constant(get(AdamRule.BETA_1).floatValue()), s.step()));
    Operand<TFloating> m = s.set(
        s.slot(weight, "momentum"),
        old -> tf.math.add(
            old, tf.math.mul(tf.math.sub(g, old), s.constant(1 - get(AdamRule.BETA_1)))));
    Operand<TFloating> u = s.set(
        s.slot(weight, "norm"),
        old -> tf.math.maximum(tf.math.mul(s.constant(get(AdamRule.BETA_2)), old), tf.math.abs(g)));
    Operand<TFloating> under = tf.math.mul(
        tf.math.sub(s.constant(1), power), tf.math.add(u, s.constant(get(AdamRule.EPSILON))));
    return s.subtract(weight, tf.math.div(tf.math.mul(s.learningRate(), m), under));
  }
}
