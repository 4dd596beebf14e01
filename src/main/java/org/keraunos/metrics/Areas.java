package org.keraunos.metrics;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Labels;
import org.keraunos.base.Parallel;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.base.Scores;

/**
 * Areas under curves, a label or a row or pooled, on at most two threads, and their averages and
 * warnings.
 */
final class Areas {
  /** Columns gathered in one sweep over the rows: reading a row-major matrix by columns is slow. */
  private static final int COLUMNS = 4;

  /** What can be wrong with a binary problem. */
  private enum Flaw {
    ONE_CLASS("one_class", "only one class in y_true"),
    NO_POSITIVES("no_positive_samples", "no positive samples in y_true"),
    NO_NEGATIVES("no_negative_samples", "no negative samples in y_true");

    private final String code;
    private final String text;

    Flaw(String code, String text) {
      this.code = code;
      this.text = text;
    }
  }

  /** ROC AUC or average precision. */
  enum Kind {
    ROC_AUC("roc_auc_score"),
    AVERAGE_PRECISION("average_precision_score");

    private final String metric;

    Kind(String metric) {
      this.metric = metric;
    }
  }

  private final Kind kind;
  private final int labels;
  private final LabelMatrix truth;
  private final ScoreMatrix scores;
  private final @Nullable SparseCells sparse;
  private final double @Nullable [] weights;
  private final Warnings warnings;
  private final double maxFpr;

  /** Columns that are done with, for the next block. */
  private final Queue<DescendingScores[]> pool = new ConcurrentLinkedQueue<>();

  Areas(Kind kind, Labels truth, Scores scores, Options options) {
    this.kind = kind;
    this.labels = truth.labels();
    this.weights = checked(truth, scores, options);
    this.sparse = SparseCells.of(truth, scores, weights);
    this.truth = sparse == null ? truth.toMatrix() : LabelMatrix.none(0);
    this.scores = sparse == null ? scores.toMatrix() : ScoreMatrix.of(new double[0], 0, 1);
    this.warnings = options.warnings();
    this.maxFpr = options.maxFpr();
  }

  /** Checks the shapes and gives the weights. */
  static double @Nullable [] checked(Labels truth, Scores scores, Options options) {
    int rows = truth.rows();
    Check.argument(rows >= 1, "y_true", "at least one row", "none");
    Check.argument(
        rows == scores.rows() && truth.labels() == scores.labels(),
        "y_score",
        rows + " x " + truth.labels() + " as y_true",
        scores.rows() + " x " + scores.labels());
    double[] weights = options.sampleWeight(rows);
    if (truth.hasUnknowns()) {
      Tally.checkKnown(truth.toMatrix(), weights);
    }
    return weights;
  }

  double average(Average average) {
    if (labels == 1) {
      return perLabel()[0];
    }
    return switch (average) {
      case BINARY -> throw new IllegalStateException("binary needs one column");
      case MICRO -> pooled();
      case MACRO -> Arrays.stream(perLabel()).sum() / labels;
      case WEIGHTED -> weighted();
      case SAMPLES -> samples();
    };
  }

  double[] perLabel() {
    double[] values = new double[labels];
    Flaw[] flaws = new Flaw[labels];
    if (sparse == null) {
      dense(values, flaws);
    } else {
      sparse(sparse, values, flaws);
    }
    for (int j = 0; j < labels; j++) {
      warn(flaws[j], "label " + j);
    }
    return values;
  }

  private void sparse(SparseCells cells, double[] values, @Nullable Flaw[] flaws) {
    int room = cells.widestColumn() + 1;
    SparseCells.ExactSum total = cells.total();
    Parallel.forEach(2, half -> {
      DescendingScores column = new DescendingScores(room, true);
      for (int j = half; j < labels; j += 2) {
        cells.column(j, total, column);
        values[j] = area(column);
        flaws[j] = flaw(column);
      }
    });
  }

  private void dense(double[] values, @Nullable Flaw[] flaws) {
    // An even number, of even size: two threads take turns.
    int blocks = (labels + 2 * COLUMNS - 1) / (2 * COLUMNS) * 2;
    Parallel.forEach(
        blocks,
        block -> columns(
            (int) ((long) block * labels / blocks),
            (int) ((block + 1L) * labels / blocks),
            (labels + blocks - 1) / blocks,
            values,
            flaws));
  }

  private void columns(int from, int to, int widest, double[] values, @Nullable Flaw[] flaws) {
    if (from == to) {
      return;
    }
    DescendingScores[] free = pool.poll();
    DescendingScores[] columns = free == null ? room(widest, truth, weights) : free;
    fill(columns, truth, scores, weights, from, to - from);
    for (int j = from; j < to; j++) {
      DescendingScores column = columns[j - from];
      values[j] = area(column);
      flaws[j] = flaw(column);
    }
    pool.add(columns);
  }

  /** Neighbouring columns, each as an unsorted binary problem of its known rows. */
  static DescendingScores[] gather(
      LabelMatrix truth, ScoreMatrix scores, double @Nullable [] weights, int from, int to) {
    DescendingScores[] columns = room(to - from, truth, weights);
    fill(columns, truth, scores, weights, from, columns.length);
    return columns;
  }

