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
 * Gradients over the root of the sum of all their squares so far: {@code a += g^2}, {@code w -=
 * rate g / sqrt(a + epsilon)}. Duchi et al., JMLR 2011; {@code keras.optimizers.Adagrad}.
 *
 * <p>Defaults: rate 0.001, sums that start at 0.1, epsilon 1e-7, no weight decay.
 */
public final class Adagrad extends FluentOptimizer<Adagrad> {
  private static final Setting<Double> START = Setting.number("initial_accumulator_value")
      .must(v -> v >= 0 && Double.isFinite(v), "a finite number >= 0");

  /** The kind. */
  public static final Kind<Adagrad> KIND = Kind.of("Adagrad", Adagrad::new)
      .group(common("adagrad", 0.001))
      .option(START, 0.1)
      .option(AdamRule.EPSILON, 1e-7);

  Adagrad(Settings settings) {
    super(settings);
  }

  /**
   * Where the sums of squares start.
   *
   * @param value at least 0; 0.1 if not given
   * @return a changed copy
   */
  public Adagrad initialAccumulatorValue(double value) {
    return with(START, value);
  }

  /**
   * What is added under the root.
   *
   * @param added above 0; 1e-7 if not given
   * @return a changed copy
   */
  public Adagrad epsilon(double added) {
    return with(AdamRule.EPSILON, added);
  }

  @Override
  public List<List<String>> slots() {
    return List.of(List.of("accumulator"));
  }

  @Override
  public double slotStart(String slot) {
    // Keras rounds it to float32 whatever the type: ops.cast(0.1, "float64").
    return get(START).floatValue();
  }

  @Override
  protected Op update(OptimizerScope s, Gradient gradient) {
    Ops tf = s.ops();
    Variable weight = gradient.weight();
    Operand<TFloating> g = gradient.value();
    Operand<TFloating> sum =
        s.set(s.slot(weight, "accumulator"), old -> tf.math.add(old, tf.math.square(g)));
    Operand<TFloating> root = tf.math.sqrt(tf.math.add(sum, s.constant(get(AdamRule.EPSILON))));
    return s.subtract(weight, tf.math.div(tf.math.mul(s.learningRate(), g), root));
  }
}
