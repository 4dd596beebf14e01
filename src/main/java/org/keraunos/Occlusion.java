package org.keraunos;

import java.util.Arrays;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Shape;
import org.keraunos.data.ByteColumn;
import org.keraunos.data.Column;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;

/**
 * Where in a picture a model sees a label, found by hiding parts of it (Zeiler and Fergus 2014): a
 * square of the picture's mean colour is moved over it, and each pixel gets the mean of what the
 * probability falls by where it is hidden. It takes a prediction a place, and any model.
 */
@CheckReturnValue
public final class Occlusion {
  private static final int PLACES = 12;

  private Occlusion() {}

  /**
   * The map of a row with squares of a fifth of the shorter side, at about 12 x 12 places.
   *
   * @param model an open model whose one input is of pictures
   * @param data pictures as the model takes them
   * @param row from 0
   * @param label from 0
   * @return a number a pixel: what the probability falls by; below 0 where it rises
   */
  public static float[][] map(Model model, Dataset data, int row, int label) {
    Shape shape = data.inputs().get(0).shape();
    Check.argument(shape.rank() == 3, "data", "pictures: height, width, channels", shape);
    int side = Math.max(1, Math.min(shape.get(0), shape.get(1)) / 5);
    int step = Math.max(1, Math.max(shape.get(0), shape.get(1)) / PLACES);
    return map(model, data, row, label, side, step);
  }

  /**
   * The map of a row.
   *
   * @param model an open model whose one input is of pictures
   * @param data pictures as the model takes them
   * @param row from 0
   * @param label from 0
   * @param side of the square in pixels, at least 1
   * @param step from place to place in pixels, at least 1
   * @return a number a pixel: what the probability falls by; below 0 where it rises
   * @throws IllegalArgumentException if the data are no pictures or do not fit the model, or there
   *     is no such row or label
   */
  public static float[][] map(Model model, Dataset data, int row, int label, int side, int step) {
    Feature input = data.inputs().get(0);
    Shape shape = input.shape();
    Check.argument(
        shape.rank() == 3 && data.inputs().size() == 1,
        "data",
        "pictures: height, width, channels",
        shape);
    Check.argument(row >= 0 && row < data.size(), "row", "0 to " + (data.size() - 1), row);
    Check.argument(side >= 1, "side", ">= 1", side);
    Check.argument(step >= 1, "step", ">= 1", step);
    int height = shape.get(0);
    int width = shape.get(1);
    int[] tops = places(height, side, step);
    int[] lefts = places(width, side, step);
    float[] picture = new float[shape.size()];
    input.column().readFloats(row, picture, 0);
    float[] mean = mean(picture, shape.get(2));
    float[] rows = new float[(tops.length * lefts.length + 1) * picture.length];
    System.arraycopy(picture, 0, rows, 0, picture.length);
    for (int i = 0; i < tops.length * lefts.length; i++) {
      int start = (i + 1) * picture.length;
      System.arraycopy(picture, 0, rows, start, picture.length);
      hide(rows, start, shape, mean, tops[i / lefts.length], lefts[i % lefts.length], side);
    }
    Feature hidden = new Feature(input.name(), stored(rows, input), input.scaling());
    Predictions predictions = model.predict(Dataset.of(hidden)).probabilities();
    Check.argument(
        label >= 0 && label < predictions.labelNames().size(),
        "label",
        "0 to " + (predictions.labelNames().size() - 1),
        label);
    float[][] map = new float[height][width];
    int[][] times = new int[height][width];
    for (int i = 0; i < tops.length * lefts.length; i++) {
      float fall = predictions.get(0, label) - predictions.get(i + 1, label);
      int top = tops[i / lefts.length];
      int left = lefts[i % lefts.length];
      for (int y = top; y < Math.min(height, top + side); y++) {
        for (int x = left; x < Math.min(width, left + side); x++) {
          map[y][x] += fall;
          times[y][x]++;
        }
      }
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        map[y][x] /= Math.max(1, times[y][x]);
      }
    }
    return map;
  }

  /** As the data are stored: bytes are scaled by what the model was trained with. */
  private static Column stored(float[] rows, Feature input) {
    if (!input.column().holdsBytes()) {
      return FloatColumn.of(rows, input.shape());
    }
    byte[] bytes = new byte[rows.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(rows[i]);
    }
    return ByteColumn.of(bytes, input.shape());
  }

  /** From edge to edge, the last one at the end whatever the step. */
  private static int[] places(int length, int side, int step) {
    int last = Math.max(0, length - side);
    int count = last / step + 1 + (last % step == 0 ? 0 : 1);
    int[] places = new int[count];
    Arrays.setAll(places, i -> Math.min(last, i * step));
    return places;
  }

  private static float[] mean(float[] picture, int channels) {
    double[] sums = new double[channels];
    for (int i = 0; i < picture.length; i++) {
      sums[i % channels] += picture[i];
    }
    float[] mean = new float[channels];
    for (int c = 0; c < channels; c++) {
      mean[c] = (float) (sums[c] * channels / picture.length);
    }
    return mean;
  }

  private static void hide(
      float[] rows, int start, Shape shape, float[] mean, int top, int left, int side) {
    int channels = shape.get(2);
    for (int y = top; y < Math.min(shape.get(0), top + side); y++) {
      for (int x = left; x < Math.min(shape.get(1), left + side); x++) {
        System.arraycopy(mean, 0, rows, start + (y * shape.get(1) + x) * channels, channels);
      }
    }
  }
}
