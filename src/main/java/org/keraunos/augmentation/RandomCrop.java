package org.keraunos.augmentation;

import org.keraunos.base.Check;
import org.keraunos.base.Shape;

/**
 * Pads each image on all sides and cuts a window of its old size out of that, at a random place:
 * the usual crop for CIFAR (He et al., "Deep Residual Learning for Image Recognition", CVPR 2016),
 * torchvision's {@code RandomCrop(size, padding)}. That is a shift by whole pixels, which blurs
 * nothing.
 *
 * <p>{@code keras.layers.RandomCrop(height, width)} is another thing: it makes images smaller, and
 * one window serves the whole batch. A network that trains on the size that it predicts on, and
 * rows that do not depend on their batch, have no use for it; for windows that are enlarged again
 * take {@link RandomZoom} with a negative factor and {@link RandomTranslation}.
 *
 * <p>Images of any shape and range, larger than the padding. The padding is
 * {@link FillMode#CONSTANT}, 0, if not given.
 */
public final class RandomCrop extends FillingAugmentation<RandomCrop> {
  private final int padding;

  RandomCrop(int padding) {
    this(padding, new Warp(FillMode.CONSTANT, 0, Interpolation.BILINEAR));
  }

  private RandomCrop(int padding, Warp warp) {
    super(warp);
    Check.argument(padding >= 0, "RandomCrop.padding", ">= 0 pixels", padding);
    this.padding = padding;
  }

  @Override
  RandomCrop with(Warp changed) {
    return new RandomCrop(padding, changed);
  }

  @Override
  AffineMap map(RowDraws row, Shape image) {
    double y = pixels(row);
    return AffineMap.shift(pixels(row), y);
  }

  /** One of the {@code 2 padding + 1} places. */
  private double pixels(RowDraws row) {
    return Math.floor(row.uniform(-padding, padding + 1));
  }

  @Override
  boolean wholePixels() {
    return true;
  }

  @Override
  public void check(Shape image) {
    int smaller = Math.min(image.get(0), image.get(1));
    Check.argument(
        padding < smaller,
        "RandomCrop.padding",
        "less than the images' " + smaller + " pixels",
        padding);
  }

  @Override
  public String toString() {
    return "RandomCrop(" + padding + ")";
  }
}
