package org.keraunos.report;

import java.awt.image.BufferedImage;
import org.keraunos.base.Check;

/** A map over a picture: what speaks for a label from blue to red, the picture below it in gray. */
public final class HeatOverlay {
  private static final double SHARE = 0.6;

  /** From little to much; of neighbours the mixture. */
  private static final int[] COLORS = {0x2B3A8C, 0x2C8FC4, 0x63C384, 0xF2D13C, 0xD7301F};

  private HeatOverlay() {}

  /**
   * {@return a picture of the same size}
   *
   * @param picture any size
   * @param map rows and columns of any number, stretched over the picture smoothly; divided by the
   *     highest, and what is below 0 is 0
   * @throws IllegalArgumentException if the map has no cells
   */
  public static BufferedImage of(BufferedImage picture, float[][] map) {
    Check.argument(map.length > 0 && map[0].length > 0, "map", "at least one cell", "none");
    double highest = 0;
    for (float[] line : map) {
      for (float value : line) {
        highest = Math.max(highest, value);
      }
    }
    int width = picture.getWidth();
    int height = picture.getHeight();
    BufferedImage over = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double value = at(map, (y + 0.5) / height, (x + 0.5) / width);
        double share = highest == 0 ? 0 : Math.max(0, Math.min(1, value / highest));
        over.setRGB(x, y, mixed(gray(picture.getRGB(x, y)), color(share)));
      }
    }
    return over;
  }

  /** Between the middles of the four cells around a place; at the edge the cells' own. */
  private static double at(float[][] map, double down, double right) {
    double y = Math.max(0, Math.min(map.length - 1, down * map.length - 0.5));
    double x = Math.max(0, Math.min(map[0].length - 1, right * map[0].length - 0.5));
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(map.length - 1, top + 1);
    int next = Math.min(map[0].length - 1, left + 1);
    double upper = map[top][left] + (x - left) * (map[top][next] - map[top][left]);
    double lower = map[bottom][left] + (x - left) * (map[bottom][next] - map[bottom][left]);
    return upper + (y - top) * (lower - upper);
  }

  private static int gray(int rgb) {
    int light = (299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255)) / 1000;
    return light << 16 | light << 8 | light;
  }

  private static int color(double share) {
    double place = share * (COLORS.length - 1);
    int from = Math.min(COLORS.length - 2, (int) place);
    return mix(COLORS[from], COLORS[from + 1], place - from);
  }

  private static int mixed(int picture, int color) {
    return mix(picture, color, SHARE);
  }

  private static int mix(int first, int second, double share) {
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int low = first >> shift & 255;
      int high = second >> shift & 255;
      mixed |= (int) Math.round(low + (high - low) * share) << shift;
    }
    return mixed;
  }
}
