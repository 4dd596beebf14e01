package org.keraunos.decisions;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Parallel;
import org.keraunos.base.ScoreMatrix;

/**
 * Chooses where scores become labels. Thresholds lie in the middle between two scores, in the
 * scores' type, and of equally good ones the nearest to 0.5 is taken: so a label that the rows say
 * nothing of keeps 0.5, and on the rows that they were chosen on thresholds never come to less than
 * 0.5 does. Unknown labels are left out. Those of probabilities are 0 to 1.
 *
 * <pre>{@code
 * double[] cuts = Thresholds.choose(truth, scores, Criterion.f1()).thresholds();
 * LabelMatrix decided = scores.above(cuts);
 * }</pre>
 */
public final class Thresholds {
  private Thresholds() {}

  /**
   * The best threshold for all labels together.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores the same of scores, probabilities mostly
   * @param criterion what to make large, of the counts of all cells
   * @return the threshold
   * @throws IllegalArgumentException if shapes disagree or no label is known
   */
  public static double bestThreshold(LabelMatrix truth, ScoreMatrix scores, Criterion criterion) {
    return bestThreshold(truth, scores, criterion, OneForAll.MICRO);
  }

  /**
   * The best threshold for all labels together.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores the same of scores, probabilities mostly
   * @param criterion what to make large
   * @param mean of which counts
   * @return the threshold
   * @throws IllegalArgumentException if shapes disagree or no label is known
   */
  public static double bestThreshold(
      LabelMatrix truth, ScoreMatrix scores, Criterion criterion, OneForAll mean) {
    check(truth, scores);
    return Cuts.ofAll(truth, scores, mean).best(criterion).threshold();
  }

  /**
   * The best threshold of each label.
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores the same of scores, probabilities mostly
   * @param criterion what to make large, of each label's counts
   * @return a threshold a label, 0.5 where the label is never known
   * @throws IllegalArgumentException if shapes disagree or no label is known
   */
  public static double[] bestThresholds(
      LabelMatrix truth, ScoreMatrix scores, Criterion criterion) {
    check(truth, scores);
    double[] thresholds = new double[truth.labels()];
    Parallel.forEach(
        thresholds.length,
        j -> thresholds[j] = Cuts.ofLabel(truth, scores, j).best(criterion).threshold());
    return thresholds;
  }

  /**
   * PCut on rows whose labels nobody knows: predicts each label as often as it is expected (Yang,
   * 2001).
   *
   * @param scores rows x labels
   * @param shares how often each label is true, 0 to 1; for example in training
   * @return a threshold a label
   * @throws IllegalArgumentException if there is not a share a label, or there are no rows
   */
  public static double[] pCut(ScoreMatrix scores, double... shares) {
    Check.argument(scores.rows() > 0, "scores", "at least one row", "none");
    Check.argument(
        shares.length == scores.labels(), "shares", scores.labels() + " numbers", shares.length);
    for (double share : shares) {
      Check.argument(share >= 0 && share <= 1, "shares", "numbers from 0 to 1", share);
    }
    LabelMatrix known =
        LabelMatrix.of(new byte[scores.rows() * scores.labels()], scores.rows(), scores.labels());
    double[] thresholds = new double[shares.length];
    Parallel.forEach(
        shares.length,
        j -> thresholds[j] = Cuts.ofLabel(known, scores, j).predicting(shares[j] * scores.rows()));
    return thresholds;
  }

  /**
   * Chooses a threshold a label, and says what they come to on rows that they were not chosen on.
   *
   * @param truth rows x labels of 0, 1 or unknown, of validation data
   * @param scores the same of scores, probabilities mostly
   * @param criterion what to make large
   * @return thresholds and figures
   * @throws IllegalArgumentException if shapes disagree, there are fewer than two rows or no label
   *     is known
   */
  public static ThresholdChoice choose(LabelMatrix truth, ScoreMatrix scores, Criterion criterion) {
    return choose(truth, scores, criterion, options -> {});
  }

  /**
   * Chooses thresholds, cross-fitted: each fold of the rows is cut by thresholds of the others. A
   * label whose thresholds do not come to more than 0.5 there keeps 0.5; the others take the best
   * of all rows.
   *
   * @param truth rows x labels of 0, 1 or unknown, of validation data
   * @param scores the same of scores, probabilities mostly
   * @param criterion what to make large
   * @param settings one for all labels, folds, seed
   * @return thresholds and figures
   * @throws IllegalArgumentException if shapes disagree, there are fewer than two rows or no label
   *     is known
   */
  public static ThresholdChoice choose(
      LabelMatrix truth,
      ScoreMatrix scores,
      Criterion criterion,
      Consumer<ThresholdOptions> settings) {
    check(truth, scores);
    Check.argument(truth.rows() >= 2, "rows", "at least 2, to cross-fit", truth.rows());
    ThresholdOptions options = new ThresholdOptions();
    settings.accept(options);
    int[] folds = folds(truth.rows(), options.folds(), options.seed());
    return new Choosing(truth, scores, criterion, options.oneForAll(), folds).choose();
  }

  static void check(LabelMatrix truth, ScoreMatrix scores) {
    Check.argument(
        truth.rows() == scores.rows() && truth.labels() == scores.labels(),
        "scores",
        truth.rows() + " x " + truth.labels() + " as the truth",
        scores.rows() + " x " + scores.labels());
    for (byte cell : truth.flat()) {
      if (cell >= 0) {
        return;
      }
    }
    throw Check.bad("truth", "at least one known label", "none");
  }

  /** The fold of each row: of nearly the same size, in an order of their own. */
  static int[] folds(int rows, int count, long seed) {
    int parts = Math.min(count, rows);
    int[] folds = new int[rows];
    Arrays.setAll(folds, row -> row % parts);
    Random random = new Random(seed);
    for (int i = rows - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int fold = folds[i];
      folds[i] = folds[other];
      folds[other] = fold;
    }
    return folds;
  }
}
