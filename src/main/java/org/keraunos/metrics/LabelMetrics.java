package org.keraunos.metrics;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Labels;

/**
 * scikit-learn's metrics of 0/1 predictions, made to be imported statically. Each takes truth and
 * predictions of the same shape and any number of {@link Option}s:
 *
 * <pre>{@code
 * f1Score(t, p, MACRO);
 * f1Score(t, p, o -> o.average(MICRO).labels(0, 2).zeroDivision(NAN).sampleWeight(w));
 * }</pre>
 *
 * <p>The average is {@link Average#MACRO} unless said otherwise, and with one column
 * {@link Average#BINARY}, the figure of its label. (scikit-learn's default is binary, too, and an
 * error with several columns.) Unknown labels are left out of every count, and rows without a known
 * label altogether. One column is scikit-learn's binary problem, where labels are the classes 0 and
 * 1. Equal to scikit-learn 1.9.1 to 1e-12 relative; memory beyond the input is at most 24 bytes a
 * row (40 with weights), and a copy of the chosen columns where {@code labels} is given.
 */
public final class LabelMetrics {
  private static final Set<OptionKey> WHOLE_ROWS =
      EnumSet.of(OptionKey.NORMALIZE, OptionKey.SAMPLE_WEIGHT);
  private static final Set<OptionKey> WEIGHT = EnumSet.of(OptionKey.SAMPLE_WEIGHT);
  private static final Set<OptionKey> SHAPE = EnumSet.of(OptionKey.LABELS, OptionKey.SAMPLE_WEIGHT);

  private LabelMetrics() {}

