package org.keraunos.augmentation;

import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Paints over a random rectangle of an image (cutout); {@code keras.layers.RandomErasing}. Zhong et
 * al., "Random Erasing Data Augmentation", AAAI 2020; DeVries and Taylor, "Improved Regularization
 * of Convolutional Neural Networks with Cutout", 2017.
 *
 * <p>With u and v drawn of the scale, the rectangle is {@code sqrt(u)} of the width and
 * {@code sqrt(v)} of the height, at a uniformly random place inside the image. Images of any shape
 * and range.
 *
 * <p>As in Keras one factor f stands for a probability that is itself drawn from 0 to f: 1 erases
 * in half of the images, {@code factor(1, 1)} in all. Keras fills with normal noise if not told
 * otherwise; here it is a number, 0 if not given.
 */
public final class RandomErasing implements Augmentation {
  private static final String FACTOR = "RandomErasing.factor";

  private final Range factor;
  private final Range scale;
  private final double fillValue;

  RandomErasing(double factor) {
    this(new Range(0, Range.share(FACTOR, factor)), new Range(0.02, 0.33), 0);
  }

  private RandomErasing(Range factor, Range scale, double fillValue) {
    this.factor = factor;
    this.scale = scale;
    this.fillValue = fillValue;
  }

  /**
   * From where to where the probability of erasing is drawn.
   *
   * @param lower at least 0; 0 if not given
   * @param upper at most 1; 1 if not given
   * @return a changed copy
   */
  public RandomErasing factor(double lower, double upper) {
    return new RandomErasing(Range.of(FACTOR, lower, upper, 0, 1), scale, fillValue);
  }

  /**
   * From where to where the rectangle's share of the image is drawn.
   *
   * @param lower at least 0; 0.02 if not given
   * @param upper at most 1; 0.33 if not given
   * @return a changed copy
   */
  public RandomErasing scale(double lower, double upper) {
    return new RandomErasing(
        factor, Range.of("RandomErasing.scale", lower, upper, 0, 1), fillValue);
  }

  /**
   * What is painted.
   *
   * @param value as the network sees it; 0 if not given
   * @return a changed copy
   */
  public RandomErasing fillValue(double value) {
    Check.argument(Double.isFinite(value), "RandomErasing.fillValue", "a finite number", value);
    return new RandomErasing(factor, scale, value);
  }

  @Override
  public int numbers() {
    return 4;
  }

  /** Left, right, top, bottom; nothing lies between 0 and 0. */
  @Override
  public void draw(RowDraws row, Shape image, float[] into, int offset) {
    double width = image.get(1) * Math.sqrt(scale.draw(row));
    double height = image.get(0) * Math.sqrt(scale.draw(row));
    double left = row.uniform(0, image.get(1) - width);
    double top = row.uniform(0, image.get(0) - height);
    boolean erases = row.uniform() < factor.draw(row);
    into[offset] = erases ? (float) left : 0;
    into[offset + 1] = erases ? (float) (left + width) : 0;
    into[offset + 2] = erases ? (float) top : 0;
    into[offset + 3] = erases ? (float) (top + height) : 0;
  }

  @Override
  public Operand<TFloat32> emit(AugmentationScope scope, Operand<TFloat32> images) {
    Ops tf = scope.ops();
    Operand<TFloat32> wide = inside(scope, scope.image().get(1), 0);
    Operand<TFloat32> high = inside(scope, scope.image().get(0), 2);
    Operand<TFloat32> erased =
        tf.math.mul(tf.expandDims(high, tf.constant(2)), tf.expandDims(wide, tf.constant(1)));
    int pixels = scope.image().get(0) * scope.image().get(1);
    int[] axes = {-1, pixels, 1};
    Operand<TFloat32> shape = tf.reshape(erased, tf.constant(axes));
    Operand<TFloat32> flat =
        tf.reshape(images, tf.constant(new int[] {-1, pixels, scope.image().get(2)}));
    // The mask is 0 or 1, so that products leave the other pixels as they are, to the bit.
    Operand<TFloat32> result = tf.math.mul(flat, tf.math.sub(tf.constant(1f), shape));
    if (fillValue != 0) {
      result = tf.math.add(result, tf.math.mul(shape, tf.constant((float) fillValue)));
    }
    return scope.images(result);
  }

  /** 1 for the pixels of an axis from a row's first to its second number, without it. */
  private static Operand<TFloat32> inside(AugmentationScope scope, int size, int from) {
    Ops tf = scope.ops();
    float[] places = new float[size];
    for (int i = 0; i < size; i++) {
      places[i] = i;
    }
    Operand<TFloat32> grid = tf.reshape(tf.constant(places), tf.constant(new int[] {1, size}));
    Operand<TBool> inside = tf.math.logicalAnd(
        tf.math.greaterEqual(grid, scope.column(from)), tf.math.less(grid, scope.column(from + 1)));
    return tf.dtypes.cast(inside, TFloat32.class);
  }

  @Override
  public String toString() {
    return "RandomErasing(" + factor + ", " + scale + ")";
  }
}
