package org.keraunos.augmentation;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;

/**
 * Zooms each image about its middle by a random factor; {@code keras.layers.RandomZoom}. Positive
 * makes the picture smaller, negative larger: with z drawn, {@code 1 + z} old pixels stand on a new
 * one.
 *
 * <p>Images of any shape and range. A factor f stands for -f to f, within (-1, 1]. Without a factor
 * of its own the width is zoomed as the height is.
 */
public final class RandomZoom extends FillingAugmentation<RandomZoom> {
  private static final String HEIGHT = "RandomZoom.heightFactor";
  private static final String WIDTH = "RandomZoom.widthFactor";

  /** A zoom by -1 would leave nothing of the picture; Keras excludes -1 itself. */
  private static final double LEAST = -0.99;

  private final Range height;
  private final @Nullable Range width;

  RandomZoom(double heightFactor) {
    this(Range.about0(HEIGHT, heightFactor, -LEAST), null, Warp.DEFAULT);
  }

  private RandomZoom(Range height, @Nullable Range width, Warp warp) {
    super(warp);
    this.height = height;
    this.width = width;
  }

  /**
   * From where to where the height is zoomed.
   *
   * @param lower at least -0.99; negative makes the picture larger
   * @param upper at most 1, half the size
   * @return a changed copy
   */
  public RandomZoom heightFactor(double lower, double upper) {
    return new RandomZoom(Range.of(HEIGHT, lower, upper, LEAST, 1), width, warp());
  }

  /**
   * From where to where the width is zoomed.
   *
   * @param lower at least -0.99; negative makes the picture larger
   * @param upper at most 1, half the size
   * @return a changed copy
   */
  public RandomZoom widthFactor(double lower, double upper) {
    return new RandomZoom(height, Range.of(WIDTH, lower, upper, LEAST, 1), warp());
  }

  @Override
  RandomZoom with(Warp changed) {
    return new RandomZoom(height, width, changed);
  }

  @Override
  AffineMap map(RowDraws row, Shape image) {
    double high = 1 + height.draw(row);
    double wide = width == null ? high : 1 + width.draw(row);
    return map(high, wide, image.get(0), image.get(1));
  }

  static AffineMap map(double high, double wide, int height, int width) {
    return AffineMap.about(wide, 0, 0, high, height, width);
  }

  @Override
  public String toString() {
    return "RandomZoom(" + height + (width == null ? "" : ", " + width) + ")";
  }
}
