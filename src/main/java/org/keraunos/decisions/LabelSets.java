package org.keraunos.decisions;

import java.util.Arrays;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Parallel;
import org.keraunos.base.ScoreMatrix;

/** Decisions that look at a row as a whole rather than at one threshold. */
public final class LabelSets {
  private static final int ROWS_PER_TASK = 256;

  private LabelSets() {}

  /**
   * RCut: the labels with the highest scores of each row (Yang, 2001). Of equal scores the first
   * labels are taken.
   *
   * @param scores rows x labels
   * @param k how many, 0 to the number of labels
   * @return k labels a row
   * @throws IllegalArgumentException if there are not so many labels
   */
  public static LabelMatrix topK(ScoreMatrix scores, int k) {
    int labels = scores.labels();
    Check.argument(k >= 0 && k <= labels, "k", "0 to " + labels + ", the labels", k);
    byte[] cells = new byte[scores.rows() * labels];
    forEachRow(scores, (row, values, order) -> {
      for (int i = 0; i < k; i++) {
        cells[row * labels + order[i]] = 1;
      }
    });
    return LabelMatrix.of(cells, scores.rows(), labels);
  }

  /**
   * The number of labels a row for {@link #topK} that comes to most.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores the same of scores
   * @param criterion what to make large, of the counts of all known cells
   * @return 0 to the number of labels; of equally good ones the least
   * @throws IllegalArgumentException if shapes disagree or no label is known
   */
  public static int bestK(LabelMatrix truth, ScoreMatrix scores, Criterion criterion) {
    Thresholds.check(truth, scores);
    int labels = truth.labels();
    long[][] counts = new long[2][labels + 1];
    Object lock = new Object();
    forEachRow(scores, (row, values, order) -> {
      synchronized (lock) {
        for (int i = 0; i < labels; i++) {
          byte cell = truth.get(row, order[i]);
          if (cell >= 0) {
            counts[cell][i + 1]++;
          }
        }
      }
    });
    double positives = Arrays.stream(counts[1]).sum();
    double negatives = Arrays.stream(counts[0]).sum();
    double tp = 0;
    double fp = 0;
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k <= labels; k++) {
      tp += counts[1][k];
      fp += counts[0][k];
      double score = criterion.score(negatives - fp, fp, positives - tp, tp);
      if (score > most) {
        most = score;
        best = k;
      }
    }
    return best;
  }

  /**
   * The labels of each row whose F1 is the highest to be expected; see {@link #expectedF}.
   *
   * @param probabilities rows x labels, 0 to 1, calibrated if they are to mean something
   * @return the labels
   * @throws IllegalArgumentException if a score is no probability
   */
  public static LabelMatrix expectedF1(ScoreMatrix probabilities) {
    return expectedF(probabilities, 1);
  }

  /**
   * The labels of each row whose F-beta is the highest to be expected, if labels are independent
   * given the row: the likeliest ones, and how many of them is found by a dynamic program in the
   * square of the number of labels (Lewis, 1995; Ye, Chai, Lee and Chieu, 2012). No label is
   * predicted where that is likeliest to be right: F of nothing of nothing counts 1.
   *
   * @param probabilities rows x labels, 0 to 1
   * @param beta how many times recall matters more than precision: a number whose square is a
   *     fraction of numbers up to 100
   * @return the labels
   * @throws IllegalArgumentException if a score is no probability or beta is another number
   */
  public static LabelMatrix expectedF(ScoreMatrix probabilities, double beta) {
    int[] fraction = fraction(beta);
    int labels = probabilities.labels();
    byte[] cells = new byte[probabilities.rows() * labels];
    forEachRow(probabilities, (row, values, order) -> {
      double[] sorted = new double[labels];
      for (int i = 0; i < labels; i++) {
        sorted[i] = values[order[i]];
        Check.argument(
            sorted[i] >= 0 && sorted[i] <= 1,
            "probabilities[" + row + "][" + order[i] + "]",
            "0 to 1",
            sorted[i]);
      }
      int count = ExpectedF.size(sorted, fraction[0], fraction[1]);
      for (int i = 0; i < count; i++) {
        cells[row * labels + order[i]] = 1;
      }
    });
    return LabelMatrix.of(cells, probabilities.rows(), labels);
  }

  /** The square of beta as a fraction of whole numbers. */
  private static int[] fraction(double beta) {
    Check.argument(beta > 0 && beta <= 10, "beta", "above 0, at most 10", beta);
    double square = beta * beta;
    for (int below = 1; below <= 100; below++) {
      long above = Math.round(square * below);
      if (above >= 1 && above <= 100 && Math.abs(square * below - above) < 1e-9 * below) {
        return new int[] {(int) above, below};
      }
    }
    throw Check.bad("beta", "a number whose square is a fraction of numbers up to 100", beta);
  }

  /** Takes a row: its scores, and its labels from the highest down. */
  @FunctionalInterface
  private interface RowTask {
    void of(int row, double[] values, int[] order);
  }

  private static void forEachRow(ScoreMatrix scores, RowTask task) {
    int labels = scores.labels();
    int tasks = (scores.rows() + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
    Parallel.forEach(tasks, part -> {
      double[] values = new double[labels];
      int[] order = new int[labels];
      int to = Math.min(scores.rows(), (part + 1) * ROWS_PER_TASK);
      for (int row = part * ROWS_PER_TASK; row < to; row++) {
        scores.copyTo(row * labels, values, labels);
        descending(values, order);
        task.of(row, values, order);
      }
    });
  }

  private static void descending(double[] values, int[] order) {
    int n = order.length;
    if (n <= 64) {
      for (int i = 0; i < n; i++) {
        int j = i - 1;
        while (j >= 0 && values[order[j]] < values[i]) {
          order[j + 1] = order[j--];
        }
        order[j + 1] = i;
      }
      return;
    }
    Integer[] boxed = new Integer[n];
    Arrays.setAll(boxed, i -> i);
    Arrays.sort(boxed, (a, b) -> Double.compare(values[b], values[a]));
    Arrays.setAll(order, i -> boxed[i]);
  }
}