  private static DescendingScores[] room(
      int columns, LabelMatrix truth, double @Nullable [] weights) {
    DescendingScores[] room = new DescendingScores[columns];
    Arrays.setAll(room, c -> new DescendingScores(truth.rows(), weights != null));
    return room;
  }

  private static void fill(
      DescendingScores[] columns,
      LabelMatrix truth,
      ScoreMatrix scores,
      double @Nullable [] weights,
      int from,
      int count) {
    int rows = truth.rows();
    byte[] cells = truth.flat();
    double[] buffer = new double[count];
    for (int c = 0; c < count; c++) {
      columns[c].clear();
    }
    for (int i = 0; i < rows; i++) {
      int start = i * truth.labels() + from;
      scores.copyTo(start, buffer, buffer.length);
      for (int c = 0; c < buffer.length; c++) {
        byte label = cells[start + c];
        if (label >= 0) {
          if (weights == null) {
            columns[c].add(buffer[c], label);
          } else {
            columns[c].add(buffer[c], label, weights[i]);
          }
        }
      }
    }
  }

  private double area(DescendingScores problem) {
    if (kind == Kind.ROC_AUC && !problem.bothClasses()) {
      return Double.NaN;
    }
    problem.sort();
    if (kind == Kind.AVERAGE_PRECISION) {
      return problem.averagePrecision();
    }
    return maxFpr == 1 ? problem.rocAuc() : problem.partialRocAuc(maxFpr);
  }

  /** After {@link #area}. */
  private @Nullable Flaw flaw(DescendingScores problem) {
    if (kind == Kind.ROC_AUC && !problem.bothClasses()) {
      return Flaw.ONE_CLASS;
    }
    if (problem.tp() == 0) {
      return Flaw.NO_POSITIVES;
    }
    return kind == Kind.ROC_AUC && problem.fp() == 0 ? Flaw.NO_NEGATIVES : null;
  }

  private void warn(@Nullable Flaw flaw, String where) {
    if (flaw != null) {
      String value = kind == Kind.ROC_AUC ? ", ROC AUC is NaN" : ", average precision is 0";
      warnings.warn(new Warnings.Warning(kind.metric, flaw.code, where + ": " + flaw.text + value));
    }
  }

  private double pooled() {
    if (sparse != null) {
      return pooled(sparse.pooled());
    }
    byte[] cells = truth.flat();
    DescendingScores pool = new DescendingScores(cells.length, weights != null);
    double[] buffer = new double[labels];
    for (int i = 0; i < truth.rows(); i++) {
      scores.copyTo(i * labels, buffer, labels);
      addRow(pool, i, buffer, weights);
    }
    return pooled(pool);
  }

  private double pooled(DescendingScores pool) {
    double area = area(pool);
    warn(flaw(pool), "all labels");
    return area;
  }

  private void addRow(
      DescendingScores problem, int row, double[] buffer, double @Nullable [] rowWeights) {
    byte[] cells = truth.flat();
    int start = row * buffer.length;
    for (int j = 0; j < buffer.length; j++) {
      byte label = cells[start + j];
      if (label >= 0) {
        if (rowWeights == null) {
          problem.add(buffer[j], label);
        } else {
          problem.add(buffer[j], label, rowWeights[row]);
        }
      }
    }
  }

  private double weighted() {
    double[] positives = sparse == null ? positives() : sparse.positives();
    // The sum that scikit-learn takes for none.
    if (Arrays.stream(positives).sum() <= 1e-8) {
      return 0;
    }
    double[] values = perLabel();
    double sum = 0;
    double total = 0;
    for (int j = 0; j < values.length; j++) {
      if (positives[j] != 0) {
        sum += values[j] * positives[j];
        total += positives[j];
      }
    }
    return sum / total;
  }

  private double[] positives() {
    double[] positives = new double[labels];
    byte[] cells = truth.flat();
    for (int i = 0; i < truth.rows(); i++) {
      double w = weights == null ? 1 : weights[i];
      for (int j = 0; j < positives.length; j++) {
        if (cells[i * positives.length + j] == 1) {
          positives[j] += w;
        }
      }
    }
    return positives;
  }

  private double samples() {
    int rows = sparse == null ? truth.rows() : sparse.rows();
    int room = sparse == null ? labels : sparse.widestRow() + 1;
    DescendingScores row = new DescendingScores(room, sparse != null);
    double[] buffer = new double[sparse == null ? labels : 0];
    double sum = 0;
    double total = 0;
    for (int i = 0; i < rows; i++) {
      if (sparse == null) {
        scores.copyTo(i * labels, buffer, labels);
        row.clear();
        addRow(row, i, buffer, null);
      } else {
        sparse.row(i, row);
      }
      if (row.size() > 0) {
        double w = weights == null ? 1 : weights[i];
        double area = area(row);
        warn(flaw(row), "row " + i);
        sum += w == 0 ? 0 : w * area;
        total += w;
      }
    }
    return sum / total;
  }
}
