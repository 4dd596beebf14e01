package org.keraunos.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Labels;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.base.Scores;
import org.keraunos.base.SparseLabels;
import org.keraunos.base.SparseScores;

/**
 * The cells with a score or a positive label, row after row. All others are negative with a score
 * of 0: they tie, and are one entry of a ranking.
 */
final class SparseCells {
  private final int labels;
  private final int[] starts;
  private final int[] columns;
  private final double[] scores;
  private final byte[] truth;
  private final double @Nullable [] weights;

  /** Where each column begins in {@link #order}, its cells in the order of the rows. */
  private int[] columnStarts = new int[0];

  private int[] order = new int[0];
  private int[] rowOf = new int[0];

  SparseCells(SparseLabels labelled, SparseScores scored, double @Nullable [] weights) {
    this.labels = labelled.labels();
    this.weights = weights;
    int rows = labelled.rows();
    int most = Math.addExact(labelled.columns().length, scored.columns().length);
    starts = new int[rows + 1];
    int[] cells = new int[most];
    double[] values = new double[most];
    byte[] ones = new byte[most];
    int count = 0;
    for (int i = 0; i < rows; i++) {
      int s = scored.starts()[i];
      int lastScore = scored.starts()[i + 1];
      int t = labelled.starts()[i];
      int lastOne = labelled.starts()[i + 1];
      while (s < lastScore || t < lastOne) {
        int score = s < lastScore ? scored.columns()[s] : labels;
        int one = t < lastOne ? labelled.columns()[t] : labels;
        cells[count] = Math.min(score, one);
        if (score <= one) {
          // -0.0 is 0.0.
          values[count] = scored.values()[s++] + 0.0;
        }
        if (one <= score) {
          ones[count] = 1;
          t++;
        }
        count++;
      }
      starts[i + 1] = count;
    }
    columns = Arrays.copyOf(cells, count);
    scores = Arrays.copyOf(values, count);
    truth = Arrays.copyOf(ones, count);
  }

  /** The cells, or null where both matrices are better taken as dense ones. */
  static @Nullable SparseCells of(Labels truth, Scores scores, double @Nullable [] weights) {
    boolean dense = scores instanceof ScoreMatrix || truth.labels() == 1 || truth.hasUnknowns();
    return dense ? null : new SparseCells(truth.toSparse(), scores.toSparse(), weights);
  }

  int rows() {
    return starts.length - 1;
  }

  int labels() {
    return labels;
  }

  int start(int row) {
    return starts[row];
  }

  double score(int cell) {
    return scores[cell];
  }

  byte truth(int cell) {
    return truth[cell];
  }

  /** The most cells of a row. */
  int widestRow() {
    return widest(starts);
  }

  /** The most cells of a column. */
  int widestColumn() {
    byColumn();
    return widest(columnStarts);
  }

  private static int widest(int[] starts) {
    int widest = 0;
    for (int i = 1; i < starts.length; i++) {
      widest = Math.max(widest, starts[i] - starts[i - 1]);
    }
    return widest;
  }

  /** To be called before columns are asked for. */
  private void byColumn() {
    columnStarts = new int[labels + 1];
    order = new int[columns.length];
    rowOf = new int[columns.length];
    for (int column : columns) {
      columnStarts[column + 1]++;
    }
    for (int j = 0; j < labels; j++) {
      columnStarts[j + 1] += columnStarts[j];
    }
    int[] next = columnStarts.clone();
    for (int i = 0; i < rows(); i++) {
      for (int at = starts[i]; at < starts[i + 1]; at++) {
        int to = next[columns[at]]++;
        order[to] = at;
        rowOf[to] = i;
      }
    }
  }

  private double weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /** Fills in the problem of a column; {@link #widestColumn} has been asked for. */
  void column(int label, ExactSum total, DescendingScores problem) {
    problem.clear();
    ExactSum rest = total.copy();
    int from = columnStarts[label];
    int to = columnStarts[label + 1];
    int restWithWeight = 0;
    for (int at = from; at < to; at++) {
      double weight = weight(rowOf[at]);
      problem.add(scores[order[at]], truth[order[at]], weight);
      rest.add(-weight);
      restWithWeight -= weight > 0 ? 1 : 0;
    }
    restWithWeight += total.positives();
    if (to - from < rows()) {
      problem.add(0, (byte) 0, restWithWeight == 0 ? 0 : rest.value());
    }
  }

  /** The sum of the rows' weights. */
  ExactSum total() {
    ExactSum total = new ExactSum();
    for (int i = 0; i < rows(); i++) {
      total.add(weight(i));
    }
    return total;
  }

  /** The problem of all cells. */
  DescendingScores pooled() {
    DescendingScores problem = new DescendingScores(columns.length + 1, true);
    problem.clear();
    double rest = 0;
    boolean any = false;
    for (int i = 0; i < rows(); i++) {
      for (int at = starts[i]; at < starts[i + 1]; at++) {
        problem.add(scores[at], truth[at], weight(i));
      }
      int others = labels - (starts[i + 1] - starts[i]);
      any |= others > 0;
      rest += weight(i) * others;
    }
    if (any) {
      problem.add(0, (byte) 0, rest);
    }
    return problem;
  }

  /** Fills in the problem of a row, its labels all alike. */
  void row(int row, DescendingScores problem) {
    problem.clear();
    for (int at = starts[row]; at < starts[row + 1]; at++) {
      problem.add(scores[at], truth[at], 1);
    }
    int others = labels - (starts[row + 1] - starts[row]);
    if (others > 0) {
      problem.add(0, (byte) 0, others);
    }
  }

  /** The weight of the true rows of each label. */
  double[] positives() {
    double[] positives = new double[labels];
    for (int i = 0; i < rows(); i++) {
      for (int at = starts[i]; at < starts[i + 1]; at++) {
        positives[columns[at]] += truth[at] * weight(i);
      }
    }
    return positives;
  }

  /**
   * A sum that keeps what its additions round off (Neumaier 1974), for what is left of all rows
   * when those of a column are taken away may be little.
   */
  static final class ExactSum {
    private double sum;
    private double lost;
    private int positives;

    void add(double value) {
      double next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
      positives += value > 0 ? 1 : 0;
    }

    double value() {
      return Math.max(0, sum + lost);
    }

    /** How many positive numbers were added. */
    int positives() {
      return positives;
    }

    ExactSum copy() {
      ExactSum copy = new ExactSum();
      copy.sum = sum;
      copy.lost = lost;
      copy.positives = positives;
      return copy;
    }
  }
}
