package org.keraunos.report.results;

import java.util.Arrays;
import org.keraunos.base.Parallel;

/**
 * Confidence intervals by the bootstrap, of all figures over the same draws of rows. The F scores
 * cost what is true or predicted in a draw; the areas cost every cell, and where that is too much
 * there are none.
 */
final class Resampling {
  static final int DRAWS = 1000;
  static final int FEWEST = 100;

  /** Steps that are spent on F scores, and on areas: about a second each. */
  private static final long BUDGET = 300_000_000L;

  private final Scored scored;
  private final CountedCells cells;
  private final long seed;
  private final int draws;

  Resampling(Scored scored, long seed) {
    this(scored, seed, DRAWS);
  }

  Resampling(Scored scored, long seed, int most) {
    this.scored = scored;
    this.cells = new CountedCells(scored.truth(), scored.predicted());
    this.seed = seed;
    this.draws =
        Math.min(most, affordable(cells.size() + 4L * scored.rows() + 4L * scored.labels()));
  }

  private static int affordable(long steps) {
    return (int) Math.max(FEWEST, Math.min(DRAWS, BUDGET / steps));
  }

  int draws() {
    return draws;
  }

  /** The intervals of F scores: a row a label of precision, recall, F1; then micro and macro F1. */
  Bounds[][] fScores() {
    int labels = scored.labels();
    double[][] figures = new double[3 * labels + 2][draws];
    Parallel.forEach(draws, draw -> {
      long[] counts = cells.counts(Draws.weights(seed, draw, scored.rows()));
      for (int label = 0; label < labels; label++) {
        figures[3 * label][draw] = CountedCells.precision(counts, label);
        figures[3 * label + 1][draw] = CountedCells.recall(counts, label);
        figures[3 * label + 2][draw] = CountedCells.f1(counts, label);
      }
      figures[3 * labels][draw] = cells.microF1(counts);
      figures[3 * labels + 1][draw] = cells.macroF1(counts);
    });
    Bounds[][] bounds = new Bounds[labels + 1][];
    for (int label = 0; label < labels; label++) {
      bounds[label] = new Bounds[] {
        Bounds.of(figures[3 * label]),
        Bounds.of(figures[3 * label + 1]),
        Bounds.of(figures[3 * label + 2])
      };
    }
    bounds[labels] =
        new Bounds[] {Bounds.of(figures[3 * labels]), Bounds.of(figures[3 * labels + 1])};
    return bounds;
  }

  /**
   * The intervals of areas: a row a label of ROC AUC and average precision. Draws without a row of
   * either class are left out.
   */
  Bounds[][] areas() {
    int labels = scored.labels();
    int rows = scored.rows();
    Bounds[][] bounds = new Bounds[labels][];
    long all = (long) rows * labels;
    long affordable = Math.min(draws, BUDGET / all);
    if (affordable < Math.min(FEWEST, draws)) {
      Arrays.fill(bounds, new Bounds[] {Bounds.NONE, Bounds.NONE});
      return bounds;
    }
    int some = (int) affordable;
    byte[][] weights = new byte[some][];
    Parallel.forEach(some, draw -> weights[draw] = Draws.weights(seed, draw, rows));
    Parallel.forEach(labels, label -> {
      RankedLabel ranked = new RankedLabel(scored.truth(), scored.scores(), label);
      double[][] figures = new double[2][some];
      for (int draw = 0; draw < some; draw++) {
        ranked.weigh(weights[draw]);
        figures[0][draw] = ranked.rocAuc();
        figures[1][draw] = ranked.averagePrecision();
      }
      bounds[label] = new Bounds[] {Bounds.of(figures[0]), Bounds.of(figures[1])};
    });
    return bounds;
  }
}
