package org.keraunos.data.inspect;

/**
 * 64 bits that near-equal pictures share: whether each cell of a 9 x 8 gray thumbnail is darker
 * than its right neighbour (dHash; N. Krawetz, "Kind of Like That", 2013). Rescaling, recompressing
 * and small changes of brightness flip few bits.
 */
final class PerceptualHash {
  static final int WIDTH = 9;
  static final int HEIGHT = 8;

  /** A thumbnail with less contrast is one colour, and its bits are noise. */
  private static final double LEAST_CONTRAST = 8;

  private PerceptualHash() {}

  /** The gray value of each pixel. */
  @FunctionalInterface
  interface Gray {
    double at(int x, int y);
  }

  /**
   * The thumbnail: each cell the mean, in whole gray levels, of the pixels that it covers, weighed
   * by their area.
   */
  static double[] thumbnail(int width, int height, Gray picture) {
    double[] cells = new double[WIDTH * HEIGHT];
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        double left = (double) column * width / WIDTH;
        double right = (double) (column + 1) * width / WIDTH;
        double top = (double) row * height / HEIGHT;
        double bottom = (double) (row + 1) * height / HEIGHT;
        double sum = 0;
        double area = 0;
        for (int y = (int) top; y < Math.min(height, Math.ceil(bottom)); y++) {
          double tall = Math.min(bottom, y + 1) - Math.max(top, y);
          for (int x = (int) left; x < Math.min(width, Math.ceil(right)); x++) {
            double weight = tall * (Math.min(right, x + 1) - Math.max(left, x));
            sum += weight * picture.at(x, y);
            area += weight;
          }
        }
        // Whole gray levels: rounding must not tell equal cells apart.
        cells[row * WIDTH + column] = Math.rint(sum / area);
      }
    }
    return cells;
  }

  /** Whether the thumbnail has too little contrast for its bits to say anything. */
  static boolean isPlain(double[] thumbnail) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double cell : thumbnail) {
      least = Math.min(least, cell);
      most = Math.max(most, cell);
    }
    return most - least < LEAST_CONTRAST;
  }

  static long of(double[] thumbnail) {
    long bits = 0;
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH - 1; column++) {
        int cell = row * WIDTH + column;
        bits = bits << 1 | (thumbnail[cell] < thumbnail[cell + 1] ? 1 : 0);
      }
    }
    return bits;
  }
}
