package org.keraunos.augmentation;

/**
 * Where in the old image a pixel of the new one is taken from: {@code (x, y) -> (xx x + xy y + x0,
 * yx x + yy y + y0)}, in pixels from the upper left.
 */
record AffineMap(double xx, double xy, double x0, double yx, double yy, double y0) {
  /**
   * The numbers that TensorFlow's projective transform takes; the last two, its perspective, are 0.
   */
  static final int NUMBERS = 8;

  static final AffineMap IDENTITY = new AffineMap(1, 0, 0, 0, 1, 0);

  static AffineMap shift(double x, double y) {
    return new AffineMap(1, 0, x, 0, 1, y);
  }

  /** A linear map about the middle of an image, which stays where it is. */
  static AffineMap about(double xx, double xy, double yx, double yy, double height, double width) {
    double middleX = (width - 1) / 2;
    double middleY = (height - 1) / 2;
    return new AffineMap(
        xx,
        xy,
        middleX - xx * middleX - xy * middleY,
        yx,
        yy,
        middleY - yx * middleX - yy * middleY);
  }

  /**
   * The map of this change with another one behind it: the pixel is looked up there first, and what
   * that says here.
   */
  AffineMap then(AffineMap next) {
    return new AffineMap(
        xx * next.xx + xy * next.yx,
        xx * next.xy + xy * next.yy,
        xx * next.x0 + xy * next.y0 + x0,
        yx * next.xx + yy * next.yx,
        yx * next.xy + yy * next.yy,
        yx * next.x0 + yy * next.y0 + y0);
  }

  void write(float[] into, int offset) {
    into[offset] = (float) xx;
    into[offset + 1] = (float) xy;
    into[offset + 2] = (float) x0;
    into[offset + 3] = (float) yx;
    into[offset + 4] = (float) yy;
    into[offset + 5] = (float) y0;
    into[offset + 6] = 0;
    into[offset + 7] = 0;
  }
}
