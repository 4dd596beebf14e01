package org.keraunos.optimizers;

import org.keraunos.base.Check;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Adam: {@code m += (g - m)(1 - beta1)}, {@code v += (g^2 - v)(1 - beta2)},
 * {@code w -= rate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)}. Kingma and Ba, ICLR 2015;
 * {@code keras.optimizers.Adam}.
 *
 * <p>Defaults: rate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-7.
 */
public final class Adam implements Optimizer {
  private final double rate;
  private final double beta1;
  private final double beta2;
  private final double epsilon;

  Adam(double rate, double beta1, double beta2, double epsilon) {
    Rates.check("Adam.learningRate", rate);
    Check.argument(beta1 >= 0 && beta1 < 1, "Adam.beta1", "0 <= beta1 < 1", beta1);
    Check.argument(beta2 >= 0 && beta2 < 1, "Adam.beta2", "0 <= beta2 < 1", beta2);
    Check.argument(
        epsilon > 0 && Double.isFinite(epsilon), "Adam.epsilon", "a finite number > 0", epsilon);
    this.rate = rate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  @Override
  public Adam learningRate(double changed) {
    return new Adam(changed, beta1, beta2, epsilon);
  }

  /**
   * How much of the mean of the gradients stays in each step.
   *
   * @param share 0 to below 1; 0.9 if not given
   * @return a changed copy
   */
  public Adam beta1(double share) {
    return new Adam(rate, share, beta2, epsilon);
  }

  /**
   * How much of the mean of their squares stays in each step.
   *
   * @param share 0 to below 1; 0.999 if not given
   * @return a changed copy
   */
  public Adam beta2(double share) {
    return new Adam(rate, beta1, share, epsilon);
  }

  /**
   * What is added to the root of the squares.
   *
   * @param added above 0; 1e-7 if not given
   * @return a changed copy
   */
  public Adam epsilon(double added) {
    return new Adam(rate, beta1, beta2, added);
  }

  @Override
  public String kerasName() {
    return "adam";
  }

  @Override
  public double learningRate() {
    return rate;
  }

  @Override
  public Op update(OptimizerScope s, Gradient weight) {
    Ops tf = s.ops();
    Operand<TFloating> power1 = s.once("beta1_power", () -> power(s, beta1));
    Operand<TFloating> power2 = s.once("beta2_power", () -> power(s, beta2));
    return tf.train.resourceApplyAdam(
        weight.weight().handle(),
        s.slot(weight.weight(), "momentum").handle(),
        s.slot(weight.weight(), "velocity").handle(),
        power1,
        power2,
        s.learningRate(),
        s.constant(beta1),
        s.constant(beta2),
        s.constant(epsilon),
        weight.value());
  }

  /** Keras rounds the base to float32 here, and here alone, whatever the type: {@code ops.cast(0.9, "float64")}. */
  private static Operand<TFloating> power(OptimizerScope s, double beta) {
    return s.ops().math.pow(s.constant((float) beta), s.step());
  }
}
