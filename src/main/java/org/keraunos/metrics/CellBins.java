package org.keraunos.metrics;

import java.util.Arrays;

/** Cells without weights, counted by label and by what they are: one increment a cell. */
final class CellBins {
  private static final int STRIDE = 8;
  private static final int FP = 1;
  private static final int FN = 2;
  private static final int TP = 3;

  private final int[] bins;

  CellBins(int labels) {
    bins = new int[STRIDE * labels];
  }

  /** The truth is 0, 1 or, for unknown, -1: then the cell falls into a bin that nobody reads. */
  void add(int label, int truth, int choice) {
    bins[label * STRIDE + (((truth << 1) | choice) & (STRIDE - 1))]++;
  }

  /** Adds what has come to the counts and forgets it. */
  void moveTo(Counts counts) {
    for (int j = 0; j < counts.size(); j++) {
      int at = j * STRIDE;
      double fp = bins[at + FP];
      double fn = bins[at + FN];
      double tp = bins[at + TP];
      counts.add(j, tp, tp + fp, tp + fn, bins[at] + fp + fn + tp);
    }
    Arrays.fill(bins, 0);
  }
}
