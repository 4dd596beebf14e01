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
 * {@link Adam} that looks ahead, with a momentum that grows: {@code u_t = beta1 (1 - 0.96^t / 2)},
 * {@code U_t} the product of {@code u_1} to {@code u_t}, {@code m} and {@code v} as Adam's,
 * {@code w -= rate (u_{t+1} m / (1 - U_{t+1}) + (1 - u_t) g / (1 - U_t)) / (sqrt(v / (1 - beta2^t))
 * + epsilon)}. Dozat, ICLR workshop 2016; {@code keras.optimizers.Nadam}.
 *
 * <p>Defaults: rate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-7, no weight decay.
 */
public final class Nadam extends FluentOptimizer<Nadam> {
  private static final double DECAY = 0.96;

  /** The kind. */
  public static final Kind<Nadam> KIND = Kind.of("Nadam", Nadam::new)
      // Before, its scalar stood before the slots in files.
      .since(15)
      .group(common("nadam", 0.001))
      .option(AdamRule.BETA_1, 0.9)
      .option(AdamRule.BETA_2, 0.999)
      .option(AdamRule.EPSILON, 1e-7);

  Nadam(Settings settings) {
    super(settings);
  }

  /**
   * How much of the mean of the gradients stays in each step.
   *
   * @param share 0 to below 1; 0.9 if not given
   * @return a changed copy
   */
  public Nadam beta1(double share) {
    return with(AdamRule.BETA_1, share);
  }

  /**
   * How much of the mean of their squares stays in each step.
   *
   * @param share 0 to below 1; 0.999 if not given
   * @return a changed copy
   */
  public Nadam beta2(double share) {
    return with(AdamRule.BETA_2, share);
  }

  /**
   * What is added to the root of the squares.
   *
   * @param added above 0; 1e-7 if not given
   * @return a changed copy
   */
  public Nadam epsilon(double added) {
    return with(AdamRule.EPSILON, added);
  }

  @Override
  public List<List<String>> slots() {
    return List.of(List.of("momentum", "velocity"));
  }

  @Override
  public List<String> sharedSlots() {
    return List.of("u_product");
  }

  @Override
  public double slotStart(String slot) {
    return slot.equals("u_product") ? 1 : 0;
  }

  @Override
  protected Op update(OptimizerScope s, Gradient gradient) {
    Ops tf = s.ops();
    Variable weight = gradient.weight();
    Operand<TFloating> g = gradient.value();
    // Keras rounds these to float32 whatever the type, ops.cast(0.9, "float64"), but not where the
    // product is kept.
    Operand<TFloating> beta1 = s.constant(get(AdamRule.BETA_1).floatValue());
    Operand<TFloating> beta2 = s.constant(get(AdamRule.BETA_2).floatValue());
    Operand<TFloating> one = s.constant(1);
    Operand<TFloating> product = s.set(
        s.shared("u_product"),
        old -> tf.math.mul(
            old, momentum(s, s.step(), s.constant(get(AdamRule.BETA_1)), s.constant(DECAY))));
    Operand<TFloating> now =
        s.once("u", () -> momentum(s, s.step(), beta1, s.constant((float) DECAY)));
    Operand<TFloating> ahead = s.once(
        "u_ahead", () -> momentum(s, tf.math.add(s.step(), one), beta1, s.constant((float) DECAY)));
    Operand<TFloating> productAhead = s.once("u_product_ahead", () -> tf.math.mul(product, ahead));
    Operand<TFloating> power2 = s.once("beta2_power", () -> tf.math.pow(beta2, s.step()));
    Operand<TFloating> m = s.set(s.slot(weight, "momentum"), old -> nearer(s, old, g, beta1));
    Operand<TFloating> v =
        s.set(s.slot(weight, "velocity"), old -> nearer(s, old, tf.math.square(g), beta2));
    Operand<TFloating> direction = tf.math.add(
        tf.math.div(tf.math.mul(ahead, m), tf.math.sub(one, productAhead)),
        tf.math.div(tf.math.mul(tf.math.sub(one, now), g), tf.math.sub(one, product)));
    Operand<TFloating> root = tf.math.sqrt(tf.math.div(v, tf.math.sub(one, power2)));
    return s.subtract(
        weight,
        tf.math.div(
            tf.math.mul(direction, s.learningRate()),
            tf.math.add(root, s.constant(get(AdamRule.EPSILON)))));
  }

  private static Operand<TFloating> momentum(
      OptimizerScope s,
      Operand<TFloating> step,
      Operand<TFloating> beta,
      Operand<TFloating> decay) {
    Ops tf = s.ops();
    Operand<TFloating> lacking = tf.math.mul(s.constant(0.5), tf.math.pow(decay, step));
    return tf.math.mul(beta, tf.math.sub(s.constant(1), lacking));
  }

  private static Operand<TFloating> nearer(
      OptimizerScope s, Operand<TFloating> old, Operand<TFloating> to, Operand<TFloating> beta) {
    Ops tf = s.ops();
    Operand<TFloating> share = tf.math.sub(s.constant(1), beta);
    return tf.math.add(old, tf.math.mul(tf.math.sub(to, old), share));
  }
}
