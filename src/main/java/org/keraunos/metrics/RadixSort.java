package org.keraunos.metrics;

import java.util.Arrays;

/**
 * A stable sort of unsigned 64-bit keys that carries an int along: insertion for a few, else least significant digit
 * first, skipping digits in which all keys agree (floats widened to double have two such digits).
 */
final class RadixSort {
  private static final int BITS = 11;
  private static final int DIGITS = (Long.SIZE + BITS - 1) / BITS;
  private static final int BUCKETS = 1 << BITS;
  private static final int FEW = 48;

  private long[] keys;
  private int[] payload;
  private long[] otherKeys = new long[0];
  private int[] otherPayload = new int[0];
  private int[][] histograms = new int[0][];

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
      insertion(n);
      return;
    }
    if (otherKeys.length < n) {
      otherKeys = new long[keys.length];
      otherPayload = new int[keys.length];
    }
    if (histograms.length == 0) {
      histograms = new int[DIGITS][BUCKETS];
    }
    count(n);
    for (int digit = 0; digit < DIGITS; digit++) {
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

  private void count(int n) {
    for (int[] histogram : histograms) {
      Arrays.fill(histogram, 0);
    }
    int[] h0 = histograms[0];
    int[] h1 = histograms[1];
    int[] h2 = histograms[2];
    int[] h3 = histograms[3];
    int[] h4 = histograms[4];
    int[] h5 = histograms[5];
    int mask = BUCKETS - 1;
    for (int i = 0; i < n; i++) {
      long key = keys[i];
      h0[(int) key & mask]++;
      h1[(int) (key >>> BITS) & mask]++;
      h2[(int) (key >>> (2 * BITS)) & mask]++;
      h3[(int) (key >>> (3 * BITS)) & mask]++;
      h4[(int) (key >>> (4 * BITS)) & mask]++;
      h5[(int) (key >>> (5 * BITS)) & mask]++;
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

  private void insertion(int n) {
    for (int i = 1; i < n; i++) {
      long key = keys[i];
      int carried = payload[i];
      long order = key + Long.MIN_VALUE;
      int j = i - 1;
      for (; j >= 0 && keys[j] + Long.MIN_VALUE > order; j--) {
        keys[j + 1] = keys[j];
        payload[j + 1] = payload[j];
      }
      keys[j + 1] = key;
      payload[j + 1] = carried;
    }
  }
}
