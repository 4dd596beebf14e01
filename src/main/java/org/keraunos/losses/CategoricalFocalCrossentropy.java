package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The one-of-many loss that looks away from what is right already: {@code -sum over classes of
 * alpha (1 - p)^gamma y log p}; {@code keras.losses.CategoricalFocalCrossentropy}; Lin et al., ICCV
 * 2017. Targets are distributions: 0 to 1, a sum of 1 a row; a row that is unknown is NaN as a
 * whole.
 */
public final class CategoricalFocalCrossentropy extends ClassLoss<CategoricalFocalCrossentropy> {
  private static final Setting<Double> ALPHA =
      Setting.number("alpha").must(a -> a >= 0 && Double.isFinite(a), "a finite number >= 0");
  private static final Setting<Double> GAMMA =
      Setting.number("gamma").must(g -> g >= 0 && Double.isFinite(g), "a finite number >= 0");

  /** The kind. */
  public static final Kind<CategoricalFocalCrossentropy> KIND = Kind.of(
          "CategoricalFocalCrossentropy", CategoricalFocalCrossentropy::new)
      .group(classes("categorical_focal_crossentropy"))
      .option(LABEL_SMOOTHING, 0.0)
      .only("axis", -1)
      .option(ALPHA, 0.25)
      .option(GAMMA, 2.0);

  CategoricalFocalCrossentropy(Settings settings) {
    super(settings);
  }

  /**
   * The factor of the whole.
   *
   * @param factor at least 0; 0.25 if not given. For one a class take {@link #labelWeight}
   * @return a changed copy
   */
  public CategoricalFocalCrossentropy alpha(double factor) {
    return with(ALPHA, factor);
  }

  /**
   * How far it looks away; 0 is plain cross-entropy times alpha.
   *
   * @param exponent at least 0; 2 if not given
   * @return a changed copy
   */
  public CategoricalFocalCrossentropy gamma(double exponent) {
    return with(GAMMA, exponent);
  }

  /**
   * How far targets are moved to the uniform distribution: {@code y (1 - s) + s / classes}.
   *
   * @param smoothing 0 to 1; 0 if not given
   * @return a changed copy
   */
  public CategoricalFocalCrossentropy labelSmoothing(double smoothing) {
    return with(LABEL_SMOOTHING, smoothing);
  }

  @Override
  Operand<TFloating> cell(RowScope s, Distribution p) {
    Ops tf = s.ops();
    Operand<TFloating> cell = tf.math.mul(p.log(), s.constant(-get(ALPHA)));
    return get(GAMMA) == 0
        ? cell
        : tf.math.mul(
            Focus.of(tf, tf.math.sub(s.constant(1), p.value()), get(GAMMA), s::constant), cell);
  }
}
