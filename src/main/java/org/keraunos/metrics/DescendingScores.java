package org.keraunos.metrics;

/**
 * Scores of one binary problem from the highest down, with running sums of the positives and
 * negatives so far; equal scores are one threshold. Rows of weight 0 are left out, but noted.
 * Reused from problem to problem.
 */
final class DescendingScores {
  private final RadixSort sort;
  private final byte[] truth;
  private final double[] weights;
  private int size;
  private int at;
  private int hits;
  private double tp;
  private double fp;
  private boolean sawPositive;
  private boolean sawNegative;

  /** Room for problems of one size, with weights or without. */
  DescendingScores(int capacity, boolean weighted) {
    sort = new RadixSort(capacity);
    truth = new byte[weighted ? capacity : 0];
    weights = new double[weighted ? capacity : 0];
  }

  void clear() {
    size = 0;
    sawPositive = false;
    sawNegative = false;
    rewind();
  }

  /** Adds a row without a weight. */
  void add(double score, byte label) {
    sawPositive |= label == 1;
    sawNegative |= label == 0;
    sort.keys()[size] = key(score);
    sort.payload()[size++] = label;
  }

  /** Adds a row with a weight. */
  void add(double score, byte label, double weight) {
    sawPositive |= label == 1;
    sawNegative |= label == 0;
    if (weight != 0) {
      sort.keys()[size] = key(score);
      sort.payload()[size] = size;
      truth[size] = label;
      weights[size++] = weight;
    }
  }

  void sort() {
    sort.sort(size);
    rewind();
  }

  private void rewind() {
    at = 0;
    hits = 0;
    tp = 0;
    fp = 0;
  }

  /** Goes to the next lower threshold; false after the last. */
  boolean next() {
    if (at == size) {
      return false;
    }
    long[] keys = sort.keys();
    int[] payload = sort.payload();
    long key = keys[at];
    if (weights.length == 0) {
      do {
        hits += payload[at++];
      } while (at < size && keys[at] == key);
      tp = hits;
      fp = at - hits;
    } else {
      do {
        int row = payload[at++];
        if (truth[row] == 1) {
          tp += weights[row];
        } else {
          fp += weights[row];
        }
      } while (at < size && keys[at] == key);
    }
    return true;
  }

  /** The weight of positives with this score or a higher one. */
  double tp() {
    return tp;
  }

  /** The weight of negatives with this score or a higher one. */
  double fp() {
    return fp;
  }

  /** The score that {@link #next} came to. */
  double threshold() {
    return score(sort.keys()[at - 1]);
  }

  int size() {
    return size;
  }

  /** Whether there are rows of both classes, those of weight 0 included. */
  boolean bothClasses() {
    return sawPositive && sawNegative;
  }

  boolean sawPositive() {
    return sawPositive;
  }

  /** Area under the ROC curve by trapezoids: a tie is half an error. NaN without both classes. */
  double rocAuc() {
    if (weights.length > 0) {
      return weightedRocAuc();
    }
    double area = 0;
    double lastTp = 0;
    double lastFp = 0;
    while (next()) {
      area += (fp - lastFp) * (tp + lastTp) / 2;
      lastTp = tp;
      lastFp = fp;
    }
    return tp == 0 || fp == 0 ? Double.NaN : area / tp / fp;
  }

  /**
   * Rates in place of weights: the product of two weights may be too small or too large for a
   * double.
   */
  private double weightedRocAuc() {
    return areaOfRates(Double.POSITIVE_INFINITY);
  }

  /**
   * Area up to a false positive rate, standardised so that chance is 0.5 and the best 1 (McClish,
   * 1989): scikit-learn's {@code max_fpr}. NaN without both classes.
   */
  double partialRocAuc(double maxFpr) {
    double least = maxFpr * maxFpr / 2;
    return (1 + (areaOfRates(maxFpr) - least) / (maxFpr - least)) / 2;
  }

  private double areaOfRates(double maxFpr) {
    while (next()) {
      // To the totals.
    }
    double positives = tp;
    double negatives = fp;
    if (positives == 0 || negatives == 0) {
      return Double.NaN;
    }
    rewind();
    double area = 0;
    double lastTpr = 0;
    double lastFpr = 0;
    while (next()) {
      double tpr = tp / positives;
      double fpr = fp / negatives;
      if (fpr > maxFpr) {
        double slope = (tpr - lastTpr) / (fpr - lastFpr);
        tpr = slope * (maxFpr - lastFpr) + lastTpr;
        area += (maxFpr - lastFpr) * (tpr + lastTpr) / 2;
        break;
      }
      area += (fpr - lastFpr) * (tpr + lastTpr) / 2;
      lastTpr = tpr;
      lastFpr = fpr;
    }
    return area;
  }

  /** Sum of (R_k - R_{k-1}) P_k over distinct thresholds; 0 without positives. */
  double averagePrecision() {
    double sum = 0;
    double lastTp = 0;
    while (next()) {
      sum += (tp - lastTp) * (tp / (tp + fp));
      lastTp = tp;
    }
    return tp == 0 ? 0 : sum / tp;
  }

  /** Keys whose unsigned order is the descending order of scores, with -0.0 as 0.0. */
  static long key(double score) {
    long bits = Double.doubleToRawLongBits(score + 0.0);
    return ~(bits ^ ((bits >> (Long.SIZE - 1)) | Long.MIN_VALUE));
  }

  static double score(long key) {
    long bits = ~key;
    return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
  }
}
