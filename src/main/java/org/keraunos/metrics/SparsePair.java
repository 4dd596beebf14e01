package org.keraunos.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.SparseLabels;

/** Truth and predictions of which few cells are 1: counts of one pass over these. */
final class SparsePair {
  private final SparseLabels truth;
  private final SparseLabels predicted;

  SparsePair(SparseLabels truth, SparseLabels predicted) {
    this.truth = truth;
    this.predicted = predicted;
  }

  /** The columns asked for, in their order. */
  SparsePair select(int[] chosen) {
    int[] place = new int[truth.labels()];
    Arrays.fill(place, -1);
    for (int at = 0; at < chosen.length; at++) {
      place[chosen[at]] = at;
    }
    return new SparsePair(
        select(truth, place, chosen.length), select(predicted, place, chosen.length));
  }

  private static SparseLabels select(SparseLabels from, int[] place, int labels) {
    int[] columns = new int[from.columns().length];
    int[] starts = new int[from.starts().length];
    int count = 0;
    for (int i = 0; i < from.rows(); i++) {
      for (int at = from.starts()[i]; at < from.starts()[i + 1]; at++) {
        int to = place[from.columns()[at]];
        if (to >= 0) {
          columns[count++] = to;
        }
      }
      starts[i + 1] = count;
      Arrays.sort(columns, starts[i], count);
    }
    return SparseLabels.csr(starts, Arrays.copyOf(columns, count), labels);
  }

  /** Sums in the order of the rows, as those of a dense matrix. */
  Counts perLabel(double @Nullable [] weights) {
    int labels = truth.labels();
    double[] hits = new double[labels];
    double[] choices = new double[labels];
    double[] positives = new double[labels];
    int[] truths = truth.columns();
    int[] chosen = predicted.columns();
    for (int i = 0; i < truth.rows(); i++) {
      double weight = weights == null ? 1 : weights[i];
      for (int at = truth.starts()[i]; at < truth.starts()[i + 1]; at++) {
        positives[truths[at]] += weight;
      }
      int t = truth.starts()[i];
      int end = truth.starts()[i + 1];
      for (int at = predicted.starts()[i]; at < predicted.starts()[i + 1]; at++) {
        int label = chosen[at];
        choices[label] += weight;
        while (t < end && truths[t] < label) {
          t++;
        }
        if (t < end && truths[t] == label) {
          hits[label] += weight;
        }
      }
    }
    double known = weights == null ? truth.rows() : PythonNumbers.sum(weights, 0, weights.length);
    Counts counts = new Counts(labels);
    for (int j = 0; j < labels; j++) {
      counts.add(j, hits[j], choices[j], positives[j], known);
    }
    return counts;
  }

  RowCounts perRow() {
    int[] tp = new int[truth.rows()];
    int[] fp = new int[tp.length];
    int[] fn = new int[tp.length];
    for (int i = 0; i < tp.length; i++) {
      int t = truth.starts()[i];
      int end = truth.starts()[i + 1];
      int from = predicted.starts()[i];
      int to = predicted.starts()[i + 1];
      int positives = end - t;
      for (int at = from; at < to; at++) {
        int label = predicted.columns()[at];
        while (t < end && truth.columns()[t] < label) {
          t++;
        }
        tp[i] += t < end && truth.columns()[t] == label ? 1 : 0;
      }
      fp[i] = to - from - tp[i];
      fn[i] = positives - tp[i];
    }
    return new RowCounts(tp, fp, fn);
  }
}
