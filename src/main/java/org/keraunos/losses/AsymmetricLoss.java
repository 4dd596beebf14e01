package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Cross-entropy that looks away from easy absent labels more than from easy present ones: {@code -y
 * (1 - p)^gammaPos log p - (1 - y) q^gammaNeg log(1 - q)} with {@code q = max(p - clip, 0)}, the
 * mean over the known labels of a row. Ridnik et al., "Asymmetric loss for multi-label
 * classification", ICCV 2021; the authors' code takes the sum over labels and rows, so its rate is
 * to be multiplied. Keras has none. Targets are 0 to 1, or NaN where unknown.
 */
public final class AsymmetricLoss extends BinaryLoss<AsymmetricLoss> {
  private static final Setting<Double> GAMMA_NEG = exponent("gamma_neg");
  private static final Setting<Double> GAMMA_POS = exponent("gamma_pos");
  private static final Setting<Double> CLIP =
      Setting.number("clip").must(c -> c >= 0 && c < 1, "0 <= clip < 1");
  private static final Setting<Boolean> FOCAL_GRADIENT = Setting.flag("focal_gradient");

  /** The kind. */
  public static final Kind<AsymmetricLoss> KIND = Kind.custom(
          "keraunos>AsymmetricLoss", AsymmetricLoss::new)
      .group(common("asymmetric_loss"))
      .option(GAMMA_NEG, 4.0)
      .option(GAMMA_POS, 1.0)
      .option(CLIP, 0.05)
      .option(FOCAL_GRADIENT, true);

  AsymmetricLoss(Settings settings) {
    super(settings);
  }

  private static Setting<Double> exponent(String key) {
    return Setting.number(key).must(g -> g >= 0 && Double.isFinite(g), "a finite number >= 0");
  }

  /**
   * How far it looks away from absent labels that are right.
   *
   * @param exponent at least 0; 4 if not given
   * @return a changed copy
   */
  public AsymmetricLoss gammaNeg(double exponent) {
    return with(GAMMA_NEG, exponent);
  }

  /**
   * How far it looks away from present labels that are right.
   *
   * @param exponent at least 0; 1 if not given
   * @return a changed copy
   */
  public AsymmetricLoss gammaPos(double exponent) {
    return with(GAMMA_POS, exponent);
  }

  /**
   * What is taken off the probability of an absent label: one below it costs nothing.
   *
   * @param probability 0 to below 1; 0.05 if not given
   * @return a changed copy
   */
  public AsymmetricLoss clip(double probability) {
    return with(CLIP, probability);
  }

  /**
   * Whether the factors {@code (1 - p)^gammaPos} and {@code q^gammaNeg} have gradients; without,
   * they are weights ({@code disable_torch_grad_focal_loss} in the authors' code).
   *
   * @param flows true if not given
   * @return a changed copy
   */
  public AsymmetricLoss focalGradient(boolean flows) {
    return with(FOCAL_GRADIENT, flows);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s, Probability p) {
    Ops tf = s.ops();
    Operand<TFloating> shifted = p.clipped();
    Operand<TFloating> minusLogOfRest;
    if (get(CLIP) > 0) {
      shifted = tf.math.maximum(tf.math.sub(shifted, s.constant(get(CLIP))), s.constant(0));
      minusLogOfRest = tf.math.neg(tf.math.log1p(tf.math.neg(shifted)));
    } else {
      minusLogOfRest = p.minusLogOfRest();
    }
    Operand<TFloating> present = focused(s, p.rest(), get(GAMMA_POS), p.minusLog());
    Operand<TFloating> absent = focused(s, shifted, get(GAMMA_NEG), minusLogOfRest);
    return tf.math.add(
        tf.math.mul(s.target(), present),
        tf.math.mul(tf.math.sub(s.constant(1), s.target()), absent));
  }

  private Operand<TFloating> focused(
      CellScope s, Operand<TFloating> wrong, double gamma, Operand<TFloating> cell) {
    if (gamma == 0) {
      return cell;
    }
    Ops tf = s.ops();
    Operand<TFloating> factor = Focus.of(tf, wrong, gamma, s::constant);
    return tf.math.mul(get(FOCAL_GRADIENT) ? factor : tf.stopGradient(factor), cell);
  }
}
