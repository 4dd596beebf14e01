package org.keraunos.metrics;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/**
 * scikit-learn's curves of one label, over the rows where it is known. Rows of weight 0 are left
 * out; equal scores (0.0 and -0.0 too) are one threshold. The curves are equal to scikit-learn
 * 1.9.1's.
 */
public final class Curves {
  private static final Set<OptionKey> OPTIONS =
      EnumSet.of(OptionKey.SAMPLE_WEIGHT, OptionKey.DROP_INTERMEDIATE);
  private static final Set<OptionKey> WEIGHT = EnumSet.of(OptionKey.SAMPLE_WEIGHT);
  private static final Set<OptionKey> BINS =
      EnumSet.of(OptionKey.BINS, OptionKey.BIN_STRATEGY, OptionKey.SAMPLE_WEIGHT);

  private Curves() {}

  /**
   * Precision and recall at every threshold: scikit-learn's {@code precision_recall_curve}.
   * Dropping (off by default) keeps the ends and the points where the true positives differ from
   * those before or after.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores
   * @param label the column
   * @param options sample_weight, drop_intermediate
   * @return the curve
   * @throws IllegalArgumentException if shapes disagree or the label does not exist
   */
  public static PrecisionRecallCurve precisionRecallCurve(
      LabelMatrix truth, ScoreMatrix scores, int label, Option... options) {
    String metric = "precision_recall_curve";
    Options read = Options.read(metric, OPTIONS, options);
    CurvePoints points = new CurvePoints(problem(truth, scores, label, read));
    if (read.dropsIntermediate(false)) {
      points.drop((tp, fp, i) -> tp[i] != tp[i - 1] || tp[i + 1] != tp[i]);
    }
    int n = points.size();
    double[] precision = new double[n + 1];
    double[] recall = new double[n + 1];
    double[] thresholds = new double[n];
    double positives = points.positives();
    if (positives == 0) {
      warn(read, metric, "positive", "recall is 1 at all thresholds", label);
    }
    for (int i = 0; i < n; i++) {
      int to = n - 1 - i;
      double predicted = points.tp[i] + points.fp[i];
      precision[to] = predicted == 0 ? 0 : points.tp[i] / predicted;
      recall[to] = positives == 0 ? 1 : points.tp[i] / positives;
      thresholds[to] = points.thresholds[i];
    }
    precision[n] = 1;
    return new PrecisionRecallCurve(precision, recall, thresholds);
  }

  /**
   * The same over arrays of rows; see {@link #precisionRecallCurve(LabelMatrix, ScoreMatrix, int,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param label the column
   * @param options sample_weight, drop_intermediate
   * @return the curve
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static PrecisionRecallCurve precisionRecallCurve(
      Object[] truth, Object[] scores, int label, Option... options) {
    return precisionRecallCurve(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), label, options);
  }

  /**
   * False and true positive rate at every threshold, from (0, 0) at infinity: scikit-learn's
   * {@code roc_curve}. Dropping (on by default) leaves out points on a straight line between their
   * neighbours.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores
   * @param label the column
   * @param options sample_weight, drop_intermediate
   * @return the curve
   * @throws IllegalArgumentException if shapes disagree or the label does not exist
   */
  public static RocCurve rocCurve(
      LabelMatrix truth, ScoreMatrix scores, int label, Option... options) {
    String metric = "roc_curve";
    Options read = Options.read(metric, OPTIONS, options);
    CurvePoints points = new CurvePoints(problem(truth, scores, label, read));
    if (read.dropsIntermediate(true)) {
      points.drop((tp, fp, i) -> bends(fp, i) || bends(tp, i));
    }
    points.startAtInfinity();
    if (points.negatives() <= 0) {
      warn(read, metric, "negative", "the false positive rate is NaN", label);
    }
    if (points.positives() <= 0) {
      warn(read, metric, "positive", "the true positive rate is NaN", label);
    }
    return new RocCurve(
        rates(points.fp, points.negatives()),
        rates(points.tp, points.positives()),
        points.thresholds);
  }

  /**
   * The same over arrays of rows; see {@link #rocCurve(LabelMatrix, ScoreMatrix, int, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param label the column
   * @param options sample_weight, drop_intermediate
   * @return the curve
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static RocCurve rocCurve(Object[] truth, Object[] scores, int label, Option... options) {
    return rocCurve(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), label, options);
  }

  /**
   * False positive and false negative rate at every threshold: scikit-learn's {@code det_curve}.
   * Dropping (off by default) leaves out points where the false negatives are those of both
   * neighbours. A class whose rows all have weight 0 has rates of NaN.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores
   * @param label the column
   * @param options sample_weight, drop_intermediate
   * @return the curve
   * @throws IllegalArgumentException if shapes disagree, the label does not exist or has one class
   *     only
   */
  public static DetCurve detCurve(
      LabelMatrix truth, ScoreMatrix scores, int label, Option... options) {
    Options read = Options.read("det_curve", OPTIONS, options);
    DescendingScores problem = problem(truth, scores, label, read);
    CurvePoints points = new CurvePoints(problem);
    points.startAtInfinity();
    if (read.dropsIntermediate(false)) {
      points.drop((tp, fp, i) -> tp[i] != tp[i - 1] || tp[i + 1] != tp[i]);
    }
    Check.argument(
        problem.bothClasses(), "det_curve: label " + label, "rows of both classes", "one class");
    int first = 0;
    while (first + 1 < points.size() && points.fp[first + 1] == points.fp[0]) {
      first++;
    }
    int last = 0;
    while (points.tp[last] != points.positives()) {
      last++;
    }
    int n = last - first + 1;
    double[] fpr = new double[Math.max(0, n)];
    double[] fnr = new double[fpr.length];
    double[] thresholds = new double[fpr.length];
    for (int i = 0; i < n; i++) {
      int from = last - i;
      fpr[i] = points.fp[from] / points.negatives();
      fnr[i] = (points.positives() - points.tp[from]) / points.positives();
      thresholds[i] = points.thresholds[from];
    }
    return new DetCurve(fpr, fnr, thresholds);
  }

