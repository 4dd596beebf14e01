package org.keraunos.losses;

import java.util.Arrays;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Numbers;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.family.TFloating;

/**
 * Cross-entropy for labels of a long tail that come together. Wu et al., "Distribution-balanced
 * loss for multi-label classification in long-tailed datasets", ECCV 2020. Keras has none.
 *
 * <p>A label that is present in {@code n} of {@code N} rows has the bias {@code v = -negBias log(N
 * / n - 1) / negScale}; with {@code z' = z + v} a present label costs {@code softplus(-z')} and an
 * absent one {@code softplus(negScale z') / negScale}, which does not push on where it is absent in
 * nearly all rows. Both are multiplied by {@code mapAlpha + sigmoid(mapBeta (r - mapGamma))}, where
 * {@code r} is {@code 1 / n} over the sum of {@code 1 / n} of the row's present labels, by
 * {@code wrong^gamma} and by {@code balance}. The row is the mean over its known labels. Defaults
 * are the authors' for COCO. Targets are 0 to 1, or NaN where unknown.
 */
public final class DistributionBalancedLoss extends BinaryLoss<DistributionBalancedLoss> {
  private static final Setting<Numbers> COUNTS = Setting.of("label_counts", Codecs.numbers())
      .must(DistributionBalancedLoss::areCounts, "finite numbers > 0");
  private static final Setting<Double> ROWS = number("rows", false);
  private static final Setting<Double> MAP_ALPHA = number("map_alpha", true);
  private static final Setting<Double> MAP_BETA = number("map_beta", true);
  private static final Setting<Double> MAP_GAMMA = number("map_gamma", true);
  private static final Setting<Double> NEG_SCALE = number("neg_scale", false);
  private static final Setting<Double> NEG_BIAS = number("neg_bias", true);
  private static final Setting<Double> GAMMA = number("gamma", true);
  private static final Setting<Double> BALANCE = number("balance", false);

  /** The kind. */
  public static final Kind<DistributionBalancedLoss> KIND = Kind.custom(
          "keraunos>DistributionBalancedLoss", DistributionBalancedLoss::new)
      .group(common("distribution_balanced_loss"))
      .required(ROWS, COUNTS)
      .option(MAP_ALPHA, 0.1)
      .option(MAP_BETA, 10.0)
      .option(MAP_GAMMA, 0.2)
      .option(NEG_SCALE, 2.0)
      .option(NEG_BIAS, 0.05)
      .option(GAMMA, 2.0)
      .option(BALANCE, 2.0);

  DistributionBalancedLoss(Settings settings) {
    super(settings);
  }

  private static Setting<Double> number(String key, boolean zero) {
    return zero
        ? Setting.number(key).must(v -> v >= 0 && Double.isFinite(v), "a finite number >= 0")
        : Setting.number(key).must(v -> v > 0 && Double.isFinite(v), "a finite number > 0");
  }

  private static boolean areCounts(Numbers counts) {
    return Arrays.stream(counts.toArray()).allMatch(n -> n > 0 && Double.isFinite(n))
        && !counts.single();
  }

  static DistributionBalancedLoss of(long rows, long... labelCounts) {
    double[] counts = Arrays.stream(labelCounts).asDoubleStream().toArray();
    return KIND.make(KIND.settings().with(ROWS, (double) rows).with(COUNTS, Numbers.of(counts)));
  }

  /**
   * How {@code r}, the share of a label among the present ones of its row, becomes a weight.
   *
   * @param alpha the least weight; at least 0, 0.1 if not given
   * @param beta how steep the weight rises; at least 0, 10 if not given
   * @param gamma the share at which half of the rise is done; at least 0, 0.2 if not given
   * @return a changed copy
   */
  public DistributionBalancedLoss map(double alpha, double beta, double gamma) {
    return with(MAP_ALPHA, alpha).with(MAP_BETA, beta).with(MAP_GAMMA, gamma);
  }

