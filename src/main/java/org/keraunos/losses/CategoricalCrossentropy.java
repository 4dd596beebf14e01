package org.keraunos.losses;

import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.OutputActivation;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The one-of-many loss, {@code keras.losses.CategoricalCrossentropy}: {@code -sum over classes of y
 * log p}.
 *
 * <p>On a softmax output it is computed of the logits. On other outputs a row is first divided by
 * its sum and kept 1e-7 away from 0 and 1, as in Keras. Targets are distributions: 0 to 1, a sum of
 * 1 a row; no unknown ones.
 */
public final class CategoricalCrossentropy extends Loss {
  private static final double EPSILON = 1e-7;
  private static final double SUM_TOLERANCE = 1e-3;

  private static final Setting<Boolean> FROM_LOGITS = Setting.flag("from_logits");

  /** The kind. */
  public static final Kind<CategoricalCrossentropy> KIND = Kind.of(
          "CategoricalCrossentropy", CategoricalCrossentropy::new)
      .group(common("categorical_crossentropy"))
      .option(FROM_LOGITS, false)
      .option(CellLoss.LABEL_SMOOTHING, 0.0)
      .only("axis", -1);

  CategoricalCrossentropy(Settings settings) {
    super(settings);
  }

  /**
   * Whether the network's output is logits, without a softmax.
   *
   * @param logits false if not given
   * @return a changed copy
   */
  public CategoricalCrossentropy fromLogits(boolean logits) {
    return new CategoricalCrossentropy(settings().with(FROM_LOGITS, logits));
  }

  /**
   * How far targets are moved to the uniform distribution: {@code y (1 - s) + s / classes}.
   *
   * @param smoothing 0 to 1; 0 if not given
   * @return a changed copy
   */
  public CategoricalCrossentropy labelSmoothing(double smoothing) {
    return new CategoricalCrossentropy(settings().with(CellLoss.LABEL_SMOOTHING, smoothing));
  }

  @Override
  public Operand<TFloating> rows(LayerScope s, Value output, Operand<TFloating> target) {
    Ops tf = s.ops();
    Operand<TFloating> y = target;
    double labelSmoothing = get(CellLoss.LABEL_SMOOTHING);
    boolean fromLogits = get(FROM_LOGITS);
    if (labelSmoothing > 0) {
      double share = labelSmoothing / output.shape().get(-1);
      y = tf.math.add(
          tf.math.mul(y, s.masterConstant(1 - labelSmoothing)), s.masterConstant(share));
    }
    if (fromLogits || output.activation() == OutputActivation.SOFTMAX) {
      Operand<TFloating> z =
          s.toVariable(fromLogits ? output.operand() : output.logits().orElseThrow());
      // SoftmaxCrossEntropyWithLogits has no gradient in float64.
      return tf.math.neg(tf.reduceSum(tf.math.mul(y, tf.nn.logSoftmax(z)), tf.constant(-1)));
    }
    Operand<TFloating> p = s.toVariable(output.operand());
    Operand<TFloating> sum = tf.expandDims(tf.reduceSum(p, tf.constant(-1)), tf.constant(-1));
    Operand<TFloating> clipped = tf.clipByValue(
        tf.math.div(p, sum), s.masterConstant(EPSILON), s.masterConstant(1 - EPSILON));
    return tf.math.neg(tf.reduceSum(tf.math.mul(y, tf.math.log(clipped)), tf.constant(-1)));
  }

  @Override
  public OutputValues valuesWithoutActivation() {
    return get(FROM_LOGITS) ? OutputValues.CLASS_LOGITS : OutputValues.CLASS_PROBABILITIES;
  }

  @Override
  public void checkOutput(Shape output) {
    Check.argument(
        output.rank() == 1 && output.get(0) > 1,
        "categorical crossentropy's output",
        "(None, classes) with two classes or more",
        output);
  }

  @Override
  public void checkTarget(float[] values, int offset, int width, int row) {
    double sum = 0;
    for (int i = offset; i < offset + width; i++) {
      if (!(values[i] >= 0 && values[i] <= 1)) {
        throw Check.bad(
            "labels[" + row + "][" + (i - offset) + "]",
            "0 to 1 (categorical crossentropy)",
            values[i]);
      }
      sum += values[i];
    }
    Check.argument(
        Math.abs(sum - 1) <= SUM_TOLERANCE,
        "labels[" + row + "]",
        "a sum of 1 (categorical crossentropy)",
        sum);
  }
}
