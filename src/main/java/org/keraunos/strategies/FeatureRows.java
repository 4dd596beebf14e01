package org.keraunos.strategies;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Moments;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;

/**
 * A data set as one table of floats, as a network sees them, with mean and deviation of columns.
 */
final class FeatureRows {
  /** As in Keras's Normalization. */
  private static final double SMALLEST_DEVIATION = 1e-7;

  final int rows;
  final int width;

  /** Row by row. */
  final float[] values;

  final double[] mean;

  /** 1 over the deviation. */
  final double[] factor;

  /** Of each input. */
  final List<Moments> moments;

  private FeatureRows(Dataset data, List<Moments> moments) {
    this.moments = moments;
    this.rows = data.size();
    this.width = data.inputs().stream().mapToInt(each -> each.shape().size()).sum();
    Check.argument(
        (long) rows * width <= Integer.MAX_VALUE - 16,
        "data",
        "at most 2^31 numbers, as a table of " + width + " columns",
        rows + " rows");
    this.values = new float[rows * width];
    this.mean = new double[width];
    this.factor = new double[width];
    int offset = 0;
    for (int i = 0; i < moments.size(); i++) {
      Feature input = data.inputs().get(i);
      read(input, offset);
      double[] means = moments.get(i).mean();
      double[] variances = moments.get(i).variance();
      int size = input.shape().size();
      for (int k = 0; k < size; k++) {
        int channel = k % means.length;
        mean[offset + k] = means[channel];
        factor[offset + k] = 1 / Math.max(Math.sqrt(variances[channel]), SMALLEST_DEVIATION);
      }
      offset += size;
    }
  }

  private FeatureRows(int rows) {
    this.moments = List.of();
    this.rows = rows;
    this.width = 0;
    this.values = new float[0];
    this.mean = new double[0];
    this.factor = new double[0];
  }

  /** Training rows. */
  static FeatureRows of(Dataset data) {
    Check.argument(data.size() > 0, "data", "at least one row", "none");
    List<Moments> moments = new ArrayList<>();
    for (Feature input : data.inputs()) {
      moments.add(Dataset.of(input).moments());
    }
    return new FeatureRows(data, moments);
  }

  /** Other rows, by the mean and deviation of these. */
  FeatureRows like(Dataset data) {
    return new FeatureRows(data, moments);
  }

  private void read(Feature input, int offset) {
    int size = input.shape().size();
    float shift = input.scaling().offset();
    float scale = input.scaling().scale();
    for (int row = 0; row < rows; row++) {
      int from = row * width + offset;
      input.column().readFloats(row, values, from);
      for (int k = from; k < from + size; k++) {
        values[k] = (values[k] - shift) / scale;
      }
    }
  }

  /** Each column with mean 0 and deviation 1. */
  float[] standardized() {
    float[] made = new float[values.length];
    for (int i = 0; i < made.length; i++) {
      int column = i % width;
      made[i] = (float) ((values[i] - mean[column]) * factor[column]);
    }
    return made;
  }

  /** As many rows with nothing in them. */
  FeatureRows without() {
    return new FeatureRows(rows);
  }
}
