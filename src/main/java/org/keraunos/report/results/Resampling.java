package org.keraunos.report.results;

import java.util.Arrays;
import org.keraunos.base.Parallel;

/**
 * Confidence intervals by the bootstrap, of all figures over the same draws of rows. The F scores
 * cost what is true or predicted in a draw; the areas cost every cell, and where that is too much
 * they are of some of the rows.
 */
final class Resampling {
  static final int DRAWS = 1000;
  static final int FEWEST = 100;

  /** Steps that are spent on F scores, and on areas: about a second each. */
  private static final long BUDGET = 300_000_000L;

  /** Rows of the rarer class without which an interval of some of the rows says nothing. */
  private static final int FEWEST_OF_A_CLASS = 10;

  private final Scored scored;
  private final CountedCells cells;
  private final long seed;
  private final int draws;
  private final long budget;

  Resampling(Scored scored, long seed) {
    this(scored, seed, DRAWS);
  }

  Resampling(Scored scored, long seed, int most) {
    this(scored, seed, most, BUDGET);
  }

  Resampling(Scored scored, long seed, int most, long budget) {
    this.budget = budget;
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

  /** 1, or that the intervals of areas are of every so many rows only. */
  int areasEvery() {
    long least = (long) Math.min(FEWEST, draws) * scored.labels();
    return (int) Math.max(1, (least * scored.rows() + budget - 1) / budget);
  }

  /**
   * The intervals of areas: a row a label of ROC AUC and average precision. Draws without a row of
   * either class are left out.
   *
   * <p>Of very many cells the draws are of every so many rows, and how far their figures are from
   * that of these rows is divided by the root of it, for the spread falls with the root of the rows
   * (Politis, Romano and Wolf, Subsampling, 1999). A label of which these rows hold few has none.
   *
   * @param aucs ROC AUC of each label over all rows
   * @param precisions the same of average precision
   */
  Bounds[][] areas(double[] aucs, double[] precisions) {
    int labels = scored.labels();
    int every = areasEvery();
    int rows = (scored.rows() + every - 1) / every;
    int some = (int) Math.max(1, Math.min(draws, budget / ((long) rows * labels)));
    byte[][] weights = new byte[some][];
    Parallel.forEach(some, draw -> weights[draw] = Draws.weights(seed, draw, rows));
    byte[] once = new byte[rows];
    Arrays.fill(once, (byte) 1);
    Bounds[][] bounds = new Bounds[labels][];
    Parallel.forEach(labels, label -> {
      RankedLabel ranked = new RankedLabel(scored.truth(), scored.scores(), label, every);
      if (every > 1 && ranked.rarer() < FEWEST_OF_A_CLASS) {
        bounds[label] = new Bounds[] {Bounds.NONE, Bounds.NONE};
        return;
      }
      double[][] figures = new double[2][some];
      for (int draw = 0; draw < some; draw++) {
        ranked.weigh(weights[draw]);
        figures[0][draw] = ranked.rocAuc();
        figures[1][draw] = ranked.averagePrecision();
      }
      if (every > 1) {
        ranked.weigh(once);
        ofAll(figures[0], ranked.rocAuc(), aucs[label], every);
        ofAll(figures[1], ranked.averagePrecision(), precisions[label], every);
      }
      bounds[label] = new Bounds[] {Bounds.of(figures[0]), Bounds.of(figures[1])};
    });
    return bounds;
  }

  /** From figures of draws of some rows to those that draws of all rows would have. */
  private static void ofAll(double[] figures, double ofSome, double ofAll, int every) {
    for (int i = 0; i < figures.length; i++) {
      double there = ofAll + (figures[i] - ofSome) / Math.sqrt(every);
      figures[i] = Double.isNaN(there) ? there : Math.max(0, Math.min(1, there));
    }
  }
}
