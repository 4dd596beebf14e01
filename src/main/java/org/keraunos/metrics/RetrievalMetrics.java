package org.keraunos.metrics;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Labels;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.base.Scores;

/**
 * Metrics of rankings that scikit-learn does not have, made to be imported statically. Unknown
 * labels are left out, as in {@link RankingMetrics}. (The subset 0/1 loss is
 * {@link LabelMetrics#zeroOneLoss}.)
 */
public final class RetrievalMetrics {
  private static final Set<OptionKey> WEIGHT = EnumSet.of(OptionKey.SAMPLE_WEIGHT);

  private RetrievalMetrics() {}

  /**
   * The share of rows whose highest score, or one of several, is that of a label that is not
   * relevant (Schapire and Singer, BoosTexter, 2000).
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options sample_weight
   * @return in [0, 1]
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double oneError(Labels truth, Scores scores, Option... options) {
    Options read = Options.read("one_error", WEIGHT, options);
    return mean(truth, scores, read, labels -> RowRanking::oneError);
  }

  /**
   * The same over arrays of rows; see {@link #oneError(Labels, Scores, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options sample_weight
   * @return in [0, 1]
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double oneError(Object[] truth, Object[] scores, Option... options) {
    return oneError(LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }

  /**
   * The mean share of relevant labels among the k that score highest. Where equal scores straddle
   * position k, the expectation over their orders. With fewer than k known labels, among those
   * (Manning et al., Introduction to Information Retrieval, 2008, section 8.4).
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param k at least 1
   * @param options sample_weight
   * @return in [0, 1]
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double precisionAtK(Labels truth, Scores scores, int k, Option... options) {
    Check.argument(k >= 1, "k", "at least 1", k);
    Options read = Options.read("precision_at_k", WEIGHT, options);
    return mean(truth, scores, read, labels -> new TopK(labels, k)::precision);
  }

  /**
   * The same over arrays of rows; see {@link #precisionAtK(Labels, Scores, int, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param k at least 1
   * @param options sample_weight
   * @return in [0, 1]
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double precisionAtK(Object[] truth, Object[] scores, int k, Option... options) {
    return precisionAtK(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), k, options);
  }

  /**
   * The mean share of the relevant labels that are among the k that score highest; ties as in
   * precision at k. Rows without a relevant label are left out; NaN if no row is left (Manning et
   * al., Introduction to Information Retrieval, 2008).
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param k at least 1
   * @param options sample_weight
   * @return in [0, 1]
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double recallAtK(Labels truth, Scores scores, int k, Option... options) {
    Check.argument(k >= 1, "k", "at least 1", k);
    Options read = Options.read("recall_at_k", WEIGHT, options);
    return mean(truth, scores, read, labels -> new TopK(labels, k)::recall);
  }

  /**
   * The same over arrays of rows; see {@link #recallAtK(Labels, Scores, int, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param k at least 1
   * @param options sample_weight
   * @return in [0, 1]
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double recallAtK(Object[] truth, Object[] scores, int k, Option... options) {
    return recallAtK(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), k, options);
  }

  /**
   * The plain mean of the average precision of the labels that have a true row (Everingham et al.,
   * The Pascal Visual Object Classes Challenge, 2010, here without interpolation); NaN if none has.
   * scikit-learn's macro average counts the others as 0.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options sample_weight
   * @return in (0, 1] or NaN
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double meanAveragePrecision(Labels truth, Scores scores, Option... options) {
    Options read = Options.read("mean_average_precision", WEIGHT, options);
    read.warnings(warning -> {});
    double[] areas = new Areas(Areas.Kind.AVERAGE_PRECISION, truth, scores, read).perLabel();
    // A label with a true row has an average precision above 0, however low that row stands.
    return Arrays.stream(areas).filter(area -> area > 0).average().orElse(Double.NaN);
  }

  /**
   * The same over arrays of rows; see {@link #meanAveragePrecision(Labels, Scores, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options sample_weight
   * @return in (0, 1] or NaN
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double meanAveragePrecision(Object[] truth, Object[] scores, Option... options) {
    return meanAveragePrecision(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }

  private static double mean(
      Labels truth, Scores scores, Options options, IntFunction<RowRanking.Figure> figures) {
    return RowRanking.mean(truth, scores, Areas.checked(truth, scores, options), false, figures);
  }
}
