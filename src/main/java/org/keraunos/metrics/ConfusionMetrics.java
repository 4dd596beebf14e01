package org.keraunos.metrics;

import java.util.EnumSet;
import java.util.Set;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Labels;

/**
 * Metrics of all four counts of a label, true negatives included, made to be imported statically.
 * scikit-learn has them for one column; here each label is such a column, and averages are made as
 * those of {@link LabelMetrics}: micro sums the counts first, samples takes each row's labels as a
 * column. Unknown labels are left out. A figure that no row decides is NaN, and averages leave it
 * out.
 */
public final class ConfusionMetrics {
  private static final Set<OptionKey> PER_LABEL =
      EnumSet.of(OptionKey.LABELS, OptionKey.SAMPLE_WEIGHT);
  private static final Set<OptionKey> AVERAGED =
      EnumSet.of(OptionKey.AVERAGE, OptionKey.LABELS, OptionKey.SAMPLE_WEIGHT);
  private static final Set<OptionKey> ADJUSTED_PER_LABEL =
      EnumSet.of(OptionKey.LABELS, OptionKey.SAMPLE_WEIGHT, OptionKey.ADJUSTED);
  private static final Set<OptionKey> ADJUSTED =
      EnumSet.of(OptionKey.AVERAGE, OptionKey.LABELS, OptionKey.SAMPLE_WEIGHT, OptionKey.ADJUSTED);

  private ConfusionMetrics() {}

  /**
   * Matthews's correlation of truth and predictions, averaged: scikit-learn's
   * {@code matthews_corrcoef} of each column. 0 where truth or predictions are all the same.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options average, labels, sample_weight
   * @return the average, in [-1, 1]
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double matthewsCorrcoef(Labels truth, Labels predicted, Option... options) {
    Options read = Options.read("matthews_corrcoef", AVERAGED, options);
    return new FourCounts("matthews_corrcoef", FourCounts::matthews, truth, predicted, read)
        .average();
  }

  /**
   * The same over arrays of rows; see {@link #matthewsCorrcoef(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options average, labels, sample_weight
   * @return the average, in [-1, 1]
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double matthewsCorrcoef(Object[] truth, Object[] predicted, Option... options) {
    return matthewsCorrcoef(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * Matthews's correlation of each label: scikit-learn's {@code matthews_corrcoef} of its column.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] matthewsCorrcoefPerLabel(
      Labels truth, Labels predicted, Option... options) {
    Options read = Options.read("matthews_corrcoef", PER_LABEL, options);
    return new FourCounts("matthews_corrcoef", FourCounts::matthews, truth, predicted, read)
        .perLabel();
  }

  /**
   * The same over arrays of rows; see {@link #matthewsCorrcoefPerLabel(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] matthewsCorrcoefPerLabel(
      Object[] truth, Object[] predicted, Option... options) {
    return matthewsCorrcoefPerLabel(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The mean of recall and specificity, averaged: scikit-learn's {@code balanced_accuracy_score} of
   * each column. Where the truth has one class only it is the share of that class that is right,
   * with a warning if the other one is predicted. With {@link Options#adjusted} chance is 0, and
   * where there is one class only the figure NaN.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options average, labels, sample_weight, adjusted
   * @return the average, in [0, 1], adjusted in [-1, 1], or NaN
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double balancedAccuracyScore(Labels truth, Labels predicted, Option... options) {
    Options read = Options.read("balanced_accuracy_score", ADJUSTED, options);
    return balanced(truth, predicted, read).average();
  }

  /**
   * The same over arrays of rows; see {@link #balancedAccuracyScore(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options average, labels, sample_weight, adjusted
   * @return the average, in [0, 1], adjusted in [-1, 1], or NaN
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double balancedAccuracyScore(
      Object[] truth, Object[] predicted, Option... options) {
    return balancedAccuracyScore(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The mean of recall and specificity of each label: scikit-learn's
   * {@code balanced_accuracy_score} of its column.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, sample_weight, adjusted
   * @return a figure for each label asked for
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] balancedAccuracyScorePerLabel(
      Labels truth, Labels predicted, Option... options) {
    Options read = Options.read("balanced_accuracy_score", ADJUSTED_PER_LABEL, options);
    return balanced(truth, predicted, read).perLabel();
  }

  /**
   * The same over arrays of rows; see {@link #balancedAccuracyScorePerLabel(Labels, Labels,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, sample_weight, adjusted
   * @return a figure for each label asked for
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] balancedAccuracyScorePerLabel(
      Object[] truth, Object[] predicted, Option... options) {
    return balancedAccuracyScorePerLabel(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  private static FourCounts balanced(Labels truth, Labels predicted, Options options) {
    boolean adjusted = options.isAdjusted();
    return new FourCounts(
        "balanced_accuracy_score",
        (tn, fp, fn, tp) -> FourCounts.balanced(tn, fp, fn, tp, adjusted),
        truth,
        predicted,
        options);
  }

  /**
   * Specificity, the recall of the negatives, {@code tn / (tn + fp)}, averaged: scikit-learn's
   * {@code recall_score} of {@code 1 - y_true} and {@code 1 - y_pred}. So the weighted average goes
   * by each label's negatives. Labels (for samples: rows) without a negative get
   * {@code zero_division}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double specificityScore(
      LabelMatrix truth, LabelMatrix predicted, Option... options) {
    return Figures.average(
        "specificity_score",
        Rate.SPECIFICITY,
        FourCounts.complement(truth),
        FourCounts.complement(predicted),
        options);
  }

  /**
   * The same over arrays of rows; see {@link #specificityScore(LabelMatrix, LabelMatrix,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double specificityScore(Object[] truth, Object[] predicted, Option... options) {
    return specificityScore(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The specificity of each label, {@code tn / (tn + fp)}. With one column there is a figure for
   * each class that occurs, as for {@link LabelMetrics#recallScorePerLabel}; that of class 1 is
   * {@link #specificityScore}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] specificityScorePerLabel(
      LabelMatrix truth, LabelMatrix predicted, Option... options) {
    return Figures.perLabel(
        "specificity_score",
        Rate.SPECIFICITY,
        FourCounts.complement(truth),
        FourCounts.complement(predicted),
        options);
  }

  /**
   * The same over arrays of rows; see {@link #specificityScorePerLabel(LabelMatrix, LabelMatrix,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] specificityScorePerLabel(
      Object[] truth, Object[] predicted, Option... options) {
    return specificityScorePerLabel(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }
}