  /**
   * The precision score, {@code tp / (tp + fp)}, averaged: scikit-learn's {@code precision_score}.
   * Labels (for samples: rows) whose denominator is 0 get {@code zero_division}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double precisionScore(Labels truth, Labels predicted, Option... options) {
    return Figures.average("precision_score", Rate.PRECISION, truth, predicted, options);
  }

  /**
   * The same over arrays of rows; see {@link #precisionScore(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double precisionScore(Object[] truth, Object[] predicted, Option... options) {
    return precisionScore(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The precision score of each label, {@code tp / (tp + fp)}: scikit-learn's
   * {@code precision_score(average=None)}. With one column there is a figure for each class that
   * occurs.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] precisionScorePerLabel(Labels truth, Labels predicted, Option... options) {
    return Figures.perLabel("precision_score", Rate.PRECISION, truth, predicted, options);
  }

  /**
   * The same over arrays of rows; see {@link #precisionScorePerLabel(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] precisionScorePerLabel(
      Object[] truth, Object[] predicted, Option... options) {
    return precisionScorePerLabel(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The recall score, {@code tp / (tp + fn)}, averaged: scikit-learn's {@code recall_score}. Labels
   * (for samples: rows) whose denominator is 0 get {@code zero_division}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double recallScore(Labels truth, Labels predicted, Option... options) {
    return Figures.average("recall_score", Rate.RECALL, truth, predicted, options);
  }

  /**
   * The same over arrays of rows; see {@link #recallScore(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double recallScore(Object[] truth, Object[] predicted, Option... options) {
    return recallScore(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The recall score of each label, {@code tp / (tp + fn)}: scikit-learn's
   * {@code recall_score(average=None)}. With one column there is a figure for each class that
   * occurs.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] recallScorePerLabel(Labels truth, Labels predicted, Option... options) {
    return Figures.perLabel("recall_score", Rate.RECALL, truth, predicted, options);
  }

  /**
   * The same over arrays of rows; see {@link #recallScorePerLabel(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] recallScorePerLabel(
      Object[] truth, Object[] predicted, Option... options) {
    return recallScorePerLabel(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The F1 score, {@code 2 tp / (2 tp + fp + fn)}, averaged: scikit-learn's {@code f1_score}.
   * Labels (for samples: rows) whose denominator is 0 get {@code zero_division}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double f1Score(Labels truth, Labels predicted, Option... options) {
    return Figures.average("f1_score", Rate.F1, truth, predicted, options);
  }

  /**
   * The same over arrays of rows; see {@link #f1Score(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double f1Score(Object[] truth, Object[] predicted, Option... options) {
    return f1Score(LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The F1 score of each label, {@code 2 tp / (2 tp + fp + fn)}: scikit-learn's
   * {@code f1_score(average=None)}. With one column there is a figure for each class that occurs.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] f1ScorePerLabel(Labels truth, Labels predicted, Option... options) {
    return Figures.perLabel("f1_score", Rate.F1, truth, predicted, options);
  }

  /**
   * The same over arrays of rows; see {@link #f1ScorePerLabel(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] f1ScorePerLabel(Object[] truth, Object[] predicted, Option... options) {
    return f1ScorePerLabel(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The jaccard score, {@code tp / (tp + fp + fn)}, averaged: scikit-learn's {@code jaccard_score}.
   * Labels (for samples: rows) whose denominator is 0 get {@code zero_division}. Has no
   * {@link ZeroDivision#NAN}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double jaccardScore(Labels truth, Labels predicted, Option... options) {
    return Figures.average("jaccard_score", Rate.JACCARD, truth, predicted, options);
  }

  /**
   * The same over arrays of rows; see {@link #jaccardScore(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double jaccardScore(Object[] truth, Object[] predicted, Option... options) {
    return jaccardScore(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The jaccard score of each label, {@code tp / (tp + fp + fn)}: scikit-learn's
   * {@code jaccard_score(average=None)}. With one column there is a figure for each class that
   * occurs. Has no {@link ZeroDivision#NAN}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] jaccardScorePerLabel(Labels truth, Labels predicted, Option... options) {
    return Figures.perLabel("jaccard_score", Rate.JACCARD, truth, predicted, options);
  }

  /**
   * The same over arrays of rows; see {@link #jaccardScorePerLabel(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] jaccardScorePerLabel(
      Object[] truth, Object[] predicted, Option... options) {
    return jaccardScorePerLabel(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The F-beta score, {@code (1 + b^2) tp / (b^2 (tp + fn) + tp + fp)}, averaged: scikit-learn's
   * {@code fbeta_score}. Labels (for samples: rows) whose denominator is 0 get
   * {@code zero_division}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param beta how many times recall matters more than precision, at least 0: at 0 this is
   *     precision, at infinity recall
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double fbetaScore(Labels truth, Labels predicted, double beta, Option... options) {
    return Figures.average("fbeta_score", Rate.f(beta), truth, predicted, options);
  }

  /**
   * The same over arrays of rows; see {@link #fbetaScore(Labels, Labels, double, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param beta how many times recall matters more than precision, at least 0: at 0 this is
   *     precision, at infinity recall
   * @param options average, labels, zero_division, sample_weight
   * @return the average, in [0, 1] or NaN
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double fbetaScore(
      Object[] truth, Object[] predicted, double beta, Option... options) {
    return fbetaScore(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), beta, options);
  }

  /**
   * The F-beta score of each label: scikit-learn's {@code fbeta_score(average=None)}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param beta how many times recall matters more than precision, at least 0: at 0 this is
   *     precision, at infinity recall
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] fbetaScorePerLabel(
      Labels truth, Labels predicted, double beta, Option... options) {
    return Figures.perLabel("fbeta_score", Rate.f(beta), truth, predicted, options);
  }

  /**
   * The same over arrays of rows; see {@link #fbetaScorePerLabel(Labels, Labels, double,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param beta how many times recall matters more than precision, at least 0: at 0 this is
   *     precision, at infinity recall
   * @param options labels, zero_division, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] fbetaScorePerLabel(
      Object[] truth, Object[] predicted, double beta, Option... options) {
    return fbetaScorePerLabel(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), beta, options);
  }

  /**
   * The fraction of rows whose labels are all right, subset accuracy: scikit-learn's
   * {@code accuracy_score}. With {@code normalize(false)} their number, or weight.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options normalize, sample_weight
   * @return the fraction, or the number of rows
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double accuracyScore(Labels truth, Labels predicted, Option... options) {
    Options read = Options.read("accuracy_score", WHOLE_ROWS, options);
    double[] rows = Tally.columns(truth, predicted, read).correctAndTotal();
    return read.normalize() ? rows[0] / rows[1] : rows[0];
  }

  /**
   * The same over arrays of rows; see {@link #accuracyScore(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options normalize, sample_weight
   * @return the fraction, or the number of rows
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double accuracyScore(Object[] truth, Object[] predicted, Option... options) {
    return accuracyScore(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The fraction of rows with a wrong label, subset 0/1 loss: scikit-learn's {@code zero_one_loss}.
   * With {@code normalize(false)} their number, or weight.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options normalize, sample_weight
   * @return the fraction, or the number of rows
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double zeroOneLoss(Labels truth, Labels predicted, Option... options) {
    Options read = Options.read("zero_one_loss", WHOLE_ROWS, options);
    double[] rows = Tally.columns(truth, predicted, read).correctAndTotal();
    return read.normalize() ? 1 - rows[0] / rows[1] : rows[1] - rows[0];
  }

  /**
   * The same over arrays of rows; see {@link #zeroOneLoss(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options normalize, sample_weight
   * @return the fraction, or the number of rows
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double zeroOneLoss(Object[] truth, Object[] predicted, Option... options) {
    return zeroOneLoss(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The weighted fraction of known cells that are wrong: scikit-learn's {@code hamming_loss}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options sample_weight
   * @return the fraction, in [0, 1]
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double hammingLoss(Labels truth, Labels predicted, Option... options) {
    Options read = Options.read("hamming_loss", WEIGHT, options);
    return Tally.columns(truth, predicted, read).wrongShare();
  }

  /**
   * The same over arrays of rows; see {@link #hammingLoss(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options sample_weight
   * @return the fraction, in [0, 1]
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double hammingLoss(Object[] truth, Object[] predicted, Option... options) {
    return hammingLoss(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * The same with F1.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options average, labels, zero_division, sample_weight
   * @return as with a beta of 1
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static PrecisionRecallFscoreSupport precisionRecallFscoreSupport(
      Labels truth, Labels predicted, Option... options) {
    return precisionRecallFscoreSupport(truth, predicted, 1, options);
  }

  /**
   * The same with F1 over arrays of rows.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options average, labels, zero_division, sample_weight
   * @return as with a beta of 1
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static PrecisionRecallFscoreSupport precisionRecallFscoreSupport(
      Object[] truth, Object[] predicted, Option... options) {
    return precisionRecallFscoreSupport(truth, predicted, 1, options);
  }

  /**
   * Precision, recall and F-beta, averaged: scikit-learn's {@code precision_recall_fscore_support},
   * which warns for all three.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param beta how many times recall matters more than precision, at least 0: at 0 this is
   *     precision, at infinity recall
   * @param options average, labels, zero_division, sample_weight
   * @return the averages; the support of an average is NaN, for scikit-learn has none
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static PrecisionRecallFscoreSupport precisionRecallFscoreSupport(
      Labels truth, Labels predicted, double beta, Option... options) {
    Options read = Options.read("precision_recall_fscore_support", Figures.AVERAGED, options);
    Average average = read.average(truth.labels());
    double[] all = Figures.average(
        "precision_recall_fscore_support",
        Tally.of(truth, predicted, read, average),
        average,
        read,
        Rate.PRECISION,
        Rate.RECALL,
        Rate.f(beta));
    return new PrecisionRecallFscoreSupport(all[0], all[1], all[2], Double.NaN);
  }

  /**
   * The same over arrays of rows; see {@link #precisionRecallFscoreSupport(Labels, Labels, double,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param beta how many times recall matters more than precision, at least 0: at 0 this is
   *     precision, at infinity recall
   * @param options average, labels, zero_division, sample_weight
   * @return the averages; the support of an average is NaN, for scikit-learn has none
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static PrecisionRecallFscoreSupport precisionRecallFscoreSupport(
      Object[] truth, Object[] predicted, double beta, Option... options) {
    return precisionRecallFscoreSupport(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), beta, options);
  }

  /**
   * The same with F1.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, zero_division, sample_weight
   * @return as with a beta of 1
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static List<PrecisionRecallFscoreSupport> precisionRecallFscoreSupportPerLabel(
      Labels truth, Labels predicted, Option... options) {
    return precisionRecallFscoreSupportPerLabel(truth, predicted, 1, options);
  }

  /**
   * The same with F1 over arrays of rows.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, zero_division, sample_weight
   * @return as with a beta of 1
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static List<PrecisionRecallFscoreSupport> precisionRecallFscoreSupportPerLabel(
      Object[] truth, Object[] predicted, Option... options) {
    return precisionRecallFscoreSupportPerLabel(truth, predicted, 1, options);
  }

  /**
   * Precision, recall, F-beta and support of each label: scikit-learn's
   * {@code precision_recall_fscore_support(average=None)}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param beta how many times recall matters more than precision, at least 0: at 0 this is
   *     precision, at infinity recall
   * @param options labels, zero_division, sample_weight
   * @return one entry for each label asked for
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static List<PrecisionRecallFscoreSupport> precisionRecallFscoreSupportPerLabel(
      Labels truth, Labels predicted, double beta, Option... options) {
    Options read = Options.read("precision_recall_fscore_support", Figures.PER_LABEL, options);
    Tally tally = Tally.of(truth, predicted, read);
    double[][] all = Figures.perLabel(
        "precision_recall_fscore_support", tally, read, Rate.PRECISION, Rate.RECALL, Rate.f(beta));
    double[] support = tally.perLabel().positives();
    List<PrecisionRecallFscoreSupport> result = new ArrayList<>();
    for (int j = 0; j < support.length; j++) {
      result.add(new PrecisionRecallFscoreSupport(all[0][j], all[1][j], all[2][j], support[j]));
    }
    return List.copyOf(result);
  }

  /**
   * The same over arrays of rows; see {@link #precisionRecallFscoreSupportPerLabel(Labels, Labels,
   * double, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param beta how many times recall matters more than precision, at least 0: at 0 this is
   *     precision, at infinity recall
   * @param options labels, zero_division, sample_weight
   * @return one entry for each label asked for
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static List<PrecisionRecallFscoreSupport> precisionRecallFscoreSupportPerLabel(
      Object[] truth, Object[] predicted, double beta, Option... options) {
    return precisionRecallFscoreSupportPerLabel(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), beta, options);
  }

  /**
   * The number, or weight, of true rows of each label.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[] support(Labels truth, Labels predicted, Option... options) {
    Options read = Options.read("support", SHAPE, options);
    return Tally.of(truth, predicted, read).perLabel().positives();
  }

  /**
   * The same over arrays of rows; see {@link #support(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, sample_weight
   * @return a figure for each label asked for
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[] support(Object[] truth, Object[] predicted, Option... options) {
    return support(LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * {@code [[tn, fp], [fn, tp]]} of each label: scikit-learn's {@code multilabel_confusion_matrix}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, sample_weight
   * @return labels x 2 x 2 numbers, or weights, of rows
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[][][] multilabelConfusionMatrix(
      Labels truth, Labels predicted, Option... options) {
    Options read = Options.read("multilabel_confusion_matrix", SHAPE, options);
    Counts counts = Tally.of(truth, predicted, read).perLabel();
    double[][][] result = new double[counts.size()][][];
    for (int j = 0; j < result.length; j++) {
      result[j] = new double[][] {{counts.tn(j), counts.fp(j)}, {counts.fn(j), counts.tp(j)}};
    }
    return result;
  }

  /**
   * The same over arrays of rows; see {@link #multilabelConfusionMatrix(Labels, Labels,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, sample_weight
   * @return labels x 2 x 2 numbers, or weights, of rows
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[][][] multilabelConfusionMatrix(
      Object[] truth, Object[] predicted, Option... options) {
    return multilabelConfusionMatrix(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * {@code [[tn, fp], [fn, tp]]} of each row, times its weight: scikit-learn's
   * {@code multilabel_confusion_matrix(samplewise=True)}. Needs two columns or more. A row without
   * a known label is all 0.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, sample_weight
   * @return rows x 2 x 2 numbers of labels
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static double[][][] multilabelConfusionMatrixPerRow(
      Labels truth, Labels predicted, Option... options) {
    Options read = Options.read("multilabel_confusion_matrix_samplewise", SHAPE, options);
    Tally tally = Tally.of(truth, predicted, read);
    tally.checkSamples("multilabel_confusion_matrix_samplewise");
    RowCounts counts = tally.perRow();
    double[][][] result = new double[tally.rows()][][];
    for (int i = 0; i < result.length; i++) {
      int known = counts.known.length == 0 ? tally.labels().length : counts.known[i];
      double w = tally.weight(i);
      double tp = counts.tp[i] * w;
      double fp = (counts.tp[i] + counts.fp[i]) * w - tp;
      double fn = (counts.tp[i] + counts.fn[i]) * w - tp;
      result[i] = new double[][] {{known * w - tp - fp - fn, fp}, {fn, tp}};
    }
    return result;
  }

  /**
   * The same over arrays of rows; see {@link #multilabelConfusionMatrixPerRow(Labels, Labels,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, sample_weight
   * @return rows x 2 x 2 numbers of labels
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static double[][][] multilabelConfusionMatrixPerRow(
      Object[] truth, Object[] predicted, Option... options) {
    return multilabelConfusionMatrixPerRow(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }

  /**
   * Precision, recall, F1 and support of each label and their averages: scikit-learn's
   * {@code classification_report}. Names, which must be as many as labels, are
   * {@code o.targetNames(...)}.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param options labels, zero_division, sample_weight, target_names
   * @return the report: a value, a map, a text
   * @throws IllegalArgumentException if shapes disagree, there are no rows, or an option does not
   *     fit
   */
  public static ClassificationReport classificationReport(
      Labels truth, Labels predicted, Option... options) {
    return ClassificationReport.of(truth, predicted, options);
  }

  /**
   * The same over arrays of rows; see {@link #classificationReport(Labels, Labels, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param predicted the same
   * @param options labels, zero_division, sample_weight, target_names
   * @return the report: a value, a map, a text
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static ClassificationReport classificationReport(
      Object[] truth, Object[] predicted, Option... options) {
    return classificationReport(
        LabelMatrix.of(truth, "y_true"), LabelMatrix.of(predicted, "y_pred"), options);
  }
}
