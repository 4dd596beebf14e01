package org.keraunos.augmentation;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;

/**
 * Flips each image with probability 1/2; {@code keras.layers.RandomFlip}.
 *
 * <p>{@link FlipMode#HORIZONTAL_AND_VERTICAL} draws for each of the two ways, as Keras documents;
 * the code of Keras 3.15 draws once for both, which turns by half a turn. Wrong where left and
 * right, or up and down, mean something: digits, text, road signs.
 *
 * <p>Images of any shape and range.
 */
public final class RandomFlip extends GeometricAugmentation {
  private final FlipMode mode;

  RandomFlip(FlipMode mode) {
    this.mode = mode;
  }

  @Override
  AffineMap map(RowDraws row, Shape image) {
    boolean horizontal = mode.horizontal() && row.uniform() < 0.5;
    boolean vertical = mode.vertical() && row.uniform() < 0.5;
    return map(horizontal, vertical, image.get(0), image.get(1));
  }

  static AffineMap map(boolean horizontal, boolean vertical, int height, int width) {
    return AffineMap.about(horizontal ? -1 : 1, 0, 0, vertical ? -1 : 1, height, width);
  }

  @Override
  @Nullable
  Warp warp() {
    return null;
  }

  @Override
  boolean wholePixels() {
    return true;
  }

  @Override
  public String toString() {
    return "RandomFlip(" + mode + ")";
  }
}
