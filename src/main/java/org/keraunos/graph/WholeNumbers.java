package org.keraunos.graph;

import org.keraunos.base.Check;

/** Whole numbers that come as floats: what inputs of integers are fed with. */
final class WholeNumbers {
  /** Above it not all whole numbers are floats. */
  private static final float LARGEST = 1 << 24;

  private WholeNumbers() {}

  /** Fails over a number that an integer cannot hold as it is. */
  static void check(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      float value = values[i];
      if (value != Math.rint(value) || Math.abs(value) > LARGEST) {
        throw Check.bad(
            "input[" + i + "]", "a whole number of at most 2^24, as the input's type", value);
      }
    }
  }

  static int[] of(float[] values, int count) {
    check(values, count);
    int[] whole = new int[count];
    for (int i = 0; i < count; i++) {
      whole[i] = (int) values[i];
    }
    return whole;
  }

  static byte[] bytes(float[] values, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      float value = values[i];
      if (value != Math.rint(value) || value < 0 || value > 255) {
        throw Check.bad(
            "input[" + i + "]", "a whole number of 0 to 255, as the input's type", value);
      }
      bytes[i] = (byte) (int) value;
    }
    return bytes;
  }

  static double[] doubles(float[] values, int count) {
    double[] doubles = new double[count];
    for (int i = 0; i < count; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
