package org.keraunos.augmentation;

/**
 * A step that moves pixels from outside the image into it, and says what is there.
 *
 * @param <T> the step's own type
 */
public abstract sealed class FillingAugmentation<T extends FillingAugmentation<T>>
    extends GeometricAugmentation
    permits RandomCrop, RandomRotation, RandomTranslation, RandomZoom {
  private final Warp warp;

  FillingAugmentation(Warp warp) {
    this.warp = warp;
  }

  /**
   * What stands where the image was moved away from.
   *
   * @param mode {@link FillMode#REFLECT} if not given; {@link FillMode#CONSTANT} for
   *     {@link RandomCrop}
   * @return a changed copy
   */
  public T fillMode(FillMode mode) {
    return with(new Warp(mode, warp.fillValue(), warp.interpolation()));
  }

  /**
   * The number that {@link FillMode#CONSTANT} fills with, as the network sees it.
   *
   * @param value 0 if not given
   * @return a changed copy
   */
  public T fillValue(double value) {
    return with(new Warp(warp.fillMode(), value, warp.interpolation()));
  }

  /**
   * How pixels between others are read.
   *
   * @param how {@link Interpolation#BILINEAR} if not given
   * @return a changed copy
   */
  public T interpolation(Interpolation how) {
    return with(new Warp(warp.fillMode(), warp.fillValue(), how));
  }

  abstract T with(Warp changed);

  @Override
  boolean wholePixels() {
    return false;
  }

  @Override
  final Warp warp() {
    return warp;
  }
}
