package org.keraunos.metrics;

import java.util.Arrays;

/**
 * The points of a label's curve by descending threshold: running counts and the scores they belong
 * to.
 */
final class CurvePoints {
  /** Says whether an inner point stays. */
  @FunctionalInterface
  interface Keep {
    boolean at(double[] tp, double[] fp, int i);
  }

  double[] tp;
  double[] fp;
  double[] thresholds;

  CurvePoints(DescendingScores problem) {
    tp = new double[problem.size()];
    fp = new double[tp.length];
    thresholds = new double[tp.length];
    int n = 0;
    while (problem.next()) {
      tp[n] = problem.tp();
      fp[n] = problem.fp();
      thresholds[n++] = problem.threshold();
    }
    cut(n);
  }

  int size() {
    return tp.length;
  }

  double positives() {
    return size() == 0 ? 0 : tp[size() - 1];
  }

  double negatives() {
    return size() == 0 ? 0 : fp[size() - 1];
  }

  /** Drops inner points that are not kept, if there are more than two. */
  void drop(Keep keep) {
    int size = size();
    if (size <= 2) {
      return;
    }
    double[] oldTp = tp.clone();
    double[] oldFp = fp.clone();
    int n = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || i == size - 1 || keep.at(oldTp, oldFp, i)) {
        tp[n] = oldTp[i];
        fp[n] = oldFp[i];
        thresholds[n++] = thresholds[i];
      }
    }
    cut(n);
  }

  /** Puts the point (0, 0) at threshold infinity before the others. */
  void startAtInfinity() {
    tp = shifted(tp, 0);
    fp = shifted(fp, 0);
    thresholds = shifted(thresholds, Double.POSITIVE_INFINITY);
  }

  private void cut(int n) {
    tp = Arrays.copyOf(tp, n);
    fp = Arrays.copyOf(fp, n);
    thresholds = Arrays.copyOf(thresholds, n);
  }

  private static double[] shifted(double[] values, double first) {
    double[] result = new double[values.length + 1];
    result[0] = first;
    System.arraycopy(values, 0, result, 1, values.length);
    return result;
  }
}
