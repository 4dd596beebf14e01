package org.keraunos.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Labels;

/**
 * Truth and predictions of one call, checked and cut to the labels asked for, with the counts that
 * have been gathered from them. One column becomes scikit-learn's binary problem: one column for
 * each class that occurs.
 */
final class Tally {
  private final byte[] truth;
  private final byte[] predicted;
  private final int rows;
  private final int[] labels;
  private final boolean unknowns;
  private final boolean binary;
  private final boolean complete;
  private final double @Nullable [] weights;
  private final @Nullable SparsePair sparse;
  private @Nullable Counts perLabel;
  private @Nullable RowCounts perRow;

  private Tally(
      byte[] truth,
      byte[] predicted,
      int rows,
      int[] labels,
      boolean unknowns,
      boolean binary,
      boolean complete,
      double @Nullable [] weights,
      @Nullable SparsePair sparse) {
    this.truth = truth;
    this.predicted = predicted;
    this.rows = rows;
    this.labels = labels;
    this.unknowns = unknowns;
    this.binary = binary;
    this.complete = complete;
    this.weights = weights;
    this.sparse = sparse;
  }

  /** The problem of an average: the binary one looks at the class 1 alone. */
  static Tally of(Labels truth, Labels predicted, Options options, Average average) {
    return average == Average.BINARY
        ? classes(columns(truth, predicted, options), new int[] {1})
        : of(truth, predicted, options);
  }

  static Tally of(Labels truth, Labels predicted, Options options) {
    Tally columns = columns(truth, predicted, options);
    int[] chosen = options.labels();
    if (truth.labels() == 1) {
      return classes(columns, chosen);
    }
    return chosen == null ? columns : select(columns, chosen, truth.labels());
  }

  /** The columns as they are, one column too. */
  static Tally columns(Labels truth, Labels predicted, Options options) {
    int rows = truth.rows();
    Check.argument(rows >= 1, "y_true", "at least one row", "none");
    Check.argument(
        rows == predicted.rows() && truth.labels() == predicted.labels(),
        "y_pred",
        rows + " x " + truth.labels() + " as y_true",
        predicted.rows() + " x " + predicted.labels());
    Check.argument(!predicted.hasUnknowns(), "y_pred", "0 and 1 only", "an unknown label");
    if (!(truth instanceof LabelMatrix && predicted instanceof LabelMatrix)) {
      if (truth.labels() > 1 && !truth.hasUnknowns()) {
        return sparse(truth, predicted, options);
      }
    }
    return dense(truth.toMatrix(), predicted.toMatrix(), options);
  }

  private static Tally sparse(Labels truth, Labels predicted, Options options) {
    return new Tally(
        new byte[0],
        new byte[0],
        truth.rows(),
        IntStream.range(0, truth.labels()).toArray(),
        false,
        false,
        true,
        options.sampleWeight(truth.rows()),
        new SparsePair(truth.toSparse(), predicted.toSparse()));
  }

  private static Tally dense(LabelMatrix truth, LabelMatrix predicted, Options options) {
    int rows = truth.rows();
    double[] weights = options.sampleWeight(rows);
    int[] all = new int[truth.labels()];
    Arrays.setAll(all, j -> j);
    if (truth.hasUnknowns()) {
      checkKnown(truth, weights);
    }
    return new Tally(
        truth.flat(),
        predicted.flat(),
        rows,
        all,
        truth.hasUnknowns(),
        truth.labels() == 1,
        true,
        weights,
        null);
  }

  static void checkKnown(LabelMatrix truth, double @Nullable [] weights) {
    byte[] cells = truth.flat();
    boolean known = false;
    for (int i = 0; i < truth.rows(); i++) {
      for (int j = 0; j < truth.labels(); j++) {
        if (cells[i * truth.labels() + j] >= 0) {
          known = true;
          if (weights == null || weights[i] > 0) {
            return;
          }
        }
      }
    }
    Check.argument(known, "y_true", "at least one known label", "none");
    throw Check.bad(
        "sample_weight", "a non-zero number on a row with a known label", "zeros there");
  }

  private static Tally select(Tally all, int[] chosen, int labels) {
    for (int label : chosen) {
      Check.argument(
          label >= 0 && label < labels, "labels", "column indices in [0, " + labels + ")", chosen);
    }
    if (all.sparse != null) {
      return new Tally(
          all.truth,
          all.predicted,
          all.rows,
          chosen,
          false,
          false,
          true,
          all.weights,
          all.sparse.select(chosen));
    }
    byte[] truth = new byte[Math.multiplyExact(all.rows, chosen.length)];
    byte[] predicted = new byte[truth.length];
    int at = 0;
    for (int i = 0; i < all.rows; i++) {
      for (int label : chosen) {
        truth[at] = all.truth[i * labels + label];
        predicted[at++] = all.predicted[i * labels + label];
      }
    }
    return new Tally(
        truth, predicted, all.rows, chosen, all.unknowns, false, true, all.weights, null);
  }

