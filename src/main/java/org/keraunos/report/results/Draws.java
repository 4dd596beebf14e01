package org.keraunos.report.results;

/**
 * Rows drawn with replacement. A draw is a function of seed and number, so that draws run on any
 * thread, in any order, and another program can make the same: place {@code i} of draw {@code d}
 * takes row {@code (m >>> 32) * rows >>> 32}, where {@code m = mix(mix(seed + (d + 1) G) + (i + 1)
 * G)}, {@code G = 0x9e3779b97f4a7c15} and {@code mix} is that of SplitMix64 (Steele, Lea and Flood,
 * Fast Splittable Pseudorandom Number Generators, 2014).
 */
final class Draws {
  private static final long GAP = 0x9e3779b97f4a7c15L;

  private Draws() {}

  /** How often each row was drawn; more than 127 times has no chance to happen. */
  static byte[] weights(long seed, int draw, int rows) {
    byte[] weights = new byte[rows];
    long state = mix(seed + GAP * (draw + 1L));
    for (int i = 0; i < rows; i++) {
      state += GAP;
      weights[(int) (((mix(state) >>> 32) * rows) >>> 32)]++;
    }
    return weights;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
