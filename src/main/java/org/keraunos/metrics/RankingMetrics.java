package org.keraunos.metrics;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Labels;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.base.Scores;

/**
 * scikit-learn's metrics of scores, made to be imported statically. Unknown labels are left out: a
 * label's curve has the rows where it is known, a row's ranking the labels that are. 0.0 and -0.0
 * are equal. Equal to scikit-learn 1.9.1 to 1e-12 relative.
 *
 * <p>Memory beyond the input: a ranking figure needs 8 bytes a row; an area needs 24 bytes (41 with
 * weights) for each row of eight columns at a time, or, with {@link Average#MICRO}, for each cell.
 */
public final class RankingMetrics {
  private static final Set<OptionKey> WEIGHT = EnumSet.of(OptionKey.SAMPLE_WEIGHT);
  private static final Set<OptionKey> AVERAGED =
      EnumSet.of(OptionKey.AVERAGE, OptionKey.SAMPLE_WEIGHT);
  private static final Set<OptionKey> AREA =
      EnumSet.of(OptionKey.AVERAGE, OptionKey.SAMPLE_WEIGHT, OptionKey.MAX_FPR);
  private static final Set<OptionKey> AREA_PER_LABEL =
      EnumSet.of(OptionKey.SAMPLE_WEIGHT, OptionKey.MAX_FPR);
  private static final Set<OptionKey> GAIN =
      EnumSet.of(OptionKey.K, OptionKey.IGNORE_TIES, OptionKey.SAMPLE_WEIGHT);
  private static final Set<OptionKey> DISCOUNTED_GAIN =
      EnumSet.of(OptionKey.K, OptionKey.IGNORE_TIES, OptionKey.SAMPLE_WEIGHT, OptionKey.LOG_BASE);

  private RankingMetrics() {}

