package org.keraunos.base;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Derives seeds from seeds, so that each use of randomness has an address instead of a place in a
 * sequence.
 */
public final class Seeds {
  private Seeds() {}

  /**
   * A seed for one use.
   *
   * @param seed the seed of the whole
   * @param address what tells this use from others, for example an epoch or a layer's index
   * @return a well-mixed function of all of them
   */
  public static long derive(long seed, long... address) {
    long mixed = new SplittableRandom(seed).nextLong();
    for (long part : address) {
      mixed = new SplittableRandom(mixed ^ (part * 0xD1342543DE82EF95L)).nextLong();
    }
    return mixed;
  }

  /**
   * A seed for one use that has a name.
   *
   * @param seed the seed of the whole
   * @param name the name of the use, for example {@code conv2d/kernel}
   * @return a well-mixed function of both
   */
  public static long derive(long seed, String name) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ b) * 0x100000001B3L;
    }
    return derive(seed, hash);
  }

  /**
   * The numbers 0 to {@code n - 1} in an order that is a function of the seed: Fisher and Yates's
   * shuffle.
   *
   * @param n how many
   * @param seed the seed
   * @return a permutation
   */
  public static int[] permutation(int n, long seed) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
