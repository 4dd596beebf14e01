package org.keraunos.augmentation;

import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What a step is handed in a graph: ops, the shape of an image, and the numbers that were drawn for
 * each row.
 */
public final class AugmentationScope {
  private final Ops tf;
  private final Shape image;
  private final Operand<TFloat32> numbers;

  AugmentationScope(Ops tf, Shape image, Operand<TFloat32> numbers) {
    this.tf = tf;
    this.image = image;
    this.numbers = numbers;
  }

  /**
   * The ops.
   *
   * @return where to emit
   */
  public Ops ops() {
    return tf;
  }

  /**
   * The shape of one image.
   *
   * @return height, width, channels
   */
  public Shape image() {
    return image;
  }

  /**
   * What {@link Augmentation#draw} wrote.
   *
   * @return (rows, numbers)
   */
  public Operand<TFloat32> numbers() {
    return numbers;
  }

  /**
   * One of the numbers of each row.
   *
   * @param index 0 to {@code numbers - 1}
   * @return (rows, 1)
   */
  public Operand<TFloat32> column(int index) {
    return tf.slice(numbers, tf.constant(new int[] {0, index}), tf.constant(new int[] {-1, 1}));
  }

  /**
   * Images as rows of numbers, for arithmetic with a {@link #column}: two axes broadcast faster
   * than four.
   *
   * @param images (rows, height, width, channels)
   * @return (rows, height * width * channels)
   */
  public Operand<TFloat32> flat(Operand<TFloat32> images) {
    return tf.reshape(images, tf.constant(new int[] {-1, image.size()}));
  }

  /**
   * Undoes {@link #flat}.
   *
   * @param flat (rows, height * width * channels)
   * @return (rows, height, width, channels)
   */
  public Operand<TFloat32> images(Operand<TFloat32> flat) {
    return tf.reshape(flat, tf.constant(new int[] {-1, image.get(0), image.get(1), image.get(2)}));
  }
}
