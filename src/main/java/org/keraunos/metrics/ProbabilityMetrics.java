package org.keraunos.metrics;

import java.util.EnumSet;
import java.util.Set;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/**
 * How good probabilities are, label by label, made to be imported statically; scikit-learn does not
 * have these.
 */
public final class ProbabilityMetrics {
  private static final Set<OptionKey> WEIGHT = EnumSet.of(OptionKey.SAMPLE_WEIGHT);
  private static final Set<OptionKey> BINS = EnumSet.of(OptionKey.BINS, OptionKey.SAMPLE_WEIGHT);

  private ProbabilityMetrics() {}

  /**
   * The log loss of each label as a problem of its own, the mean of {@code -(y ln p + (1 - y) ln(1
   * - p))} over the rows where it is known, with p at least 2^-52 away from 0 and 1 (floats:
   * 2^-23). It is scikit-learn's {@code log_loss} of that column; over several columns
   * {@code log_loss} reads a row as one distribution and is another figure.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of probabilities
   * @param options sample_weight
   * @return a figure for each label, NaN where it is never known
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] logLossPerLabel(LabelMatrix truth, ScoreMatrix scores, Option... options) {
    Options read = Options.read("log_loss_per_label", WEIGHT, options);
    return new LabelProbabilities(truth, scores, read).logLoss();
  }

  /**
   * The same over arrays of rows; see {@link #logLossPerLabel(LabelMatrix, ScoreMatrix,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options sample_weight
   * @return a figure for each label, NaN where it is never known
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] logLossPerLabel(Object[] truth, Object[] scores, Option... options) {
    return logLossPerLabel(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }

  /**
   * The Brier score of each label as a problem of its own, the mean of {@code (p - y)^2} over the
   * rows where it is known (Brier, 1950): scikit-learn's {@code brier_score_loss} of that column.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of probabilities
   * @param options sample_weight
   * @return a figure for each label, NaN where it is never known
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] brierScorePerLabel(
      LabelMatrix truth, ScoreMatrix scores, Option... options) {
    Options read = Options.read("brier_score_per_label", WEIGHT, options);
    return new LabelProbabilities(truth, scores, read).brier();
  }

  /**
   * The same over arrays of rows; see {@link #brierScorePerLabel(LabelMatrix, ScoreMatrix,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options sample_weight
   * @return a figure for each label, NaN where it is never known
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] brierScorePerLabel(Object[] truth, Object[] scores, Option... options) {
    return brierScorePerLabel(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }

  /**
   * The expected calibration error of each label: probabilities fall into equally wide bins, and
   * the distances of their mean from the share of true rows are averaged over the rows (Naeini et
   * al., 2015; Guo et al., 2017). Of n bins number b, from 0, holds {@code b / n <= p < (b + 1) /
   * n}: closed below and open above, and the last is closed on both sides. (Guo et al. close them
   * above: only probabilities on an edge differ.)
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of probabilities
   * @param options bins, sample_weight
   * @return a figure for each label, NaN where it is never known
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] expectedCalibrationErrorPerLabel(
      LabelMatrix truth, ScoreMatrix scores, Option... options) {
    Options read = Options.read("expected_calibration_error_per_label", BINS, options);
    return new LabelProbabilities(truth, scores, read).calibration(read.binsOr(10));
  }

  /**
   * The same over arrays of rows; see {@link #expectedCalibrationErrorPerLabel(LabelMatrix,
   * ScoreMatrix, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param options bins, sample_weight
   * @return a figure for each label, NaN where it is never known
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] expectedCalibrationErrorPerLabel(
      Object[] truth, Object[] scores, Option... options) {
    return expectedCalibrationErrorPerLabel(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), options);
  }
}
