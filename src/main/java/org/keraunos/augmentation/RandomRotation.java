package org.keraunos.augmentation;

import org.keraunos.base.Shape;

/**
 * Turns each image about its middle by a random angle; {@code keras.layers.RandomRotation}. The
 * factor is a share of a whole turn, positive counter-clockwise: 0.1 turns by up to 36 degrees.
 *
 * <p>Images of any shape and range. A factor f stands for -f to f, within [-1, 1].
 */
public final class RandomRotation extends FillingAugmentation<RandomRotation> {
  private static final String FACTOR = "RandomRotation.factor";

  private final Range factor;

  RandomRotation(double factor) {
    this(Range.about0(FACTOR, factor, 1), Warp.DEFAULT);
  }

  private RandomRotation(Range factor, Warp warp) {
    super(warp);
    this.factor = factor;
  }

  /**
   * From where to where the image is turned.
   *
   * @param lower a share of a whole turn, at least -1; negative is clockwise
   * @param upper at most 1
   * @return a changed copy
   */
  public RandomRotation factor(double lower, double upper) {
    return new RandomRotation(Range.of(FACTOR, lower, upper, -1, 1), warp());
  }

  @Override
  RandomRotation with(Warp changed) {
    return new RandomRotation(factor, changed);
  }

  @Override
  AffineMap map(RowDraws row, Shape image) {
    return map(factor.draw(row), image.get(0), image.get(1));
  }

  /** StrictMath: the same angle gives the same image on every machine. */
  static AffineMap map(double turns, int height, int width) {
    double angle = turns * 2 * Math.PI;
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    return AffineMap.about(cos, -sin, sin, cos, height, width);
  }

  @Override
  public String toString() {
    return "RandomRotation(" + factor + ")";
  }
}
