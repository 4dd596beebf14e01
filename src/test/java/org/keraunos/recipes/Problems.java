package org.keraunos.recipes;

import java.util.Random;
import org.keraunos.data.Dataset;

/** Small data whose labels can be learned. */
final class Problems {
  private Problems() {}

  /** Pictures with bars: one upright, one lying, one on the diagonal, at any place, over noise. */
  static Dataset pictures(int rows, int height, int width, int channels, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[rows * height * width * channels];
    int[][] labels = new int[rows][3];
    int long_ = Math.min(height, width) / 2 + 1;
    for (int row = 0; row < rows; row++) {
      int first = row * height * width * channels;
      for (int i = 0; i < height * width * channels; i++) {
        pixels[first + i] = (byte) random.nextInt(90);
      }
      for (int label = 0; label < 3; label++) {
        if (random.nextInt(5) < 2) {
          labels[row][label] = 1;
          int top = random.nextInt(height - long_ + 1);
          int left = random.nextInt(width - long_ + 1);
          for (int i = 0; i < long_; i++) {
            int y = label == 1 ? top : top + i;
            int x = label == 0 ? left : left + i;
            for (int c = 0; c < channels; c++) {
              pixels[first + (y * width + x) * channels + c] = (byte) (160 + random.nextInt(90));
            }
          }
        }
      }
    }
    return Dataset.of(pixels, height, width, channels)
        .withLabels(labels)
        .withLabelNames("upright", "lying", "diagonal");
  }

  /** A table: a label that a line tells, one that takes two columns together, a rare one. */
  static Dataset table(int rows, long seed) {
    Random random = new Random(seed);
    float[] features = new float[rows * 6];
    int[][] labels = new int[rows][3];
    for (int row = 0; row < rows; row++) {
      double[] x = random.doubles(6, -1, 1).toArray();
      for (int i = 0; i < 6; i++) {
        features[row * 6 + i] = (float) (x[i] * (i + 1) + i);
      }
      labels[row][0] = x[0] + x[1] + 0.2 * random.nextGaussian() > 0 ? 1 : 0;
      labels[row][1] = x[2] * x[3] > 0 ? 1 : 0;
      labels[row][2] = x[4] > 0.5 && x[5] > 0 ? 1 : 0;
    }
    return Dataset.of(features, 6).withLabels(labels).withLabelNames("line", "both", "rare");
  }
}
