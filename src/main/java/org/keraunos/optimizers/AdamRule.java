package org.keraunos.optimizers;

import java.util.List;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.Variable;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The rule of {@link Adam} and {@link AdamW}.
 *
 * @param <O> the optimizer itself
 */
public abstract sealed class AdamRule<O extends AdamRule<O>> extends FluentOptimizer<O>
    permits Adam, AdamW {
  static final Setting<Double> BETA_1 =
      Setting.number("beta_1").must(b -> b >= 0 && b < 1, "0 <= beta_1 < 1");
  static final Setting<Double> BETA_2 =
      Setting.number("beta_2").must(b -> b >= 0 && b < 1, "0 <= beta_2 < 1");
  static final Setting<Double> EPSILON =
      Setting.number("epsilon").must(e -> e > 0 && Double.isFinite(e), "a finite number > 0");
  private static final Setting<Boolean> AMSGRAD = Setting.flag("amsgrad");

  /** The rule's settings. */
  static final Kind.Group RULE = new Kind.Group() {
    @Override
    public <T extends Configurable> Kind<T> addTo(Kind<T> kind) {
      return kind.option(BETA_1, 0.9)
          .option(BETA_2, 0.999)
          .option(EPSILON, 1e-7)
          .option(AMSGRAD, false);
    }
  };

  AdamRule(Settings settings) {
    super(settings);
  }

  /**
   * How much of the mean of the gradients stays in each step.
   *
   * @param share 0 to below 1; 0.9 if not given
   * @return a changed copy
   */
  public final O beta1(double share) {
    return with(BETA_1, share);
  }

  /**
   * How much of the mean of their squares stays in each step.
   *
   * @param share 0 to below 1; 0.999 if not given
   * @return a changed copy
   */
  public final O beta2(double share) {
    return with(BETA_2, share);
  }

  /**
   * What is added to the root of the squares.
   *
   * @param added above 0; 1e-7 if not given
   * @return a changed copy
   */
  public final O epsilon(double added) {
    return with(EPSILON, added);
  }

  /**
   * Whether the largest mean of the squares so far takes the place of the mean: Reddi et al., ICLR
   * 2018.
   *
   * @param largest false if not given
   * @return a changed copy
   */
  public final O amsgrad(boolean largest) {
    return with(AMSGRAD, largest);
  }

  @Override
  public final List<List<String>> slots() {
    List<String> means = List.of("momentum", "velocity");
    return get(AMSGRAD) ? List.of(means, List.of("velocity_hat")) : List.of(means);
  }

  @Override
  protected final Op update(OptimizerScope s, Gradient gradient) {
    Ops tf = s.ops();
    Operand<TFloating> power1 = s.once("beta1_power", () -> power(s, get(BETA_1)));
    Operand<TFloating> power2 = s.once("beta2_power", () -> power(s, get(BETA_2)));
    Variable weight = gradient.weight();
    if (get(AMSGRAD)) {
      return tf.train.resourceApplyAdamWithAmsgrad(
          weight.handle(),
          s.slot(weight, "momentum").handle(),
          s.slot(weight, "velocity").handle(),
          s.slot(weight, "velocity_hat").handle(),
          power1,
          power2,
          s.learningRate(),
          s.constant(get(BETA_1)),
          s.constant(get(BETA_2)),
          s.constant(get(EPSILON)),
          gradient.value());
    }
    return tf.train.resourceApplyAdam(
        weight.handle(),
        s.slot(weight, "momentum").handle(),
        s.slot(weight, "velocity").handle(),
        power1,
        power2,
        s.learningRate(),
        s.constant(get(BETA_1)),
        s.constant(get(BETA_2)),
        s.constant(get(EPSILON)),
        gradient.value());
  }

  /**
   * Keras rounds the base to float32 here, and here alone, whatever the type: {@code ops.cast(0.9,
   * "float64")}.
   */
  private static Operand<TFloating> power(OptimizerScope s, double beta) {
    return s.ops().math.pow(s.constant((float) beta), s.step());
  }
}
