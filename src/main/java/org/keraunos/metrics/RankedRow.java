package org.keraunos.metrics;

import java.util.Arrays;
import org.keraunos.base.ScoreMatrix;

/**
 * The known labels of one row, their scores kept as keys: integers of the same order. C2 makes
 * vector instructions of loops that count by differences of longs, and none of those that compare
 * doubles or look at their bits.
 */
final class RankedRow {
  private static final int SIGN = Long.SIZE - 1;
  private static final int FOUR = 4;

  /** Not above the key of any finite double. */
  private static final long LOWEST = ~Double.doubleToRawLongBits(Double.MAX_VALUE);

  /** Scores in the order of the labels, and whether each is relevant. */
  private final double[] scores;

  private final byte[] gains;

  /** Keys of the relevant labels, and of the other ones. */
  private final long[] ones;

  private final long[] zeros;

  /**
   * Keys of the other ones for a comparison with a key below 0, and with one that is not; see
   * {@link #finish}.
   */
  private final long[] below;

  private final long[] above;
  /** Relevant labels by sign. */
  private final long[] lowOnes;

  private final long[] highOnes;
  private boolean signed;
  private int p;
  private int n;

  /** Labels that are not relevant, with a score of 0, and not among the keys. */
  private int rest;

  RankedRow(int labels) {
    scores = new double[labels];
    gains = new byte[labels];
    // Room for writes that are then left behind.
    ones = new long[labels + FOUR];
    lowOnes = new long[labels + FOUR];
    highOnes = new long[labels + FOUR];
    zeros = new long[labels + 1];
    below = new long[labels];
    above = new long[labels];
  }

  void read(ScoreMatrix matrix, byte[] cells, int start, boolean unknowns) {
    matrix.copyTo(start, scores, scores.length);
    if (unknowns) {
      readKnown(cells, start);
    } else {
      readAll(cells, start);
    }
  }

  /** The cells of a sparse row; there is room for the widest. */
  void read(SparseCells cells, int row) {
    int start = cells.start(row);
    int count = cells.start(row + 1) - start;
    int hits = 0;
    int misses = 0;
    long any = 0;
    for (int j = 0; j < count; j++) {
      scores[j] = cells.score(start + j);
      gains[j] = cells.truth(start + j);
      long bits = Double.doubleToRawLongBits(scores[j]);
      any |= bits;
      if (gains[j] == 1) {
        ones[hits++] = bits;
      } else {
        zeros[misses++] = bits;
      }
    }
    finish(hits, misses, any < 0);
    rest = cells.labels() - count;
  }

  private void readAll(byte[] cells, int start) {
    double[] from = scores;
    long[] relevant = ones;
    long[] other = zeros;
    int hits = 0;
    long any = 0;
    for (int j = 0; j < from.length; j++) {
      // Without a branch: every key is written to both, and only one of the ends moves on.
      long bits = Double.doubleToRawLongBits(from[j]);
      relevant[hits] = bits;
      other[j - hits] = bits;
      hits += cells[start + j];
      any |= bits;
    }
    System.arraycopy(cells, start, gains, 0, gains.length);
    finish(hits, from.length - hits, any < 0);
  }

  private void readKnown(byte[] cells, int start) {
    int hits = 0;
    int misses = 0;
    long any = 0;
    for (int j = 0; j < scores.length; j++) {
      byte label = cells[start + j];
      if (label >= 0) {
        long bits = Double.doubleToRawLongBits(scores[j]);
        scores[hits + misses] = scores[j];
        gains[hits + misses] = label;
        any |= bits;
        if (label == 1) {
          ones[hits++] = bits;
        } else {
          zeros[misses++] = bits;
        }
      }
    }
    finish(hits, misses, any < 0);
  }

  /**
   * The bits of a double from 0 on are in its order; those of negative ones are turned. Then the
   * difference of two keys of different signs may overflow: but beside a key below 0 all that are
   * not are alike, and beside one that is not all below.
   */
  private void finish(int hits, int misses, boolean negative) {
    p = hits;
    n = misses;
    signed = negative;
    if (negative) {
      for (int j = 0; j < p; j++) {
        ones[j] ^= (ones[j] >> SIGN) >>> 1;
      }
      for (int j = 0; j < n; j++) {
        long key = zeros[j] ^ ((zeros[j] >> SIGN) >>> 1);
        below[j] = key & (key >> SIGN);
        above[j] = key | (key >> SIGN);
      }
    }
  }

  /** The number of known labels. */
  int size() {
    return p + n + rest;
  }

  /** The known labels that are there one by one: all, but of a sparse row. */
  int stored() {
    return p + n;
  }

  /** The others, which are not relevant and tie at 0. */
  int rest() {
    return rest;
  }

  /** The number of relevant labels. */
  int relevant() {
    return p;
  }

  /** The number of known labels that are not relevant. */
  int others() {
    return n + rest;
  }

  /** The score of a known label, in the order of the labels. */
  double score(int label) {
    return scores[label];
  }

  /** 1 if the known label is relevant, else 0. */
  int gain(int label) {
    return gains[label];
  }

  /** The key of a relevant label. */
  long key(int index) {
    return ones[index];
  }

  /** How many of the relevant labels score at least as high as one with this key. */
  int relevantFrom(long key) {
    int count = 0;
    for (int j = 0; j < p; j++) {
      count += ones[j] >= key ? 1 : 0;
    }
    return count;
  }

  /** How many of the other labels score at least as high as one with this key. */
  int othersFrom(long key) {
    return n - (int) lower(comparable(key), n, key) + (key <= 0 ? rest : 0);
  }

  /** Pairs of a relevant label and another that scores at least as high. */
  long pairsWrong() {
    long right;
    if (signed) {
      int high = 0;
      int low = 0;
      for (int j = 0; j < p; j++) {
        long key = ones[j];
        highOnes[high] = key;
        lowOnes[low] = key;
        int negative = (int) (key >>> SIGN);
        high += 1 - negative;
        low += negative;
      }
      right = lower(above, n, highOnes, high, -1) + lower(below, n, lowOnes, low, LOWEST);
    } else {
      right = lower(zeros, n, ones, p, -1);
    }
    long wrong = (long) p * n - right;
    if (rest > 0) {
      for (int j = 0; j < p; j++) {
        wrong += ones[j] <= 0 ? rest : 0;
      }
    }
    return wrong;
  }

  private long[] comparable(long key) {
    return signed ? key < 0 ? below : above : zeros;
  }

  private static long lower(long[] keys, int n, long key) {
    long count = 0;
    for (int j = 0; j < n; j++) {
      count += (keys[j] - key) >>> SIGN;
    }
    return count;
  }

  /**
   * Four bounds at a time, so that keys are loaded and sums made a quarter as often; the last are
   * filled up.
   */
  private static long lower(long[] keys, int n, long[] bounds, int count, long lowest) {
    Arrays.fill(bounds, count, count + FOUR - 1, lowest);
    long sum = 0;
    for (int i = 0; i < count; i += FOUR) {
      sum += lower(keys, n, bounds[i], bounds[i + 1], bounds[i + 2], bounds[i + 3]);
    }
    return sum;
  }

  private static long lower(long[] keys, int n, long a, long b, long c, long d) {
    long count = 0;
    for (int j = 0; j < n; j++) {
      long key = keys[j];
      count +=
          ((key - a) >>> SIGN) + ((key - b) >>> SIGN) + ((key - c) >>> SIGN) + ((key - d) >>> SIGN);
    }
    return count;
  }
}
