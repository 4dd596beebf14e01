package org.keraunos.augmentation;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A step that moves pixels and leaves their colours. Steps that stand side by side in the list and
 * fill alike are done in one pass: their maps are multiplied and each pixel is read once, so that
 * nothing is blurred twice, and what one step moves out of sight the next may move back.
 */
public abstract sealed class GeometricAugmentation implements Augmentation
    permits RandomFlip, FillingAugmentation {
  GeometricAugmentation() {}

  /** Where the row's pixels come from. */
  abstract AffineMap map(RowDraws row, Shape image);

  /**
   * How pixels outside and between others are read; null if there are none, which goes with any
   * other way.
   */
  abstract @Nullable Warp warp();

  /**
   * Whether pixels come from pixels, never from between them: the nearest one is then the right
   * one, and cheaper.
   */
  abstract boolean wholePixels();

  @Override
  public final int numbers() {
    return AffineMap.NUMBERS;
  }

  @Override
  public final void draw(RowDraws row, Shape image, float[] into, int offset) {
    map(row, image).write(into, offset);
  }

  @Override
  public final Operand<TFloat32> emit(AugmentationScope scope, Operand<TFloat32> images) {
    return Warp.of(warp(), wholePixels()).emit(scope, images);
  }
}
