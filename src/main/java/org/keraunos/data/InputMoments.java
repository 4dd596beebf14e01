package org.keraunos.data;

import org.keraunos.base.Check;
import org.keraunos.base.Moments;

/**
 * Takes mean and variance of a column in two passes, in double: no cancellation however far the
 * mean is from 0.
 */
final class InputMoments {
  private final Column column;
  private final Scaling scaling;
  private final int channels;
  private final float[] floats;

  private InputMoments(Feature input) {
    this.column = input.column();
    this.scaling = input.scaling();
    this.channels = column.shape().get(-1);
    int size = column.shape().size();
    this.floats = new float[size];
  }

  static Moments of(Feature input) {
    Check.argument(input.column().rows() > 0, "moments", "at least one row", "none");
    return new InputMoments(input).moments();
  }

  private Moments moments() {
    long count = (long) column.rows() * (column.shape().size() / channels);
    double[] mean = new double[channels];
    for (int row = 0; row < column.rows(); row++) {
      float[] values = row(row);
      for (int i = 0; i < values.length; i++) {
        mean[i % channels] += values[i];
      }
    }
    divide(mean, count);
    double[] variance = new double[channels];
    for (int row = 0; row < column.rows(); row++) {
      float[] values = row(row);
      for (int i = 0; i < values.length; i++) {
        double apart = values[i] - mean[i % channels];
        variance[i % channels] += apart * apart;
      }
    }
    divide(variance, count);
    return new Moments(mean, variance, count);
  }

  /** A row as the network sees it. */
  private float[] row(int row) {
    column.readFloats(row, floats, 0);
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (floats[i] - scaling.offset()) / scaling.scale();
    }
    return floats;
  }

  private static void divide(double[] sums, long count) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= count;
    }
  }
}
