package org.keraunos.losses;

import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Numbers;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Binary cross-entropy for rare labels: {@code -w y log p - (1 - y) log(1 - p)}, the mean over the
 * known labels of a row. A {@code w} of the negatives over the positives of a label makes both
 * count alike. {@code tf.nn.weighted_cross_entropy_with_logits}, in PyTorch {@code pos_weight};
 * Keras has none. Targets are 0 to 1, or NaN where unknown.
 */
public final class WeightedBinaryCrossentropy extends BinaryLoss<WeightedBinaryCrossentropy> {
  private static final Setting<Numbers> POS_WEIGHT = Setting.of("pos_weight", Codecs.numbers())
      .must(WeightedBinaryCrossentropy::positive, "finite numbers > 0");

  /** The kind. */
  public static final Kind<WeightedBinaryCrossentropy> KIND = Kind.custom(
          "keraunos>WeightedBinaryCrossentropy", WeightedBinaryCrossentropy::new)
      .group(common("weighted_binary_crossentropy"))
      .option(POS_WEIGHT, Numbers.of(1));

  WeightedBinaryCrossentropy(Settings settings) {
    super(settings);
  }

  /**
   * How much a present label counts beside an absent one.
   *
   * @param weights one a label, or one for all; above 0; 1 if not given
   * @return a changed copy
   */
  public WeightedBinaryCrossentropy posWeight(double... weights) {
    return with(POS_WEIGHT, weights.length == 1 ? Numbers.of(weights[0]) : Numbers.of(weights));
  }

  @Override
  public void checkOutput(Shape output) {
    super.checkOutput(output);
    checkLabels(POS_WEIGHT, output);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s, Probability p) {
    Ops tf = s.ops();
    Operand<TFloating> present = tf.math.mul(s.perLabel(get(POS_WEIGHT)), s.target());
    return tf.math.add(
        tf.math.mul(present, p.minusLog()),
        tf.math.mul(tf.math.sub(s.constant(1), s.target()), p.minusLogOfRest()));
  }

  private static boolean positive(Numbers weights) {
    for (double weight : weights.toArray()) {
      if (!(weight > 0 && Double.isFinite(weight))) {
        return false;
      }
    }
    return weights.size() > 0;
  }
}
