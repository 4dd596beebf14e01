package org.keraunos.losses;

import org.keraunos.base.Check;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * The multi-label loss, {@code keras.losses.BinaryCrossentropy}: {@code -y log p - (1 - y) log(1 - p)}, the mean over the
 * known labels of a row.
 *
 * <p>On a sigmoid output it is computed of the logits as {@code y softplus(-z) + (1 - y) softplus(z)}, which is exact
 * where probabilities round to 0 or 1. On other outputs probabilities are kept 1e-7 away from 0 and 1, as in Keras.
 * Targets are 0 to 1, or NaN where unknown.
 */
public final class BinaryCrossentropy implements Loss {
  private static final double EPSILON = 1e-7;

  private final boolean fromLogits;
  private final double labelSmoothing;

  BinaryCrossentropy(boolean fromLogits, double labelSmoothing) {
    Check.argument(
        labelSmoothing >= 0 && labelSmoothing <= 1,
        "BinaryCrossentropy.labelSmoothing",
        "0 <= labelSmoothing <= 1",
        labelSmoothing);
    this.fromLogits = fromLogits;
    this.labelSmoothing = labelSmoothing;
  }

  /**
   * Whether the network's output is logits, without a sigmoid.
   *
   * @param logits false if not given
   * @return a changed copy
   */
  public BinaryCrossentropy fromLogits(boolean logits) {
    return new BinaryCrossentropy(logits, labelSmoothing);
  }

  /**
   * How far targets are moved to one half: {@code y (1 - s) + s / 2}.
   *
   * @param smoothing 0 to 1; 0 if not given
   * @return a changed copy
   */
  public BinaryCrossentropy labelSmoothing(double smoothing) {
    return new BinaryCrossentropy(fromLogits, smoothing);
  }

  @Override
  public String kerasName() {
    return "binary_crossentropy";
  }

  @Override
  public Operand<TFloating> rows(LayerScope s, Value output, Operand<TFloating> target) {
    Ops tf = s.ops();
    Operand<TBool> unknown = tf.math.isNan(target);
    Operand<TFloating> zeros = tf.zerosLike(target);
    Operand<TFloating> y = smooth(s, tf.select(unknown, zeros, target));
    Operand<TFloating> known = tf.select(unknown, zeros, tf.onesLike(target));
    Operand<TFloating> cells = tf.math.mul(known, cells(s, output, y));
    int[] labels = new int[output.shape().rank()];
    for (int axis = 0; axis < labels.length; axis++) {
      labels[axis] = axis + 1;
    }
    Operand<TFloating> count = tf.reduceSum(known, tf.constant(labels));
    Operand<TFloating> sum = tf.reduceSum(cells, tf.constant(labels));
    return tf.math.div(sum, tf.math.maximum(count, s.masterConstant(1)));
  }

  private Operand<TFloating> smooth(LayerScope s, Operand<TFloating> y) {
    if (labelSmoothing == 0) {
      return y;
    }
    Ops tf = s.ops();
    return tf.math.add(
        tf.math.mul(y, s.masterConstant(1 - labelSmoothing)), s.masterConstant(labelSmoothing / 2));
  }

  private Operand<TFloating> cells(LayerScope s, Value output, Operand<TFloating> y) {
    Ops tf = s.ops();
    Operand<TFloating> notY = tf.math.sub(s.masterConstant(1), y);
    checkLogits(output);
    if (fromLogits || output.activation() == OutputActivation.SIGMOID) {
      Operand<TFloating> z =
          s.toVariable(fromLogits ? output.operand() : output.logits().orElseThrow());
      return tf.math.add(
          tf.math.mul(y, tf.math.softplus(tf.math.neg(z))), tf.math.mul(notY, tf.math.softplus(z)));
    }
    Operand<TFloating> p = tf.clipByValue(
        s.toVariable(output.operand()), s.masterConstant(EPSILON), s.masterConstant(1 - EPSILON));
    Operand<TFloating> notP = tf.math.sub(s.masterConstant(1), p);
    return tf.math.neg(
        tf.math.add(tf.math.mul(y, tf.math.log(p)), tf.math.mul(notY, tf.math.log(notP))));
  }

  private void checkLogits(Value output) {
    Check.argument(
        !fromLogits || output.activation() != OutputActivation.SIGMOID,
        "BinaryCrossentropy.fromLogits",
        "false on a sigmoid output (its logits are taken anyway)",
        true);
  }

  @Override
  public OutputValues valuesWithoutActivation() {
    return fromLogits ? OutputValues.LABEL_LOGITS : OutputValues.LABEL_PROBABILITIES;
  }

  @Override
  public void checkOutput(Shape output) {
    // Any shape: each number is a label of its own.
  }

  @Override
  public void checkTarget(float[] values, int offset, int width, int row) {
    for (int i = offset; i < offset + width; i++) {
      float y = values[i];
      if (!(y >= 0 && y <= 1) && !Float.isNaN(y)) {
        throw Check.bad(
            "labels[" + row + "][" + (i - offset) + "]",
            "0 to 1, or NaN for unknown (binary crossentropy)",
            y);
      }
    }
  }
}