  private static Tally classes(Tally column, int @Nullable [] chosen) {
    boolean[] occurs = new boolean[2];
    for (int i = 0; i < column.rows; i++) {
      if (column.truth[i] >= 0) {
        occurs[column.truth[i]] = true;
        occurs[column.predicted[i]] = true;
      }
    }
    int[] present =
        occurs[0] && occurs[1] ? new int[] {0, 1} : occurs[0] ? new int[] {0} : new int[] {1};
    int[] classes = chosen == null ? present : chosen;
    boolean complete = true;
    for (int c : present) {
      complete &= contains(classes, c);
    }
    byte[] truth = new byte[Math.multiplyExact(column.rows, classes.length)];
    byte[] predicted = new byte[truth.length];
    int at = 0;
    for (int i = 0; i < column.rows; i++) {
      for (int c : classes) {
        Check.argument(c == 0 || c == 1, "labels", "classes 0 and 1, for one column", classes);
        byte t = column.truth[i];
        truth[at] = t < 0 ? t : (byte) (t == c ? 1 : 0);
        predicted[at++] = (byte) (column.predicted[i] == c ? 1 : 0);
      }
    }
    return new Tally(
        truth,
        predicted,
        column.rows,
        classes,
        column.unknowns,
        true,
        complete,
        column.weights,
        null);
  }

  private static boolean contains(int[] values, int wanted) {
    for (int value : values) {
      if (value == wanted) {
        return true;
      }
    }
    return false;
  }

  Counts perLabel() {
    if (perLabel == null) {
      perLabel = sparse == null
          ? LabelCounter.count(truth, predicted, rows, labels.length, unknowns, weights)
          : sparse.perLabel(weights);
    }
    return perLabel;
  }

  RowCounts perRow() {
    if (perRow == null) {
      perRow = sparse == null
          ? new RowCounts(truth, predicted, rows, labels.length, unknowns)
          : sparse.perRow();
    }
    return perRow;
  }

  double[] means(String metric, Rate[] rates, Division[] divisions) {
    checkSamples(metric);
    return perRow().means(rates, divisions, weights);
  }

  void checkSamples(String metric) {
    Check.argument(
        !binary, metric + ": average", "micro, macro or weighted, for one column", "samples");
  }

  double weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  boolean weighted() {
    return weights != null;
  }

  int rows() {
    return rows;
  }

  /** What the items of {@link #perLabel()} are: column indices, with one column the classes. */
  int[] labels() {
    return labels;
  }

  boolean binary() {
    return binary;
  }

  /** Whether no class that occurs is left out; only a question for one column. */
  boolean complete() {
    return complete;
  }

  /** Whether no row with a known label has all of them right, whatever the weights. */
  boolean noRowIsRight() {
    RowCounts counts = perRow();
    for (int i = 0; i < rows; i++) {
      if (counts.isKnown(i) && (counts.fp[i] | counts.fn[i]) == 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The share of known cells that are wrong, by the weights of their rows. Both sums are taken in
   * the same order, so that it is 1 where all are wrong.
   */
  double wrongShare() {
    if (weights == null) {
      return unknowns || perLabel != null || sparse != null
          ? perLabel().wrong() / perLabel().known()
          : WrongCells.count(truth, predicted) / (double) truth.length;
    }
    RowCounts counts = perRow();
    double wrong = 0;
    double all = 0;
    for (int i = 0; i < rows; i++) {
      wrong += weights[i] * (counts.fp[i] + counts.fn[i]);
      all += weights[i] * (unknowns ? counts.known[i] : labels.length);
    }
    return wrong / all;
  }

  /**
   * Rows, or their weight, whose known labels are all right, over all that have one; both in the
   * same order.
   */
  double[] correctAndTotal() {
    if (!unknowns && perRow == null && sparse == null) {
      if (weights == null) {
        return new double[] {WrongCells.rightRows(truth, predicted, rows, labels.length), rows};
      }
      double[] right = WrongCells.weightIfRight(truth, predicted, rows, labels.length, weights);
      return new double[] {PythonNumbers.sum(right, 0, rows), PythonNumbers.sum(weights, 0, rows)};
    }
    RowCounts counts = perRow();
    double[] right = new double[rows];
    double[] all = new double[rows];
    int n = 0;
    for (int i = 0; i < rows; i++) {
      if (counts.isKnown(i)) {
        all[n] = weight(i);
        right[n++] = (counts.fp[i] | counts.fn[i]) == 0 ? all[n - 1] : 0;
      }
    }
    return new double[] {PythonNumbers.sum(right, 0, n), PythonNumbers.sum(all, 0, n)};
  }
}
