package org.keraunos.metrics;

import java.util.Arrays;

/**
 * What every count metric needs, for each label: the weight of rows that are both true and
 * predicted, predicted, true, and known. These four are summed, row after row, and everything else
 * is computed from them in scikit-learn's order: {@code fp = predicted - tp}, and what a rate
 * divides by is {@code tp + fp} again. With weights each step rounds, so that another order has
 * other last digits.
 */
final class Counts {
  private final double[] tp;
  private final double[] predicted;
  private final double[] positive;
  private final double[] known;

  /** Summed like {@link #known}, so that their quotient is 1 where all is wrong. */
  private final double[] wrong;

  Counts(int size) {
    tp = new double[size];
    predicted = new double[size];
    positive = new double[size];
    known = new double[size];
    wrong = new double[size];
  }

  /** A cell whose truth is known; both are 0 or 1. */
  void add(int label, int truth, int choice, double weight) {
    // Products in place of branches, which random labels would mispredict.
    tp[label] += weight * (truth & choice);
    predicted[label] += weight * choice;
    positive[label] += weight * truth;
    known[label] += weight;
    wrong[label] += weight * (truth ^ choice);
  }

  void add(int label, double tp, double predicted, double positive, double known) {
    this.tp[label] += tp;
    this.predicted[label] += predicted;
    this.positive[label] += positive;
    this.known[label] += known;
    wrong[label] += (predicted - tp) + (positive - tp);
  }

  void add(Counts other) {
    for (int j = 0; j < tp.length; j++) {
      add(j, other.tp[j], other.predicted[j], other.positive[j], other.known[j]);
    }
  }

  int size() {
    return tp.length;
  }

  double tp(int label) {
    return tp[label];
  }

  double fp(int label) {
    return predicted[label] - tp[label];
  }

  double fn(int label) {
    return positive[label] - tp[label];
  }

  double tn(int label) {
    return known[label] - tp[label] - fp(label) - fn(label);
  }

  double known(int label) {
    return known[label];
  }

  /** True rows, through the confusion matrix. */
  double positives(int label) {
    return tp(label) + fn(label);
  }

  double[] positives() {
    double[] result = new double[size()];
    Arrays.setAll(result, this::positives);
    return result;
  }

  /** Known cells whose prediction is wrong. */
  double wrong() {
    return sum(wrong);
  }

  /** All cells whose truth is known. */
  double known() {
    return sum(known);
  }

  private static double sum(double[] values) {
    return PythonNumbers.sum(values, 0, values.length);
  }

  double rate(int label, Rate rate, Division division) {
    return division.of(rate, tp(label), fp(label), fn(label));
  }

  double[] rates(Rate rate, Division division) {
    double[] result = new double[size()];
    for (int j = 0; j < result.length; j++) {
      result[j] = rate(j, rate, division);
    }
    return result;
  }

  /** The rate of all labels together: what it divides is summed over the labels. */
  double pooledRate(Rate rate, Division division) {
    int n = size();
    double[] chosen = new double[n];
    double[] either = new double[n];
    for (int j = 0; j < n; j++) {
      chosen[j] = tp(j) + fp(j);
      either[j] = chosen[j] + fn(j);
    }
    return division.of(rate, sum(tp), sum(chosen), sum(positives()), sum(either));
  }

  /** All sums, for {@link #set}. */
  double[] toArray() {
    double[] all = new double[sums().length * size()];
    int at = 0;
    for (double[] each : sums()) {
      System.arraycopy(each, 0, all, at, size());
      at += size();
    }
    return all;
  }

  void set(double[] kept) {
    int at = 0;
    for (double[] each : sums()) {
      System.arraycopy(kept, at, each, 0, size());
      at += size();
    }
  }

  private double[][] sums() {
    return new double[][] {tp, predicted, positive, known, wrong};
  }

  void reset() {
    for (double[] each : sums()) {
      Arrays.fill(each, 0);
    }
  }
}
