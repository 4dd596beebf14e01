package org.keraunos.augmentation;

import org.keraunos.base.Shape;

/**
 * Shifts each image by a random share of its height and of its width;
 * {@code keras.layers.RandomTranslation}. Positive is down and to the right.
 *
 * <p>Images of any shape and range. A factor f stands for -f to f, within [-1, 1].
 */
public final class RandomTranslation extends FillingAugmentation<RandomTranslation> {
  private static final String HEIGHT = "RandomTranslation.heightFactor";
  private static final String WIDTH = "RandomTranslation.widthFactor";

  private final Range height;
  private final Range width;

  RandomTranslation(double heightFactor, double widthFactor) {
    this(Range.about0(HEIGHT, heightFactor, 1), Range.about0(WIDTH, widthFactor, 1), Warp.DEFAULT);
  }

  private RandomTranslation(Range height, Range width, Warp warp) {
    super(warp);
    this.height = height;
    this.width = width;
  }

  /**
   * From where to where the image is shifted down.
   *
   * @param lower a share of the height, at least -1; negative is up
   * @param upper at most 1
   * @return a changed copy
   */
  public RandomTranslation heightFactor(double lower, double upper) {
    return new RandomTranslation(Range.of(HEIGHT, lower, upper, -1, 1), width, warp());
  }

  /**
   * From where to where the image is shifted to the right.
   *
   * @param lower a share of the width, at least -1; negative is to the left
   * @param upper at most 1
   * @return a changed copy
   */
  public RandomTranslation widthFactor(double lower, double upper) {
    return new RandomTranslation(height, Range.of(WIDTH, lower, upper, -1, 1), warp());
  }

  @Override
  RandomTranslation with(Warp changed) {
    return new RandomTranslation(height, width, changed);
  }

  @Override
  AffineMap map(RowDraws row, Shape image) {
    double down = height.draw(row);
    return map(down, width.draw(row), image.get(0), image.get(1));
  }

  static AffineMap map(double down, double right, int height, int width) {
    return AffineMap.shift(-right * width, -down * height);
  }

  @Override
  public String toString() {
    return "RandomTranslation(" + height + ", " + width + ")";
  }
}
