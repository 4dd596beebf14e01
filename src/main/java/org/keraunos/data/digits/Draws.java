package org.keraunos.data.digits;

/**
 * The random numbers of a scene: SplitMix64, as {@link java.util.SplittableRandom#nextLong} gives
 * them.
 */
final class Draws {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  Draws(long seed) {
    state = seed;
  }

  /** The i-th number (from 0) of a generator with this seed, without the ones before it. */
  static long at(long seed, long i) {
    return mix(seed + (i + 1) * GAMMA);
  }

  /** A whole number of 0 to n - 1. */
  int below(int n) {
    state += GAMMA;
    return (int) (((mix(state) >>> 32) * n) >>> 32);
  }

  /** An index, as likely as its weight. */
  int pick(int[] weights) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int rest = below(sum);
    int index = 0;
    while (rest >= weights[index]) {
      rest -= weights[index++];
    }
    return index;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
