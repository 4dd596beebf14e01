package org.keraunos.report.results;

import java.util.Arrays;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/**
 * One label's known rows by their scores, sorted once, so that areas under weighted rows take no
 * sorting. Equal scores are one group.
 */
final class RankedLabel {
  private final int[] rows;
  private final int[] groups;
  private final boolean[] positive;
  private final long[] hits;
  private final long[] misses;

  RankedLabel(LabelMatrix truth, ScoreMatrix scores, int label) {
    this(truth, scores, label, 1);
  }

  /** Of every so many rows, which are numbered anew. */
  RankedLabel(LabelMatrix truth, ScoreMatrix scores, int label, int every) {
    int n = 0;
    int most = (truth.rows() + every - 1) / every;
    int[] known = new int[most];
    double[] values = new double[most];
    for (int row = 0; row < truth.rows(); row += every) {
      if (truth.get(row, label) >= 0) {
        // Adding 0 makes -0.0 equal to 0.0, as in the curves.
        values[n] = scores.get(row, label) + 0.0;
        known[n++] = row / every;
      }
    }
    rows = Arrays.copyOf(known, n);
    double[] distinct = Arrays.stream(values, 0, n).sorted().distinct().toArray();
    groups = new int[n];
    positive = new boolean[n];
    for (int i = 0; i < n; i++) {
      groups[i] = Arrays.binarySearch(distinct, values[i]);
      positive[i] = truth.get(rows[i] * every, label) == 1;
    }
    hits = new long[distinct.length];
    misses = new long[distinct.length];
  }

  /** How many rows the rarer of both classes has. */
  int rarer() {
    int positives = 0;
    for (boolean each : positive) {
      positives += each ? 1 : 0;
    }
    return Math.min(positives, positive.length - positives);
  }

  void weigh(byte[] weights) {
    Arrays.fill(hits, 0);
    Arrays.fill(misses, 0);
    for (int i = 0; i < rows.length; i++) {
      (positive[i] ? hits : misses)[groups[i]] += weights[rows[i]];
    }
  }

  double rocAuc() {
    double area = 0;
    long above = 0;
    long negatives = 0;
    for (int group = hits.length - 1; group >= 0; group--) {
      area += misses[group] * (above + hits[group] / 2.0);
      above += hits[group];
      negatives += misses[group];
    }
    return above == 0 || negatives == 0 ? Double.NaN : area / above / negatives;
  }

  double averagePrecision() {
    double sum = 0;
    long tp = 0;
    long fp = 0;
    for (int group = hits.length - 1; group >= 0; group--) {
      tp += hits[group];
      fp += misses[group];
      if (hits[group] != 0) {
        sum += hits[group] * ((double) tp / (tp + fp));
      }
    }
    return tp == 0 ? Double.NaN : sum / tp;
  }
}
