package org.keraunos.metrics;

/**
 * scikit-learn's {@code _nanaverage}: a weighted mean that leaves NaN out with its weight, is NaN if nothing is left, and
 * the plain mean if the weights that are left sum to 0.
 */
final class Mean {
  private final ExactSum weighted = new ExactSum();
  private final ExactSum weight = new ExactSum();
  private final ExactSum plain = new ExactSum();
  private long count;

  void add(double value, double itsWeight) {
    if (!Double.isNaN(value)) {
      weighted.add(value * itsWeight);
      weight.add(itsWeight);
      plain.add(value);
      count++;
    }
  }

  double result() {
    if (count == 0) {
      return Double.NaN;
    }
    return weight.result() == 0 ? plain.result() / count : weighted.result() / weight.result();
  }

  /** A sum with the rounding errors kept beside it (Neumaier, 1974): a million terms are as good as one. */
  static final class ExactSum {
    private double sum;
    private double lost;

    void add(double term) {
      double next = sum + term;
      lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
      sum = next;
    }

    double result() {
      return sum + lost;
    }
  }
}
