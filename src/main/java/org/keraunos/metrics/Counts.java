package org.keraunos.metrics;

import java.util.Arrays;

/**
 * True negatives, false positives, false negatives and true positives of each label (or of each row): all that the count
 * metrics need. Cell {@code 8 * label + code} of one flat array, where the code is {@code 2 * truth + predicted}; codes 6
 * and 7 gather the cells whose truth is unknown (-1).
 */
final class Counts {
  static final int STRIDE = 8;
  private static final int TN = 0;
  private static final int FP = 1;
  private static final int FN = 2;
  private static final int TP = 3;

  private final double[] cells;
  private final int size;

  Counts(int size) {
    this.size = size;
    this.cells = new double[STRIDE * size];
  }

  static int code(int truth, int predicted) {
    return ((truth << 1) | predicted) & (STRIDE - 1);
  }

  void add(int label, int code, double weight) {
    cells[label * STRIDE + code] += weight;
  }

  void add(Counts other) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] += other.cells[i];
    }
  }

  void set(int label, double tn, double fp, double fn, double tp) {
    int at = label * STRIDE;
    cells[at + TN] = tn;
    cells[at + FP] = fp;
    cells[at + FN] = fn;
    cells[at + TP] = tp;
  }

  int size() {
    return size;
  }

  double tn(int label) {
    return cells[label * STRIDE + TN];
  }

  double fp(int label) {
    return cells[label * STRIDE + FP];
  }

  double fn(int label) {
    return cells[label * STRIDE + FN];
  }

  double tp(int label) {
    return cells[label * STRIDE + TP];
  }

  double positives(int label) {
    return tp(label) + fn(label);
  }

  double[] positives() {
    double[] result = new double[size];
    Arrays.setAll(result, this::positives);
    return result;
  }

  double known(int label) {
    return tn(label) + fp(label) + fn(label) + tp(label);
  }

  /** All cells whose truth is known. */
  double known() {
    double known = 0;
    for (int j = 0; j < size; j++) {
      known += known(j);
    }
    return known;
  }

  /** All labels pooled into one. */
  Counts pooled() {
    Counts sum = new Counts(1);
    for (int i = 0; i < cells.length; i++) {
      sum.cells[i % STRIDE] += cells[i];
    }
    return sum;
  }

  double rate(int label, Rate rate, Division division) {
    return division.of(rate, tp(label), fp(label), fn(label));
  }

  double[] rates(Rate rate, Division division) {
    double[] result = new double[size];
    for (int j = 0; j < size; j++) {
      result[j] = rate(j, rate, division);
    }
    return result;
  }

  double[] toArray() {
    return cells.clone();
  }

  void set(double[] kept) {
    System.arraycopy(kept, 0, cells, 0, cells.length);
  }

  void reset() {
    Arrays.fill(cells, 0);
  }
}
