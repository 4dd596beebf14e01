package org.keraunos.data.digits;

import java.util.Arrays;

/**
 * Composes scenes, in integer arithmetic only, so that every language gives the same bytes. The
 * order of the draws is part of the data set: nothing here may be reordered. Not for several
 * threads at once.
 */
final class SceneComposer {
  private static final int SIDE = DigitScenes.SIDE;
  private static final int STEPS = 2 * (SIDE - 1);

  private static final int[] THEME = {38, 26, 20, 16};
  private static final int[][] COUNT = {
    {4, 18, 40, 26, 12}, {4, 22, 38, 24, 12}, {6, 26, 32, 24, 12}, {10, 30, 30, 20, 10}
  };
  private static final int[][] DIGIT = {
    {2, 44, 4, 3, 6, 1, 2, 32, 2, 4},
    {2, 5, 8, 38, 2, 34, 2, 3, 5, 1},
    {38, 4, 3, 4, 2, 2, 20, 3, 22, 2},
    {3, 18, 34, 5, 14, 3, 5, 8, 2, 8}
  };

  private final byte[][][] pool;
  private final int[] digits = new int[4];
  private final int[] cells = new int[4];
  private final int[] start = new int[3];
  private final int[] end = new int[3];
  private final int[] ramp = new int[3 * (STEPS + 1)];
  private final int[] band = new int[STEPS + 1];
  private final int[] colour = new int[3];

  SceneComposer(byte[][][] pool) {
    this.pool = pool;
  }

  /** Writes a scene's 3,072 pixel bytes at imageAt, and its ten labels, over zeros, at labelAt. */
  void compose(long seed, byte[] images, int imageAt, byte[] labels, int labelAt) {
    Draws draws = new Draws(seed);
    int theme = draws.pick(THEME);
    int count = draws.pick(COUNT[theme]);
    int[] weights = DIGIT[theme].clone();
    for (int k = 0; k < count; k++) {
      digits[k] = draws.pick(weights);
      weights[digits[k]] = 0;
      labels[labelAt + digits[k]] = 1;
    }
    Arrays.setAll(cells, i -> i);
    for (int k = 3; k >= 1; k--) {
      int j = draws.below(k + 1);
      int swapped = cells[k];
      cells[k] = cells[j];
      cells[j] = swapped;
    }
    background(draws, images, imageAt);
    strokes(draws, draws.below(4), images, imageAt);
    for (int k = 0; k < count; k++) {
      digit(draws, digits[k], cells[k], images, imageAt);
    }
    strokes(draws, draws.below(2), images, imageAt);
  }

  private void background(Draws draws, byte[] image, int at) {
    for (int ch = 0; ch < 3; ch++) {
      start[ch] = draws.below(96);
    }
    for (int ch = 0; ch < 3; ch++) {
      end[ch] = clamp(start[ch] + draws.below(113) - 56, 0, 255);
    }
    int direction = draws.below(4);
    int texture = draws.below(3);
    int amplitude = 4 + draws.below(8);
    int period = 2 + draws.below(5);
    int turn = draws.below(4);
    for (int t = 0; t <= STEPS; t++) {
      for (int ch = 0; ch < 3; ch++) {
        ramp[3 * t + ch] = (start[ch] * (STEPS - t) + end[ch] * t + STEPS / 2) / STEPS;
      }
      band[t] = t / period;
    }
    int doubled = direction < 2 ? 2 : 1;
    int pixel = at;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int grain = draws.below(17) - 8;
        if (texture != 0) {
          int stripe = texture == 1 ? band[way(turn, x, y)] : band[x] + band[y];
          grain += (stripe & 1) == 0 ? amplitude : -amplitude;
        }
        int t = 3 * doubled * way(direction, x, y);
        image[pixel++] = (byte) clamp(ramp[t] + grain, 0, 255);
        image[pixel++] = (byte) clamp(ramp[t + 1] + grain, 0, 255);
        image[pixel++] = (byte) clamp(ramp[t + 2] + grain, 0, 255);
      }
    }
  }

  private void strokes(Draws draws, int count, byte[] image, int at) {
    for (int n = 0; n < count; n++) {
      for (int ch = 0; ch < 3; ch++) {
        colour[ch] = draws.below(176);
      }
      int x0 = draws.below(SIDE);
      int y0 = draws.below(SIDE);
      int x1 = x0 + draws.below(25) - 12;
      int y1 = y0 + draws.below(25) - 12;
      int xm = x0 + draws.below(25) - 12;
      int ym = y0 + draws.below(25) - 12;
      int pen = 1 + draws.below(2);
      for (int t = 0; t < 64; t++) {
        int a = (63 - t) * (63 - t);
        int b = 2 * t * (63 - t);
        int c = t * t;
        int px = Math.floorDiv(x0 * a + xm * b + x1 * c + 1984, 3969);
        int py = Math.floorDiv(y0 * a + ym * b + y1 * c + 1984, 3969);
        for (int y = Math.max(py, 0); y < Math.min(py + pen, SIDE); y++) {
          for (int x = Math.max(px, 0); x < Math.min(px + pen, SIDE); x++) {
            for (int ch = 0; ch < 3; ch++) {
              image[at + 3 * (y * SIDE + x) + ch] = (byte) colour[ch];
            }
          }
        }
      }
    }
  }

  private void digit(Draws draws, int digit, int cell, byte[] image, int at) {
    byte[] ink = pool[digit][draws.below(pool[digit].length)];
    int s = 13 + draws.below(4);
    int left = clamp((cell & 1) * 16 + 8 - (s >> 1) + draws.below(7) - 3, 0, SIDE - s);
    int top = clamp((cell >> 1) * 16 + 8 - (s >> 1) + draws.below(7) - 3, 0, SIDE - s);
    for (int ch = 0; ch < 3; ch++) {
      colour[ch] = 96 + draws.below(160);
    }
    colour[draws.below(3)] = 255;
    int slant = draws.below(257) - 128;
    for (int v = 0; v < s; v++) {
      int shift = Math.floorDiv(slant * (2 * v + 1 - s), s) - 128;
      int sy = (2 * v + 1) * 1024 / s - 128;
      int row = ((sy >> 8) + 1) * DigitPool.PADDED + 1;
      int fy = sy & 255;
      int pixel = at + 3 * ((top + v) * SIDE + left);
      for (int u = 0; u < s; u++, pixel += 3) {
        int sx = (2 * u + 1) * 1024 / s + shift;
        int p = row + (sx >> 8);
        int fx = sx & 255;
        int above = ink[p] * (256 - fx) + ink[p + 1] * fx;
        int below = ink[p + DigitPool.PADDED] * (256 - fx) + ink[p + DigitPool.PADDED + 1] * fx;
        int alpha = Math.min(256, ((above * (256 - fy) + below * fy) * 5) >> 14);
        for (int ch = 0; ch < 3; ch++) {
          int under = image[pixel + ch] & 255;
          image[pixel + ch] = (byte) ((under * (256 - alpha) + colour[ch] * alpha + 128) >> 8);
        }
      }
    }
  }

  private static int way(int kind, int x, int y) {
    return switch (kind) {
      case 0 -> x;
      case 1 -> y;
      case 2 -> x + y;
      default -> SIDE - 1 - x + y;
    };
  }

  private static int clamp(int value, int low, int high) {
    return Math.min(high, Math.max(low, value));
  }
}
