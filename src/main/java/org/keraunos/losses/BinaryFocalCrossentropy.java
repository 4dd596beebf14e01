package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Binary cross-entropy that looks away from what is right already: with {@code q = y p + (1 - y)(1
 * - p)} it is {@code (1 - q)^gamma (-y log p - (1 - y) log(1 - p))}, the mean over the known labels
 * of a row. {@code keras.losses.BinaryFocalCrossentropy}; Lin et al., ICCV 2017. Targets are 0 to
 * 1, or NaN where unknown.
 */
public final class BinaryFocalCrossentropy extends BinaryLoss<BinaryFocalCrossentropy> {
  private static final Setting<Boolean> BALANCING = Setting.flag("apply_class_balancing");
  private static final Setting<Double> ALPHA =
      Setting.number("alpha").must(a -> a >= 0 && a <= 1, "0 <= alpha <= 1");
  private static final Setting<Double> GAMMA =
      Setting.number("gamma").must(g -> g >= 0 && Double.isFinite(g), "a finite number >= 0");

  /** The kind. */
  public static final Kind<BinaryFocalCrossentropy> KIND = Kind.of(
          "BinaryFocalCrossentropy", BinaryFocalCrossentropy::new)
      .group(common("binary_focal_crossentropy"))
      .option(BALANCING, false)
      .option(ALPHA, 0.25)
      .option(GAMMA, 2.0);

  BinaryFocalCrossentropy(Settings settings) {
    super(settings);
  }

  /**
   * Whether present and absent labels are weighed by {@code alpha} and {@code 1 - alpha}.
   *
   * @param balancing false if not given
   * @return a changed copy
   */
  public BinaryFocalCrossentropy applyClassBalancing(boolean balancing) {
    return with(BALANCING, balancing);
  }

  /**
   * The weight of a present label where classes are balanced.
   *
   * @param weight 0 to 1; 0.25 if not given
   * @return a changed copy
   */
  public BinaryFocalCrossentropy alpha(double weight) {
    return with(ALPHA, weight);
  }

  /**
   * How far it looks away; 0 is plain cross-entropy.
   *
   * @param exponent at least 0; 2 if not given
   * @return a changed copy
   */
  public BinaryFocalCrossentropy gamma(double exponent) {
    return with(GAMMA, exponent);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s, Probability p) {
    Ops tf = s.ops();
    Operand<TFloating> y = s.target();
    Operand<TFloating> one = s.constant(1);
    Operand<TFloating> notY = tf.math.sub(one, y);
    Operand<TFloating> cell =
        tf.math.add(tf.math.mul(y, p.minusLog()), tf.math.mul(notY, p.minusLogOfRest()));
    if (get(GAMMA) != 0) {
      Operand<TFloating> present = p.value();
      Operand<TFloating> right =
          tf.math.add(tf.math.mul(y, present), tf.math.mul(notY, tf.math.sub(one, present)));
      cell = get(GAMMA) < 1
          ? tf.math.mul(Focus.of(tf, tf.math.sub(one, right), get(GAMMA), s::constant), cell)
          : tf.math.mul(tf.math.pow(tf.math.sub(one, right), s.constant(get(GAMMA))), cell);
    }
    if (get(BALANCING)) {
      Operand<TFloating> weight = tf.math.add(
          tf.math.mul(y, s.constant(get(ALPHA))), tf.math.mul(notY, s.constant(1 - get(ALPHA))));
      cell = tf.math.mul(weight, cell);
    }
    return cell;
  }
}
