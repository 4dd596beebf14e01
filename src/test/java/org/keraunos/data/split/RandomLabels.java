package org.keraunos.data.split;

import org.keraunos.base.LabelMatrix;

/** The label matrices of src/test/python/split_goldens.py, by the same integer arithmetic. */
final class RandomLabels {
  private long state;

  private RandomLabels(long seed) {
    state = seed;
  }

  record Case(LabelMatrix labels, int parts) {}

  static Case of(int number) {
    RandomLabels draws = new RandomLabels(number);
    int rows = 60 + draws.below(241);
    int labels = 3 + draws.below(10);
    int parts = 2 + draws.below(9);
    int[] percent = new int[labels];
    int[] follows = new int[labels];
    for (int c = 0; c < labels; c++) {
      percent[c] = 2 + draws.below(draws.below(2) * 40 + 9);
    }
    for (int c = 0; c < labels; c++) {
      follows[c] = draws.below(labels);
    }
    byte[] y = new byte[rows * labels];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < labels; c++) {
        int chance = percent[c] + (y[r * labels + follows[c]] == 1 ? 30 : 0);
        y[r * labels + c] = draws.below(100) < chance ? (byte) 1 : 0;
      }
    }
    return new Case(LabelMatrix.of(y, rows, labels), parts);
  }

  private int below(int n) {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (int) (((z >>> 32) * n) >>> 32);
  }
}
