package org.keraunos.decisions;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Parallel;
import org.keraunos.base.ScoreMatrix;

/** One cross-fitted choice of thresholds. */
final class Choosing {
  private static final double HALF = 0.5;

  private final LabelMatrix truth;
  private final ScoreMatrix scores;
  private final Criterion criterion;
  private final @Nullable OneForAll one;
  private final int[] folds;
  private final int parts;
  private final byte[] decided;

  Choosing(
      LabelMatrix truth,
      ScoreMatrix scores,
      Criterion criterion,
      @Nullable OneForAll one,
      int[] folds) {
    this.truth = truth;
    this.scores = scores;
    this.criterion = criterion;
    this.one = one;
    this.folds = folds;
    this.parts = Arrays.stream(folds).max().orElse(0) + 1;
    this.decided = new byte[truth.flat().length];
  }

  ThresholdChoice choose() {
    int entries = one == null ? truth.labels() : 1;
    double[] thresholds = new double[entries];
    double[] fitted = new double[entries];
    double[] crossed = new double[entries];
    double[] half = new double[entries];
    Parallel.forEach(entries, entry -> {
      Cuts all = one == null ? Cuts.ofLabel(truth, scores, entry) : Cuts.ofAll(truth, scores, one);
      cut(entry, all);
      Cuts.Best best = all.best(criterion);
      half[entry] = best.half();
      crossed[entry] = crossFitted(entry);
      boolean better = crossed[entry] > half[entry];
      thresholds[entry] = better ? best.threshold() : HALF;
      fitted[entry] = better ? best.score() : half[entry];
    });
    return new ThresholdChoice(
        criterion,
        thresholds,
        fitted,
        crossed,
        half,
        LabelMatrix.of(decided, truth.rows(), truth.labels()));
  }

  /** Cuts each fold by the threshold of the others. */
  private void cut(int entry, Cuts all) {
    double[] at = new double[parts];
    for (int f = 0; f < parts; f++) {
      double threshold = all.without(folds, f).best(criterion).threshold();
      at[f] = scores.isFloat() ? (float) threshold : threshold;
    }
    int labels = truth.labels();
    int from = one == null ? entry : 0;
    int to = one == null ? entry + 1 : labels;
    for (int row = 0; row < truth.rows(); row++) {
      for (int j = from; j < to; j++) {
        decided[row * labels + j] = (byte) (scores.get(row, j) > at[folds[row]] ? 1 : 0);
      }
    }
  }

  /** The criterion of decisions that were made fold by fold. */
  private double crossFitted(int entry) {
    int labels = truth.labels();
    int from = one == null ? entry : 0;
    int to = one == null ? entry + 1 : labels;
    int groups = one == OneForAll.MACRO ? labels : one == OneForAll.SAMPLES ? truth.rows() : 1;
    double[][] counts = new double[groups][4];
    for (int row = 0; row < truth.rows(); row++) {
      for (int j = from; j < to; j++) {
        byte cell = truth.get(row, j);
        if (cell >= 0) {
          int group = one == OneForAll.MACRO ? j : one == OneForAll.SAMPLES ? row : 0;
          counts[group][2 * cell + decided[row * labels + j]]++;
        }
      }
    }
    return Arrays.stream(counts)
        .filter(count -> groups == 1 || Arrays.stream(count).sum() > 0)
        .mapToDouble(count -> criterion.score(count[0], count[1], count[2], count[3]))
        .average()
        .orElse(0);
  }
}