  /**
   * The area under the ROC curve, by trapezoids (a tie is half an error), averaged: scikit-learn's
   * {@code roc_auc_score}. A label with one class only is NaN, with a warning. Macro is the plain
   * mean (NaN if one is), weighted the mean by true rows, micro pools all cells, samples takes each
   * row as a curve. One column is one figure, whatever the average.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options average, sample_weight, max_fpr
   * @return the average
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double rocAucScore(Labels truth, Scores scores, Option... options) {
    Options read = Options.read("roc_auc_score", AREA, options);
    return new Areas(Areas.Kind.ROC_AUC, truth, scores, read).average(read.average(truth.labels()));
  }

  /**
   * The same over arrays of rows; see {@link #rocAucScore(Labels, Scores, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options average, sample_weight, max_fpr
   * @return the average
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double rocAucScore(Object[] truth, Object[] scores, Option... options) {
    return rocAucScore(LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }

  /**
   * The area under the ROC curve, by trapezoids (a tie is half an error) of each label:
   * scikit-learn's {@code roc_auc_score(average=None)}. A label with one class only is NaN, with a
   * warning.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options sample_weight, max_fpr
   * @return a figure for each label
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] rocAucScorePerLabel(Labels truth, Scores scores, Option... options) {
    Options read = Options.read("roc_auc_score", AREA_PER_LABEL, options);
    return new Areas(Areas.Kind.ROC_AUC, truth, scores, read).perLabel();
  }

  /**
   * The same over arrays of rows; see {@link #rocAucScorePerLabel(Labels, Scores, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options sample_weight, max_fpr
   * @return a figure for each label
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] rocAucScorePerLabel(Object[] truth, Object[] scores, Option... options) {
    return rocAucScorePerLabel(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }

  /**
   * The sum of {@code (R_k - R_(k-1)) P_k} over distinct thresholds, averaged: scikit-learn's
   * {@code average_precision_score}. A label without a true row is 0, with a warning. Macro is the
   * plain mean (NaN if one is), weighted the mean by true rows, micro pools all cells, samples
   * takes each row as a curve. One column is one figure, whatever the average.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options average, sample_weight
   * @return the average
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double averagePrecisionScore(Labels truth, Scores scores, Option... options) {
    Options read = Options.read("average_precision_score", AVERAGED, options);
    return new Areas(Areas.Kind.AVERAGE_PRECISION, truth, scores, read)
        .average(read.average(truth.labels()));
  }

  /**
   * The same over arrays of rows; see {@link #averagePrecisionScore(Labels, Scores, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options average, sample_weight
   * @return the average
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double averagePrecisionScore(Object[] truth, Object[] scores, Option... options) {
    return averagePrecisionScore(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }

  /**
   * The sum of {@code (R_k - R_(k-1)) P_k} over distinct thresholds of each label: scikit-learn's
   * {@code average_precision_score(average=None)}. A label without a true row is 0, with a warning.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options sample_weight
   * @return a figure for each label
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] averagePrecisionScorePerLabel(
      Labels truth, Scores scores, Option... options) {
    Options read = Options.read("average_precision_score", WEIGHT, options);
    return new Areas(Areas.Kind.AVERAGE_PRECISION, truth, scores, read).perLabel();
  }

  /**
   * The same over arrays of rows; see {@link #averagePrecisionScorePerLabel(Labels, Scores,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options sample_weight
   * @return a figure for each label
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] averagePrecisionScorePerLabel(
      Object[] truth, Object[] scores, Option... options) {
    return averagePrecisionScorePerLabel(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }

  /**
   * The mean over rows of: for each relevant label, the share of relevant labels among those that
   * score at least as high, averaged: scikit-learn's {@code label_ranking_average_precision_score}.
   * A row where no label or every label is relevant counts 1.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options sample_weight
   * @return in (0, 1]
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double labelRankingAveragePrecisionScore(
      Labels truth, Scores scores, Option... options) {
    Options read = Options.read("label_ranking_average_precision_score", WEIGHT, options);
    return RowRanking.mean(
        truth, scores, Areas.checked(truth, scores, read), true, labels -> RowRanking::precision);
  }

  /**
   * The same over arrays of rows; see {@link #labelRankingAveragePrecisionScore(Labels, Scores,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options sample_weight
   * @return in (0, 1]
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double labelRankingAveragePrecisionScore(
      Object[] truth, Object[] scores, Option... options) {
    return labelRankingAveragePrecisionScore(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }

  /**
   * The mean number of labels that score at least as high as the lowest relevant one:
   * scikit-learn's {@code coverage_error}. A row without a relevant label counts 0. Needs two
   * columns.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options sample_weight
   * @return in [0, labels]
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double coverageError(Labels truth, Scores scores, Option... options) {
    Options read = Options.read("coverage_error", WEIGHT, options);
    multilabel("coverage_error", truth.labels());
    return mean(truth, scores, read, labels -> RowRanking::coverage);
  }

  /**
   * The same over arrays of rows; see {@link #coverageError(Labels, Scores, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options sample_weight
   * @return in [0, labels]
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double coverageError(Object[] truth, Object[] scores, Option... options) {
    return coverageError(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }

  /**
   * The mean share of pairs of a relevant and another label where the other scores at least as
   * high: scikit-learn's {@code label_ranking_loss}. A tie is an error in full; a row without such
   * pairs counts 0. Needs two columns.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options sample_weight
   * @return in [0, 1]
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double labelRankingLoss(Labels truth, Scores scores, Option... options) {
    Options read = Options.read("label_ranking_loss", WEIGHT, options);
    multilabel("label_ranking_loss", truth.labels());
    return mean(truth, scores, read, labels -> RowRanking::loss);
  }

  /**
   * The same over arrays of rows; see {@link #labelRankingLoss(Labels, Scores, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options sample_weight
   * @return in [0, 1]
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double labelRankingLoss(Object[] truth, Object[] scores, Option... options) {
    return labelRankingLoss(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }

  /**
   * The mean discounted cumulative gain, the sum of {@code gain / log2(1 + position)} over
   * positions 1 to k: scikit-learn's {@code dcg_score}. Equal scores share the mean of their
   * discounts, unless ties are ignored. Needs two columns.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options k, ignore_ties, sample_weight, log_base
   * @return at least 0
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double dcgScore(Labels truth, Scores scores, Option... options) {
    Options read = Options.read("dcg_score", DISCOUNTED_GAIN, options);
    multilabel("dcg_score", truth.labels());
    return mean(truth, scores, read, n -> new Gain(n, read)::dcg);
  }

  /**
   * The same with graded relevance: a row's gain is the sum of {@code relevance / log(1 +
   * position)}. Unlike labels, relevance is known everywhere.
   *
   * @param relevance rows x labels of finite numbers
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options k, ignore_ties, sample_weight, log_base
   * @return a mean over the rows
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double dcgScore(ScoreMatrix relevance, ScoreMatrix scores, Option... options) {
    Options read = Options.read("dcg_score", DISCOUNTED_GAIN, options);
    multilabel("dcg_score", relevance.labels());
    return GradedGain.mean(relevance, scores, read, false);
  }

  /**
   * The same over arrays of rows; see {@link #dcgScore(Labels, Scores, Option...)}.
   *
   * @param truth rows of 0, 1 and NaN, or of graded relevance; {@code int[][]}, {@code float[][]}
   *     or {@code double[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options k, ignore_ties, sample_weight, log_base
   * @return at least 0
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double dcgScore(Object[] truth, Object[] scores, Option... options) {
    ScoreMatrix given = ScoreMatrix.of(scores, "y_score");
    return GradedGain.isGraded(truth)
        ? dcgScore(GradedGain.relevance(truth), given, options)
        : dcgScore(LabelMatrix.of(truth, "y_true"), given, options);
  }

  /**
   * The mean of each row's DCG over the DCG of its best order with the same k: scikit-learn's
   * {@code ndcg_score}. A row without a relevant label counts 0. Needs two columns.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options k, ignore_ties, sample_weight
   * @return in [0, 1]
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double ndcgScore(Labels truth, Scores scores, Option... options) {
    Options read = Options.read("ndcg_score", GAIN, options);
    multilabel("ndcg_score", truth.labels());
    return mean(truth, scores, read, n -> new Gain(n, read)::ndcg);
  }

  /**
   * The same with graded relevance.
   *
   * @param relevance rows x labels of finite numbers, at least 0
   * @param scores rows x labels of finite scores, higher is more likely
   * @param options k, ignore_ties, sample_weight
   * @return in [0, 1]
   * @throws IllegalArgumentException if shapes disagree, there are no rows, a relevance is negative
   *     or an option does not fit
   */
  public static double ndcgScore(ScoreMatrix relevance, ScoreMatrix scores, Option... options) {
    Options read = Options.read("ndcg_score", GAIN, options);
    multilabel("ndcg_score", relevance.labels());
    return GradedGain.mean(relevance, scores, read, true);
  }

  /**
   * The same over arrays of rows; see {@link #ndcgScore(Labels, Scores, Option...)}.
   *
   * @param truth rows of 0, 1 and NaN, or of graded relevance; {@code int[][]}, {@code float[][]}
   *     or {@code double[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options k, ignore_ties, sample_weight
   * @return in [0, 1]
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double ndcgScore(Object[] truth, Object[] scores, Option... options) {
    ScoreMatrix given = ScoreMatrix.of(scores, "y_score");
    return GradedGain.isGraded(truth)
        ? ndcgScore(GradedGain.relevance(truth), given, options)
        : ndcgScore(LabelMatrix.of(truth, "y_true"), given, options);
  }

  private static double mean(
      Labels truth, Scores scores, Options options, IntFunction<RowRanking.Figure> figures) {
    Check.argument(
        !options.isIgnoreTies() || scores instanceof ScoreMatrix,
        "ignore_ties",
        "false, for sparse scores: all that are not there tie",
        "true");
    return RowRanking.mean(truth, scores, Areas.checked(truth, scores, options), false, figures);
  }

  private static void multilabel(String metric, int labels) {
    Check.argument(labels >= 2, metric + ": y_true", "two or more columns", labels);
  }
}