  /**
   * The same over arrays of rows; see {@link #detCurve(LabelMatrix, ScoreMatrix, int, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param label the column
   * @param options sample_weight, drop_intermediate
   * @return the curve
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static DetCurve detCurve(Object[] truth, Object[] scores, int label, Option... options) {
    return detCurve(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), label, options);
  }

  /**
   * The four counts at every threshold, descending: scikit-learn's
   * {@code confusion_matrix_at_thresholds} of a column.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of finite scores
   * @param label the column
   * @param options sample_weight
   * @return the counts
   * @throws IllegalArgumentException if shapes disagree or the label does not exist
   */
  public static ThresholdCounts confusionMatrixAtThresholds(
      LabelMatrix truth, ScoreMatrix scores, int label, Option... options) {
    Options read = Options.read("confusion_matrix_at_thresholds", WEIGHT, options);
    CurvePoints points = new CurvePoints(problem(truth, scores, label, read));
    double[] tn = new double[points.size()];
    double[] fn = new double[points.size()];
    Arrays.setAll(tn, i -> points.negatives() - points.fp[i]);
    Arrays.setAll(fn, i -> points.positives() - points.tp[i]);
    return new ThresholdCounts(tn, points.fp, fn, points.tp, points.thresholds);
  }

  /**
   * The same over arrays of rows; see {@link #confusionMatrixAtThresholds(LabelMatrix, ScoreMatrix,
   * int, Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param label the column
   * @param options sample_weight
   * @return the counts
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static ThresholdCounts confusionMatrixAtThresholds(
      Object[] truth, Object[] scores, int label, Option... options) {
    return confusionMatrixAtThresholds(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), label, options);
  }

  /**
   * How often a label is true where it is said to be likely, in bins of its probability:
   * scikit-learn's {@code calibration_curve}. Bins without rows are left out. Of a bin's edges the
   * upper one belongs to it (of the first both), as in scikit-learn.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels of probabilities
   * @param label the column
   * @param options bins (5), bin_strategy, sample_weight (which scikit-learn does not have there)
   * @return the points of the bins
   * @throws IllegalArgumentException if shapes disagree, the label does not exist or is never
   *     known, or a score is no probability
   */
  public static CalibrationCurve calibrationCurve(
      LabelMatrix truth, ScoreMatrix scores, int label, Option... options) {
    Options read = Options.read("calibration_curve", BINS, options);
    double[] weights = Areas.checked(truth, scores, read);
    checkLabel(truth, label);
    return CalibrationCurve.of(truth, scores, label, read.binsOr(5), read.binStrategy(), weights);
  }

  /**
   * The same over arrays of rows; see {@link #calibrationCurve(LabelMatrix, ScoreMatrix, int,
   * Option...)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param scores {@code float[][]} or {@code double[][]}
   * @param label the column
   * @param options bins, bin_strategy, sample_weight
   * @return the points of the bins
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static CalibrationCurve calibrationCurve(
      Object[] truth, Object[] scores, int label, Option... options) {
    return calibrationCurve(
        LabelMatrix.of(truth, "y_true"), ScoreMatrix.of(scores, "y_score"), label, options);
  }

  /**
   * The area under any curve, by trapezoids: scikit-learn's {@code auc}.
   *
   * @param x increasing or decreasing, two numbers or more
   * @param y as many
   * @return the area, counted as if x increased
   * @throws IllegalArgumentException if there are fewer than two points, lengths differ, or x turns
   */
  public static double auc(double[] x, double[] y) {
    Check.argument(x.length >= 2, "x", "at least 2 points", x.length);
    Check.argument(x.length == y.length, "y", x.length + " numbers as x", y.length);
    boolean up = true;
    boolean down = true;
    double area = 0;
    for (int i = 1; i < x.length; i++) {
      up &= !(x[i] < x[i - 1]);
      down &= x[i] <= x[i - 1];
      area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
    }
    Check.argument(up || down, "x", "increasing or decreasing numbers", ShortText.of(x));
    return up ? area : -area;
  }

  private static void checkLabel(LabelMatrix truth, int label) {
    Check.argument(
        label >= 0 && label < truth.labels(),
        "label",
        "a column index in [0, " + truth.labels() + ")",
        label);
  }

  private static DescendingScores problem(
      LabelMatrix truth, ScoreMatrix scores, int label, Options options) {
    double[] weights = Areas.checked(truth, scores, options);
    checkLabel(truth, label);
    DescendingScores problem = Areas.gather(truth, scores, weights, label, label + 1)[0];
    problem.sort();
    return problem;
  }

  /** Whether the second difference around a point is not 0, computed as NumPy does. */
  private static boolean bends(double[] values, int i) {
    return (values[i + 1] - values[i]) - (values[i] - values[i - 1]) != 0;
  }

  private static double[] rates(double[] counts, double total) {
    double[] rates = new double[counts.length];
    if (total <= 0) {
      Arrays.fill(rates, Double.NaN);
    } else {
      Arrays.setAll(rates, i -> counts[i] / total);
    }
    return rates;
  }

  private static void warn(
      Options options, String metric, String which, String consequence, int label) {
    options
        .warnings()
        .warn(new Warnings.Warning(
            metric,
            "no_" + which + "_samples",
            "label " + label + ": no " + which + " samples in y_true, " + consequence));
  }
}
