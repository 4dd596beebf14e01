package org.keraunos.augmentation;

import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;

/**
 * Moves the pixels of an image nearer to their mean or farther from it;
 * {@code keras.layers.RandomContrast}: {@code clip((x - mean) c + mean, low, high)}, the mean over
 * each channel of each image, c drawn from {@code 1 - lower} to {@code 1 + upper}.
 *
 * <p>Images of any shape. A factor f stands for {@code lower = upper = f}, as Keras documents; the
 * code of Keras 3.15 takes 0 for lower then, and never lessens contrast. The range is 0 to 1 if not
 * given, what scaled pixels have (Keras: 0 to 255).
 */
public final class RandomContrast implements Augmentation {
  private static final String FACTOR = "RandomContrast.factor";

  private final Range factor;
  private final ValueRange values;

  RandomContrast(double factor) {
    this(Range.about0(FACTOR, factor, 1), ValueRange.UNIT);
  }

  private RandomContrast(Range factor, ValueRange values) {
    this.factor = factor;
    this.values = values;
  }

  /**
   * How much contrast may be lessened and raised.
   *
   * @param lower 0 to 1; 1 may leave one grey
   * @param upper 0 to 1; 1 may double it
   * @return a changed copy
   */
  public RandomContrast factor(double lower, double upper) {
    return new RandomContrast(
        new Range(-Range.share(FACTOR, lower), Range.share(FACTOR, upper)), values);
  }

  /**
   * The range of the images, as the network sees them; the result is clipped to it.
   *
   * @param low 0 if not given
   * @param high above {@code low}; 1 if not given
   * @return a changed copy
   */
  public RandomContrast valueRange(double low, double high) {
    return new RandomContrast(factor, ValueRange.of("RandomContrast.valueRange", low, high));
  }

  @Override
  public int numbers() {
    return 1;
  }

  @Override
  public void draw(RowDraws row, Shape image, float[] into, int offset) {
    into[offset] = (float) (1 + factor.draw(row));
  }

  @Override
  public Operand<TFloat32> emit(AugmentationScope scope, Operand<TFloat32> images) {
    Ops tf = scope.ops();
    int pixels = scope.image().get(0) * scope.image().get(1);
    int channels = scope.image().get(2);
    Operand<TFloat32> contrast = scope.column(0);
    Operand<TFloat32> sums = tf.reduceSum(
        tf.reshape(images, tf.constant(new int[] {-1, pixels, channels})),
        tf.constant(1),
        ReduceSum.keepDims(false));
    Operand<TFloat32> mean = tf.math.div(sums, tf.constant((float) pixels));
    // x c + (1 - c) mean, and not (x - mean) c + mean: the part that broadcasts over pixels is made
    // of means alone.
    Operand<TFloat32> base = tf.math.mul(mean, tf.math.sub(tf.constant(1f), contrast));
    Operand<TFloat32> spread = tf.math.mul(scope.flat(images), contrast);
    Operand<TFloat32> moved = tf.math.add(
        tf.reshape(spread, tf.constant(new int[] {-1, pixels, channels})),
        tf.expandDims(base, tf.constant(1)));
    return scope.images(values.clip(tf, moved));
  }

  @Override
  public String toString() {
    return "RandomContrast(" + factor + ")";
  }
}
