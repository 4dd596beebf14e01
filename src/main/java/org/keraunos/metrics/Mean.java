package org.keraunos.metrics;

/**
 * scikit-learn's {@code _nanaverage}: a weighted mean that leaves NaN out with its weight, is NaN if nothing is left, and
 * the plain mean if the weights that are left sum to 0.
 */
final class Mean {
  private double weighted;
  private double weight;
  private double plain;
  private long count;

  void add(double value, double itsWeight) {
    if (!Double.isNaN(value)) {
      weighted += value * itsWeight;
      weight += itsWeight;
      plain += value;
      count++;
    }
  }

  void add(Mean other) {
    weighted += other.weighted;
    weight += other.weight;
    plain += other.plain;
    count += other.count;
  }

  double result() {
    if (count == 0) {
      return Double.NaN;
    }
    return weight == 0 ? plain / count : weighted / weight;
  }

  void reset() {
    weighted = 0;
    weight = 0;
    plain = 0;
    count = 0;
  }
}
