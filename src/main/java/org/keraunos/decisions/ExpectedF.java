package org.keraunos.decisions;

import java.util.Arrays;

/**
 * The dynamic program of Ye et al. (2012), algorithm 1, with the square of beta as the fraction
 * {@code q / r}.
 */
final class ExpectedF {
  private ExpectedF() {}

  /** How many of the labels, likeliest first, are to be predicted. */
  static int size(double[] p, int q, int r) {
    double[] figures = figures(p, q, r);
    int best = 0;
    for (int k = 1; k < figures.length; k++) {
      if (figures[k] > figures[best]) {
        best = k;
      }
    }
    return best;
  }

  /** The expected F of predicting the first 0, 1, ... labels. */
  static double[] figures(double[] p, int q, int r) {
    int n = p.length;
    double[][] hits = hits(p);
    double[] rest = new double[(q + r) * n + 1];
    for (int i = 1; i < rest.length; i++) {
      rest[i] = (double) q / i;
    }
    double[] figures = new double[n + 1];
    figures[0] = 1;
    for (double each : p) {
      figures[0] *= 1 - each;
    }
    for (int k = n; k >= 1; k--) {
      double sum = 0;
      for (int found = 1; found <= k; found++) {
        sum += found * hits[k][found] * rest[r * k + q * found];
      }
      figures[k] = (1 + (double) r / q) * sum;
      int end = (q + r) * (k - 1);
      for (int i = 1; i <= end; i++) {
        rest[i] = (1 - p[k - 1]) * rest[i] + p[k - 1] * rest[i + q];
      }
    }
    return figures;
  }

  /** How likely it is that so many of the first labels are true. */
  private static double[][] hits(double[] p) {
    double[][] hits = new double[p.length + 1][];
    hits[0] = new double[] {1};
    for (int k = 1; k <= p.length; k++) {
      double[] now = Arrays.copyOf(hits[k - 1], k + 1);
      for (int i = k; i >= 0; i--) {
        now[i] = now[i] * (1 - p[k - 1]) + (i > 0 ? now[i - 1] * p[k - 1] : 0);
      }
      hits[k] = now;
    }
    return hits;
  }
}
