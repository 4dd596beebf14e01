package org.keraunos.losses;

import org.keraunos.base.Kind;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of a ranking (LSEP): {@code log(1 + sum of exp(s_absent - s_present))} over all pairs of
 * a present and an absent label of a row. The sum of pairs is a product of two sums, so it takes
 * one pass over the labels. Li, Song and Luo, "Improving pairwise ranking for multi-label image
 * classification", CVPR 2017. Keras has none.
 *
 * <p>It knows the order of scores and not where to cut them; scores are the logits of a sigmoid
 * output, or any other output itself. A pair counts as often as the product of its labels' weights
 * says. A row whose known labels are all present or all absent is 0. A target between 0 and 1 is
 * that much present and the rest absent; NaN is unknown.
 */
public final class LogSumExpPairwise extends RowLoss<LogSumExpPairwise> {
  /** The kind. */
  public static final Kind<LogSumExpPairwise> KIND = Kind.custom(
          "keraunos>LogSumExpPairwise", LogSumExpPairwise::new)
      .group(common("log_sum_exp_pairwise"));

  LogSumExpPairwise(Settings settings) {
    super(settings);
  }

  @Override
  protected Operand<TFloating> row(RowScope s) {
    Ops tf = s.ops();
    Operand<TFloating> present = s.present();
    Operand<TFloating> absent = s.absent();
    Operand<TFloating> scores = s.scores();
    return tf.math.softplus(
        tf.math.add(LogSum.of(s, scores, absent), LogSum.of(s, tf.math.neg(scores), present)));
  }

  @Override
  public OutputValues valuesWithoutActivation() {
    return OutputValues.NUMBERS;
  }
}