  /**
   * How many times steeper, and as many times smaller, the loss of an absent label is.
   *
   * @param scale above 0; 2 if not given
   * @return a changed copy
   */
  public DistributionBalancedLoss negScale(double scale) {
    return with(NEG_SCALE, scale);
  }

  /**
   * How much of the bias of rare labels the loss takes off the network.
   *
   * @param bias at least 0; 0.05 if not given
   * @return a changed copy
   */
  public DistributionBalancedLoss negBias(double bias) {
    return with(NEG_BIAS, bias);
  }

  /**
   * How far it looks away from what is right already.
   *
   * @param exponent at least 0, where 0 is no focal loss; 2 if not given
   * @return a changed copy
   */
  public DistributionBalancedLoss gamma(double exponent) {
    return with(GAMMA, exponent);
  }

  /**
   * The factor of the whole.
   *
   * @param factor above 0; 2 if not given
   * @return a changed copy
   */
  public DistributionBalancedLoss balance(double factor) {
    return with(BALANCE, factor);
  }

  @Override
  public void check() {
    for (double count : get(COUNTS).toArray()) {
      Check.argument(
          count < get(ROWS),
          "DistributionBalancedLoss.label_counts",
          "numbers below rows, " + get(ROWS),
          count);
    }
  }

  @Override
  public void checkOutput(Shape output) {
    super.checkOutput(output);
    checkLabels(COUNTS, output);
  }

  @Override
  protected Operand<TFloating> cell(CellScope s, Probability p) {
    Ops tf = s.ops();
    Operand<TFloating> scale = s.constant(get(NEG_SCALE));
    Operand<TFloating> z = tf.math.add(p.logit(), s.perLabel(bias()));
    Operand<TFloating> scaled = tf.math.mul(scale, z);
    Operand<TFloating> present = focused(s, tf.math.neg(z), tf.math.softplus(tf.math.neg(z)));
    Operand<TFloating> absent = focused(s, scaled, tf.math.div(tf.math.softplus(scaled), scale));
    Operand<TFloating> cell = tf.math.add(
        tf.math.mul(s.target(), present),
        tf.math.mul(tf.math.sub(s.constant(1), s.target()), absent));
    return tf.math.mul(tf.math.mul(rebalanced(s), cell), s.constant(get(BALANCE)));
  }

  private Operand<TFloating> focused(
      CellScope s, Operand<TFloating> logitOfWrong, Operand<TFloating> cell) {
    Ops tf = s.ops();
    return get(GAMMA) == 0
        ? cell
        : tf.math.mul(Focus.of(tf, tf.math.sigmoid(logitOfWrong), get(GAMMA), s::constant), cell);
  }

  private Numbers bias() {
    double[] bias = get(COUNTS).toArray();
    for (int i = 0; i < bias.length; i++) {
      bias[i] = -Math.log(get(ROWS) / bias[i] - 1) * get(NEG_BIAS) / get(NEG_SCALE);
    }
    return Numbers.of(bias);
  }

  /** The weight of each cell: what its label would be drawn beside what its row is. */
  private Operand<TFloating> rebalanced(CellScope s) {
    Ops tf = s.ops();
    double[] inverse = Arrays.stream(get(COUNTS).toArray()).map(n -> 1 / n).toArray();
    Operand<TFloating> byLabel = s.perLabel(Numbers.of(inverse));
    Operand<TFloating> present = tf.math.mul(tf.math.mul(s.known(), s.target()), byLabel);
    Operand<TFloating> byRow = tf.reduceSum(present, tf.constant(-1), ReduceSum.keepDims(true));
    // A row without a present label has an infinite share, and so the whole weight.
    Operand<TFloating> share = tf.math.div(byLabel, tf.math.maximum(byRow, s.constant(1e-30)));
    Operand<TFloating> rise =
        tf.math.mul(s.constant(get(MAP_BETA)), tf.math.sub(share, s.constant(get(MAP_GAMMA))));
    return tf.math.add(tf.math.sigmoid(rise), s.constant(get(MAP_ALPHA)));
  }
}
