package org.keraunos.report.results;

import java.util.Arrays;
import org.keraunos.base.LabelMatrix;

/**
 * The cells that F scores are made of, those that are true or predicted: a few of many where labels
 * are rare, so that a draw of rows costs only these.
 */
final class CountedCells {
  private static final int TP = 0;
  private static final int FP = 1;
  private static final int FN = 2;
  private static final int KINDS = 3;

  private final int labels;
  private final int[] starts;
  private int[] cells = new int[1024];

  CountedCells(LabelMatrix truth, LabelMatrix predicted) {
    labels = truth.labels();
    starts = new int[truth.rows() + 1];
    byte[] is = truth.flat();
    byte[] said = predicted.flat();
    int size = 0;
    for (int row = 0; row < truth.rows(); row++) {
      starts[row] = size;
      for (int label = 0; label < labels; label++) {
        int at = row * labels + label;
        if (is[at] >= 0 && (is[at] | said[at]) != 0) {
          if (size == cells.length) {
            cells = Arrays.copyOf(cells, 2 * size);
          }
          cells[size++] = label * KINDS + (is[at] == 0 ? FP : said[at] == 1 ? TP : FN);
        }
      }
    }
    starts[truth.rows()] = size;
  }

  int size() {
    return starts[starts.length - 1];
  }

  /** The counts of true positives, false ones and false negatives, a label after the other. */
  long[] counts(byte[] weights) {
    long[] counts = new long[labels * KINDS];
    for (int row = 0; row < weights.length; row++) {
      int weight = weights[row];
      if (weight != 0) {
        for (int i = starts[row]; i < starts[row + 1]; i++) {
          counts[cells[i]] += weight;
        }
      }
    }
    return counts;
  }

  int labels() {
    return labels;
  }

  static double precision(long[] counts, int label) {
    long tp = counts[label * KINDS + TP];
    return share(tp, tp + counts[label * KINDS + FP]);
  }

  static double recall(long[] counts, int label) {
    long tp = counts[label * KINDS + TP];
    return share(tp, tp + counts[label * KINDS + FN]);
  }

  static double f1(long[] counts, int label) {
    long twice = 2 * counts[label * KINDS + TP];
    return share(twice, twice + counts[label * KINDS + FP] + counts[label * KINDS + FN]);
  }

  double macroF1(long[] counts) {
    double sum = 0;
    for (int label = 0; label < labels; label++) {
      sum += f1(counts, label);
    }
    return sum / labels;
  }

  double microF1(long[] counts) {
    long[] all = new long[KINDS];
    for (int i = 0; i < counts.length; i++) {
      all[i % KINDS] += counts[i];
    }
    return f1(all, 0);
  }

  /** Nothing of nothing is 0, as {@code zero_division=0} has it. */
  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
