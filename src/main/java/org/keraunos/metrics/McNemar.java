package org.keraunos.metrics;

import java.util.Set;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.special.Erf;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;

/**
 * McNemar's test between two models on the same rows (McNemar, 1947; Dietterich, Approximate
 * Statistical Tests for Comparing Supervised Classification Learning Algorithms, 1998): do they err
 * on equally many rows?
 *
 * @param onlyFirst rows that only the first model has right
 * @param onlySecond rows that only the second model has right
 * @param statistic chi squared with continuity correction, {@code (|b - c| - 1)^2 / (b + c)}; 0
 *     without such rows
 * @param pValue two-sided: exact (binomial) for fewer than 25 such rows, else from chi squared with
 *     one degree of freedom
 */
public record McNemar(int onlyFirst, int onlySecond, double statistic, double pValue) {
  private static final int FEW = 25;

  /**
   * Compares whole rows: a row is right when all its known labels are. Rows without a known label
   * are left out.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param first the first model's predictions
   * @param second the second model's predictions
   * @return the test
   * @throws IllegalArgumentException if shapes disagree or there are no rows
   */
  public static McNemar ofRows(LabelMatrix truth, LabelMatrix first, LabelMatrix second) {
    Options none = Options.read("mcnemar", Set.of());
    RowCounts one = Tally.columns(truth, first, none).perRow();
    RowCounts two = Tally.columns(truth, second, none).perRow();
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int i = 0; i < truth.rows(); i++) {
      boolean firstRight = (one.fp[i] | one.fn[i]) == 0;
      boolean secondRight = (two.fp[i] | two.fn[i]) == 0;
      onlyFirst += firstRight && !secondRight ? 1 : 0;
      onlySecond += secondRight && !firstRight ? 1 : 0;
    }
    return of(onlyFirst, onlySecond);
  }

  /**
   * The same over arrays of rows; see {@link #ofRows(LabelMatrix, LabelMatrix, LabelMatrix)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param first the first model's predictions
   * @param second the second model's predictions
   * @return the test
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static McNemar ofRows(Object[] truth, Object[] first, Object[] second) {
    return ofRows(
        LabelMatrix.of(truth, "y_true"),
        LabelMatrix.of(first, "first"),
        LabelMatrix.of(second, "second"));
  }

  /**
   * Compares one label, over the rows where it is known.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param first the first model's predictions
   * @param second the second model's predictions
   * @param label the column
   * @return the test
   * @throws IllegalArgumentException if shapes disagree, there are no rows or the label does not
   *     exist
   */
  public static McNemar ofLabel(
      LabelMatrix truth, LabelMatrix first, LabelMatrix second, int label) {
    Options none = Options.read("mcnemar", Set.of());
    Tally.columns(truth, first, none);
    Tally.columns(truth, second, none);
    Check.argument(
        label >= 0 && label < truth.labels(),
        "label",
        "a column index in [0, " + truth.labels() + ")",
        label);
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int i = 0; i < truth.rows(); i++) {
      int t = truth.get(i, label);
      if (t >= 0 && first.get(i, label) != second.get(i, label)) {
        onlyFirst += first.get(i, label) == t ? 1 : 0;
        onlySecond += second.get(i, label) == t ? 1 : 0;
      }
    }
    return of(onlyFirst, onlySecond);
  }

  /**
   * The same over arrays of rows; see {@link #ofLabel(LabelMatrix, LabelMatrix, LabelMatrix, int)}.
   *
   * @param truth rows as {@link LabelMatrix#of(Object[])} takes them, for example {@code int[][]}
   * @param first the first model's predictions
   * @param second the second model's predictions
   * @param label the column
   * @return the test
   * @throws IllegalArgumentException also if rows are ragged or hold something else
   */
  public static McNemar ofLabel(Object[] truth, Object[] first, Object[] second, int label) {
    return ofLabel(
        LabelMatrix.of(truth, "y_true"),
        LabelMatrix.of(first, "first"),
        LabelMatrix.of(second, "second"),
        label);
  }

  /**
   * The test from its two counts.
   *
   * @param onlyFirst rows that only the first model has right
   * @param onlySecond rows that only the second model has right
   * @return the test
   */
  public static McNemar of(int onlyFirst, int onlySecond) {
    Check.argument(onlyFirst >= 0, "only_first", "at least 0", onlyFirst);
    Check.argument(onlySecond >= 0, "only_second", "at least 0", onlySecond);
    int n = Math.addExact(onlyFirst, onlySecond);
    if (n == 0) {
      return new McNemar(0, 0, 0, 1);
    }
    double gap = Math.max(0, Math.abs((double) onlyFirst - onlySecond) - 1);
    double statistic = gap * gap / n;
    double p;
    if (n < FEW) {
      BinomialDistribution fair = new BinomialDistribution(null, n, 0.5);
      p = Math.min(1, 2 * fair.cumulativeProbability(Math.min(onlyFirst, onlySecond)));
    } else {
      // The tail itself: one minus the rest is 0 from 1e-16 on.
      p = Erf.erfc(Math.sqrt(statistic / 2));
    }
    return new McNemar(onlyFirst, onlySecond, statistic, p);
  }

  /** Counts, statistic and p-value in words. */
  @Override
  public String toString() {
    String test = onlyFirst + onlySecond < FEW ? "exact" : "chi squared " + ShortText.of(statistic);
    return "McNemar[" + onlyFirst + " rows right by the first alone, " + onlySecond
        + " by the second alone: " + test + ", p = " + ShortText.of(pValue) + "]";
  }
}
