package org.keraunos.report.results;

import java.util.Arrays;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;

/**
 * Rows with what is so, what a model gives and what is decided by it: what all figures of a report
 * are counted of.
 *
 * @param truth rows x labels of 0, 1 or unknown
 * @param predicted rows x labels of 0 or 1
 * @param scores rows x labels of probabilities
 * @param names one a label
 * @param thresholds one a label: where it was cut
 * @param raw the probabilities before they were calibrated; empty where they were not, or nobody
 *     has them
 */
@SuppressWarnings("ArrayRecordComponent") // a bag of matrices that nobody compares
public record Scored(
    LabelMatrix truth,
    LabelMatrix predicted,
    ScoreMatrix scores,
    LabelNames names,
    double[] thresholds,
    Optional<ScoreMatrix> raw) {
  /**
   * Checks the shapes.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param scores rows x labels of probabilities
   * @param names one a label
   * @param thresholds one a label: where it was cut
   * @param raw the probabilities before they were calibrated
   * @throws IllegalArgumentException if shapes disagree or there is no row
   */
  public Scored {
    int rows = truth.rows();
    int labels = truth.labels();
    Check.argument(rows >= 1 && labels >= 1, "truth", "at least one row and label", truth);
    Check.argument(
        predicted.rows() == rows && predicted.labels() == labels,
        "predicted",
        rows + " x " + labels + " as the truth",
        predicted);
    Check.argument(
        scores.rows() == rows && scores.labels() == labels,
        "scores",
        rows + " x " + labels + " as the truth",
        scores);
    Check.argument(names.size() == labels, "names", labels + " names", names.size());
    Check.argument(
        thresholds.length == labels, "thresholds", labels + " numbers", thresholds.length);
    raw.ifPresent(each -> Check.argument(
        each.rows() == rows && each.labels() == labels,
        "raw",
        rows + " x " + labels + " as the truth",
        each));
    thresholds = thresholds.clone();
  }

  /**
   * Without a calibration.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param predicted rows x labels of 0 or 1
   * @param scores rows x labels of probabilities
   * @param names one a label
   * @param thresholds one a label: where it was cut
   * @throws IllegalArgumentException if shapes disagree or there is no row
   */
  public Scored(
      LabelMatrix truth,
      LabelMatrix predicted,
      ScoreMatrix scores,
      LabelNames names,
      double[] thresholds) {
    this(truth, predicted, scores, names, thresholds, Optional.empty());
  }

  /** {@return the number of rows} */
  public int rows() {
    return truth.rows();
  }

  /** {@return the number of labels} */
  public int labels() {
    return truth.labels();
  }

  boolean isWrong(int row, int label) {
    byte is = truth.get(row, label);
    return is >= 0 && is != predicted.get(row, label);
  }

  /**
   * {@return whether a cell is known and said wrongly}
   *
   * @param cell which
   */
  public boolean isWrong(TellingRows.Cell cell) {
    return isWrong(cell.row(), cell.label());
  }

  /** The probability that the model gives to what is so: small where it is surely wrong. */
  double ofTruth(int row, int label) {
    double p = scores.get(row, label);
    return truth.get(row, label) == 1 ? p : 1 - p;
  }

  @Override
  public String toString() {
    return "Scored[" + rows() + " rows, " + labels() + " labels, thresholds "
        + Arrays.stream(thresholds).distinct().count() + "]";
  }
}
