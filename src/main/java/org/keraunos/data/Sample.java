package org.keraunos.data;

import org.jspecify.annotations.Nullable;

/**
 * One sample of a program's own, on its way into a {@link Dataset}: what
 * {@link Dataset#of(Iterable, int...)} takes. It holds the arrays that it was given and no copies:
 * they may be filled anew once the data set has gone on to the next sample.
 */
public final class Sample {
  private final byte @Nullable [] bytes;
  private final float @Nullable [] floats;
  private final float[] labels;

  private Sample(byte @Nullable [] bytes, float @Nullable [] floats, float[] labels) {
    this.bytes = bytes;
    this.floats = floats;
    this.labels = labels;
  }

  /**
   * An image or another array of bytes, unsigned; the graph divides them by 255.
   *
   * @param input row-major (height, width, channels)
   * @param labels 0, 1 or between (soft labels), NaN is unknown; none for data to predict
   * @return the sample
   */
  public static Sample of(byte[] input, float... labels) {
    return new Sample(input, null, labels);
  }

  /**
   * Floats, taken as they are.
   *
   * @param input row-major
   * @param labels 0, 1 or between (soft labels), NaN is unknown; none for data to predict
   * @return the sample
   */
  public static Sample of(float[] input, float... labels) {
    return new Sample(null, input, labels);
  }

  byte @Nullable [] bytes() {
    return bytes;
  }

  float @Nullable [] floats() {
    return floats;
  }

  float[] labels() {
    return labels;
  }
}
