package org.keraunos.augmentation;

import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A random change of training images: an immutable step of a list. The known ones are in
 * {@link Augmentations}.
 *
 * <p>A step has two halves. The few random numbers that a row needs are drawn in Java, each a
 * function of its address ({@link RowDraws}); the pixels are changed in the graph, all rows at
 * once. Images are (rows, height, width, channels) as the network sees them, that is scaled, in
 * float32 whatever the model computes in; the shape stays as it is. No gradient passes through.
 */
public interface Augmentation {
  /**
   * Checks that the step can change images of a shape.
   *
   * @param image height, width, channels
   * @throws IllegalArgumentException if it cannot
   */
  default void check(Shape image) {
    // Any will do.
  }

  /**
   * How many numbers the graph needs to change one row.
   *
   * @return at least 1, the same for all rows
   */
  int numbers();

  /**
   * Draws the numbers of one row.
   *
   * @param row the row's random numbers; a step must not take any others
   * @param image the shape of one image: height, width, channels
   * @param into where the numbers go
   * @param offset the place of the first of {@link #numbers}
   */
  void draw(RowDraws row, Shape image, float[] into, int offset);

  /**
   * Emits what is done to the images.
   *
   * @param scope ops, and the numbers that were drawn
   * @param images (rows, height, width, channels)
   * @return images of the same shape
   */
  Operand<TFloat32> emit(AugmentationScope scope, Operand<TFloat32> images);
}
