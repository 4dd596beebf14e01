package org.keraunos.optimizers;

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
 * Steps of one length, by the sign alone: {@code w -= rate sign(beta1 m + (1 - beta1) g)}, and then
 * {@code m = beta2 m + (1 - beta2) g}. It takes a rate of a third to a tenth of Adam's. Chen et
 * al., NeurIPS 2023; {@code keras.optimizers.Lion}.
 *
 * <p>Defaults: rate 0.001, beta1 0.9, beta2 0.99, no weight decay.
 */
public final class Lion extends FluentOptimizer<Lion> {
  private static final Setting<Double> BETA_1 =
      Setting.number("beta_1").must(b -> b > 0 && b <= 1, "0 < beta_1 <= 1");
  private static final Setting<Double> BETA_2 =
      Setting.number("beta_2").must(b -> b >= 0 && b <= 1, "0 <= beta_2 <= 1");

  /** The kind. */
  public static final Kind<Lion> KIND = Kind.of("Lion", Lion::new)
      .group(common("lion", 0.001))
      .option(BETA_1, 0.9)
      .option(BETA_2, 0.99);

  Lion(Settings settings) {
    super(settings);
  }

  /**
   * How much of the mean of the gradients there is in what a step takes the sign of.
   *
   * @param share above 0, to 1; 0.9 if not given
   * @return a changed copy
   */
  public Lion beta1(double share) {
    return with(BETA_1, share);
  }

  /**
   * How much of the mean of the gradients is kept for the next step.
   *
   * @param share 0 to 1; 0.99 if not given
   * @return a changed copy
   */
  public Lion beta2(double share) {
    return with(BETA_2, share);
  }

  @Override
  public List<List<String>> slots() {
    return List.of(List.of("momentum"));
  }

  @Override
  protected Op update(OptimizerScope s, Gradient gradient) {
    Ops tf = s.ops();
    Variable momentum = s.slot(gradient.weight(), "momentum");
    Operand<TFloating> direction =
        tf.math.sign(mean(s, BETA_1, s.value(momentum), gradient.value()));
    s.set(momentum, old -> mean(s, BETA_2, old, gradient.value()));
    return s.subtract(gradient.weight(), tf.math.mul(s.learningRate(), direction));
  }

  private Operand<TFloating> mean(
      OptimizerScope s, Setting<Double> beta, Operand<TFloating> old, Operand<TFloating> now) {
    Ops tf = s.ops();
    // Keras rounds it to float32 whatever the type: ops.cast(0.9, "float64").
    float stays = get(beta).floatValue();
    return tf.math.add(
        tf.math.mul(old, s.constant(stays)), tf.math.mul(now, s.constant(1.0 - stays)));
  }
}
