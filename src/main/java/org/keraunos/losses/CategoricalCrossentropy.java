package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * The one-of-many loss, {@code keras.losses.CategoricalCrossentropy}: {@code -sum over classes of y
 * log p}.
 *
 * <p>On a softmax output it is computed of the logits. On other outputs a row is first divided by
 * its sum and kept 1e-7 away from 0 and 1, as in Keras. Targets are distributions: 0 to 1, a sum of
 * 1 a row; a row that is unknown is NaN as a whole.
 */
public final class CategoricalCrossentropy extends ClassLoss<CategoricalCrossentropy> {
  /** The kind. */
  public static final Kind<CategoricalCrossentropy> KIND = Kind.of(
          "CategoricalCrossentropy", CategoricalCrossentropy::new)
      .group(classes("categorical_crossentropy"))
      .option(LABEL_SMOOTHING, 0.0)
      .only("axis", -1);

  CategoricalCrossentropy(Settings settings) {
    super(settings);
  }

  /**
   * How far targets are moved to the uniform distribution: {@code y (1 - s) + s / classes}.
   *
   * @param smoothing 0 to 1; 0 if not given
   * @return a changed copy
   */
  public CategoricalCrossentropy labelSmoothing(double smoothing) {
    return with(LABEL_SMOOTHING, smoothing);
  }

  @Override
  Operand<TFloating> cell(RowScope s, Distribution p) {
    return s.ops().math.neg(p.log());
  }
}
