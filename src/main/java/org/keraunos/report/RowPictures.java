package org.keraunos.report;

import java.awt.image.BufferedImage;
import org.keraunos.base.Shape;
import org.keraunos.data.Column;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.Scaling;

/** Rows of a data set as pictures. */
public final class RowPictures {
  private RowPictures() {}

  /**
   * {@return whether the first input is of pictures: height, width, and 1, 3 or 4 channels}
   *
   * @param data any
   */
  public static boolean arePictures(Dataset data) {
    Shape shape = data.inputs().get(0).shape();
    return shape.rank() == 3
        && (shape.get(2) == 1 || shape.get(2) == 3 || shape.get(2) == 4)
        && shape.get(0) > 1
        && shape.get(1) > 1;
  }

  /**
   * {@return one row of the first input, scaled as its data set says; numbers outside 0 to 1 are
   * taken for 0 to 255 if they can be, else stretched over the row's own range; with other than 3
   * or 4 channels, the first one in gray}
   *
   * @param data whose first input is (height, width, channels)
   * @param row from 0
   */
  public static BufferedImage picture(Dataset data, int row) {
    Feature input = data.inputs().get(0);
    Shape shape = input.shape();
    float[] values = values(input, row);
    stretch(values, input.column().holdsBytes());
    int height = shape.get(0);
    int width = shape.get(1);
    int channels = shape.get(2);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * channels;
        int green = channels < 3 ? at : at + 1;
        int blue = channels < 3 ? at : at + 2;
        picture.setRGB(
            x, y, level(values[at]) << 16 | level(values[green]) << 8 | level(values[blue]));
      }
    }
    return picture;
  }

  private static float[] values(Feature input, int row) {
    Column column = input.column();
    float[] values = new float[column.shape().size()];
    column.readFloats(row, values, 0);
    Scaling scaling = column.holdsBytes() ? Scaling.PIXELS : input.scaling();
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - scaling.offset()) / scaling.scale();
    }
    return values;
  }

  private static void stretch(float[] values, boolean inRange) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (inRange || (low >= 0 && high <= 1)) {
      return;
    }
    boolean pixels = low >= 0 && high <= 255;
    float from = pixels ? 0 : low;
    float range = pixels ? 255 : high > low ? high - low : 1;
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - from) / range;
    }
  }

  private static int level(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }
}
