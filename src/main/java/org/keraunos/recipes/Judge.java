package org.keraunos.recipes;

import static org.keraunos.metrics.Average.MACRO;
import static org.keraunos.metrics.LabelMetrics.f1Score;
import static org.keraunos.metrics.ZeroDivision.ZERO;

import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.Criterion;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.decisions.Thresholds;
import org.keraunos.metrics.Bootstrap;

/**
 * Scores candidates on the same rows, which none was trained on: macro-F1 with thresholds that were
 * chosen on other folds of them.
 */
final class Judge {
  private static final long BUDGET = 100_000_000;
  private static final int FEWEST_DRAWS = 100;
  private static final int MOST_DRAWS = 1000;

  private final Dataset rows;
  private final LabelMatrix truth;
  private final Criterion criterion;
  private final long seed;

  Judge(Dataset rows, Criterion criterion, long seed) {
    this.rows = rows;
    this.truth = rows.labels();
    this.criterion = criterion;
    this.seed = seed;
  }

  Dataset rows() {
    return rows;
  }

  Criterion criterion() {
    return criterion;
  }

  ThresholdChoice choose(ScoreMatrix probabilities) {
    return Thresholds.choose(truth, probabilities, criterion);
  }

  Bootstrap.Interval score(ThresholdChoice choice) {
    LabelMatrix decided = choice.outOfFold();
    long cells = (long) truth.rows() * truth.labels();
    int draws = (int) Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, BUDGET / cells));
    return Bootstrap.of(truth.rows())
        .draws(draws)
        .seed(seed)
        .percentile(weights ->
            f1Score(truth, decided, MACRO, o -> o.zeroDivision(ZERO).sampleWeight(weights)));
  }
}
