package org.keraunos.augmentation;

import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Adds a random number to all pixels of an image; {@code keras.layers.RandomBrightness}:
 * {@code clip(x + d (high - low), low, high)}, d drawn of the factor.
 *
 * <p>Images of any shape. A factor f stands for -f to f, within [-1, 1]; 1 makes white of
 * everything. The range is 0 to 1 if not given, what scaled pixels have (Keras: 0 to 255).
 */
public final class RandomBrightness implements Augmentation {
  private static final String FACTOR = "RandomBrightness.factor";

  private final Range factor;
  private final ValueRange values;

  RandomBrightness(double factor) {
    this(Range.about0(FACTOR, factor, 1), ValueRange.UNIT);
  }

  private RandomBrightness(Range factor, ValueRange values) {
    this.factor = factor;
    this.values = values;
  }

  /**
   * From where to where, as a share of the range of values.
   *
   * @param lower at least -1; negative is darker
   * @param upper at most 1
   * @return a changed copy
   */
  public RandomBrightness factor(double lower, double upper) {
    return new RandomBrightness(Range.of(FACTOR, lower, upper, -1, 1), values);
  }

  /**
   * The range of the images, as the network sees them; the result is clipped to it.
   *
   * @param low 0 if not given
   * @param high above {@code low}; 1 if not given
   * @return a changed copy
   */
  public RandomBrightness valueRange(double low, double high) {
    return new RandomBrightness(factor, ValueRange.of("RandomBrightness.valueRange", low, high));
  }

  @Override
  public int numbers() {
    return 1;
  }

  @Override
  public void draw(RowDraws row, Shape image, float[] into, int offset) {
    into[offset] = (float) (factor.draw(row) * (values.high() - values.low()));
  }

  @Override
  public Operand<TFloat32> emit(AugmentationScope scope, Operand<TFloat32> images) {
    Ops tf = scope.ops();
    Operand<TFloat32> moved = tf.math.add(scope.flat(images), scope.column(0));
    return scope.images(values.clip(tf, moved));
  }

  @Override
  public String toString() {
    return "RandomBrightness(" + factor + ")";
  }
}
