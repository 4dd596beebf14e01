package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of a ranking with a cut at 0 (ZLPR): {@code log(1 + sum over present of exp(-s)) + log(1
 * + sum over absent of exp(s))}. Su et al., "ZLPR: a novel loss for multi-label classification",
 * 2022. Keras has none.
 *
 * <p>Scores are the logits of a sigmoid output, or any other output itself; a label is predicted
 * where its score is above 0, which is a probability above 0.5. A label counts in its sum as often
 * as its weight says. A target between 0 and 1 is that much present and the rest absent; NaN is
 * unknown.
 */
public final class ZeroBoundedRanking extends RowLoss<ZeroBoundedRanking> {
  /** The kind. */
  public static final Kind<ZeroBoundedRanking> KIND = Kind.custom(
          "keraunos>ZeroBoundedRanking", ZeroBoundedRanking::new)
      .group(common("zero_bounded_ranking"));

  ZeroBoundedRanking(Settings settings) {
    super(settings);
  }

  @Override
  protected Operand<TFloating> row(RowScope s) {
    Ops tf = s.ops();
    Operand<TFloating> present = s.present();
    Operand<TFloating> absent = s.absent();
    Operand<TFloating> scores = s.scores();
    return tf.math.add(
        tf.math.softplus(LogSum.of(s, tf.math.neg(scores), present)),
        tf.math.softplus(LogSum.of(s, scores, absent)));
  }

  @Override
  public OutputValues valuesWithoutActivation() {
    return OutputValues.LABEL_LOGITS;
  }
}
