package org.keraunos.metrics;

/**
 * A stable sort of unsigned 64-bit keys that carries an int along: insertion for a few, else by the
 * upper digits and an insertion sort of what is left, which is next to nothing unless scores are
 * crowded; then by all digits.
 */
final class RadixSort {
  private static final int BITS = 11;
  private static final int DIGITS = (Long.SIZE + BITS - 1) / BITS;
  private static final int BUCKETS = 1 << BITS;
  private static final int FEW = 160;
  private static final int MOVES = 8;

  private long[] keys;
  private int[] payload;
  private long[] otherKeys = new long[0];
  private int[] otherPayload = new int[0];

  RadixSort(int capacity) {
    keys = new long[capacity];
    payload = new int[capacity];
  }

  /** The array to fill, and after {@link #sort} to read. */
  long[] keys() {
    return keys;
  }

  /** What goes with the keys. */
  int[] payload() {
    return payload;
  }

  void sort(int n) {
    if (n <= FEW) {
      settle(n, Long.MAX_VALUE);
      return;
    }
    if (otherKeys.length < n) {
      otherKeys = new long[keys.length];
      otherPayload = new int[keys.length];
    }
    // The upper digits bring nearly every key to its place; if the lower ones matter more than a
    // little, all are taken.
    passes(n, DIGITS / 2);
    if (!settle(n, (long) MOVES * n)) {
      passes(n, 0);
    }
  }

  private void passes(int n, int firstDigit) {
    int[][] histograms = new int[DIGITS][BUCKETS];
    for (int i = 0; i < n; i++) {
      long key = keys[i];
      for (int digit = firstDigit; digit < DIGITS; digit++) {
        histograms[digit][(int) (key >>> (digit * BITS)) & (BUCKETS - 1)]++;
      }
    }
    for (int digit = firstDigit; digit < DIGITS; digit++) {
      int shift = digit * BITS;
      int[] starts = histograms[digit];
      if (starts[(int) (keys[0] >>> shift) & (BUCKETS - 1)] == n) {
        continue;
      }
      int sum = 0;
      for (int b = 0; b < BUCKETS; b++) {
        int size = starts[b];
        starts[b] = sum;
        sum += size;
      }
      scatter(n, shift, starts);
    }
  }

  private void scatter(int n, int shift, int[] starts) {
    long[] from = keys;
    int[] fromPayload = payload;
    long[] to = otherKeys;
    int[] toPayload = otherPayload;
    for (int i = 0; i < n; i++) {
      long key = from[i];
      int at = starts[(int) (key >>> shift) & (BUCKETS - 1)]++;
      to[at] = key;
      toPayload[at] = fromPayload[i];
    }
    keys = to;
    payload = toPayload;
    otherKeys = from;
    otherPayload = fromPayload;
  }

  /**
   * Insertion sort; gives up, with all keys still there and equal ones in their order, after so
   * many moves.
   */
  private boolean settle(int n, long moves) {
    long left = moves;
    for (int i = 1; i < n; i++) {
      long key = keys[i];
      long order = key + Long.MIN_VALUE;
      int j = i - 1;
      if (keys[j] + Long.MIN_VALUE <= order) {
        continue;
      }
      int carried = payload[i];
      for (; j >= 0 && keys[j] + Long.MIN_VALUE > order; j--) {
        keys[j + 1] = keys[j];
        payload[j + 1] = payload[j];
      }
      keys[j + 1] = key;
      payload[j + 1] = carried;
      left -= i - j;
      if (left < 0) {
        return false;
      }
    }
    return true;
  }
}
