package org.keraunos.testing;

import java.util.SplittableRandom;

/** The random numbers of src/test/python/goldens.py: the same draws for Java and for Keras. */
public final class SplitMix {
  private final SplittableRandom random;

  public SplitMix(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public float[] uniform(int count, double offset, double scale) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (offset + ((random.nextLong() >>> 40) * 0x1p-24 - 0.5) * scale);
    }
    return values;
  }

  public byte[] bytes(int count) {
    byte[] values = new byte[count];
    for (int i = 0; i < count; i++) {
      values[i] = (byte) (random.nextLong() >>> 56);
    }
    return values;
  }

  public int[][] bits(int rows, int columns) {
    int[][] values = new int[rows][columns];
    for (int[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = (int) (random.nextLong() >>> 63);
      }
    }
    return values;
  }
}
