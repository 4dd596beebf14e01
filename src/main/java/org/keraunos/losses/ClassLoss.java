package org.keraunos.losses;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.OutputActivation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A loss of one distribution over classes. On a softmax output it is computed of the logits,
 * exactly; on other outputs probabilities are kept 1e-7 away from 0 and 1, as in Keras. A row is
 * known or unknown as a whole; where an output has several axes, as a picture of classes, each
 * place is, and the loss is the mean over known places.
 *
 * @param <L> the loss itself
 */
public abstract class ClassLoss<L extends ClassLoss<L>> extends RowLoss<L> {
  private static final double EPSILON = 1e-7;
  private static final double SUM_TOLERANCE = 1e-3;

  private static final Setting<Boolean> FROM_LOGITS = Setting.flag("from_logits");

  ClassLoss(Settings settings) {
    super(settings);
  }

  static Kind.Group classes(String name) {
    return new Kind.Group() {
      @Override
      public <T extends Configurable> Kind<T> addTo(Kind<T> kind) {
        return kind.group(LabelLoss.common(name)).option(FROM_LOGITS, false);
      }
    };
  }

  /**
   * Whether the network's output is logits, without a softmax.
   *
   * @param logits false if not given
   * @return a changed copy
   */
  public L fromLogits(boolean logits) {
    return with(FROM_LOGITS, logits);
  }

  /** The formula, for the class that is true. */
  abstract Operand<TFloating> cell(RowScope s, Distribution p);

  /** Whether a row of probabilities is first divided by its sum. */
  boolean normalizes() {
    return true;
  }

  @Override
  protected final Operand<TFloating> row(RowScope s) {
    Ops tf = s.ops();
    Operand<TFloating> y = tf.math.mul(s.weight(), s.target());
    return s.sum(tf.math.mul(y, cell(s, distribution(s))));
  }

  @Override
  final double indifferent(Shape output) {
    return 1.0 / output.get(-1);
  }

  private Distribution distribution(RowScope s) {
    Ops tf = s.ops();
    boolean softmax = s.value().activation() == OutputActivation.SOFTMAX;
    if (get(FROM_LOGITS) || softmax) {
      Operand<TFloating> z =
          get(FROM_LOGITS) ? s.output() : s.toVariable(s.value().logits().orElseThrow());
      // SoftmaxCrossEntropyWithLogits has no gradient in float64.
      Operand<TFloating> log = logSoftmax(s, z);
      return new Distribution(tf, log, null);
    }
    Operand<TFloating> p = s.output();
    if (normalizes()) {
      p = tf.math.div(p, tf.expandDims(s.sum(p), tf.constant(-1)));
    }
    Operand<TFloating> clipped = tf.clipByValue(p, s.constant(EPSILON), s.constant(1 - EPSILON));
    return new Distribution(tf, tf.math.log(clipped), clipped);
  }

  /** TensorFlow's gradient of it sums over the second axis, which is the last of two alone. */
  static Operand<TFloating> logSoftmax(RowScope s, Operand<TFloating> z) {
    Ops tf = s.ops();
    if (s.value().shape().rank() == 1) {
      return tf.nn.logSoftmax(z);
    }
    int classes = s.value().shape().get(-1);
    Operand<TFloating> rows = tf.reshape(z, tf.constant(new int[] {-1, classes}));
    return tf.reshape(tf.nn.logSoftmax(rows), tf.shape(z));
  }

  /** The logarithms of probabilities, and the probabilities. */
  record Distribution(
      Ops tf, Operand<TFloating> log, @Nullable Operand<TFloating> probability) {
    Operand<TFloating> value() {
      return probability == null ? tf.math.exp(log) : probability;
    }
  }

  @Override
  public final OutputValues valuesWithoutActivation() {
    return get(FROM_LOGITS) ? OutputValues.CLASS_LOGITS : OutputValues.CLASS_PROBABILITIES;
  }

  @Override
  public final void checkOutput(Shape output) {
    Check.argument(
        output.rank() > 0 && output.get(-1) > 1,
        spoken() + "'s output",
        "(None, .., classes) with two classes or more",
        output);
    checkLabels(LABEL_WEIGHT, output);
  }

  @Override
  public final boolean countsPlaces() {
    return true;
  }

  @Override
  public void checkTarget(float[] values, int offset, int width, int row, Shape output) {
    int classes = output.get(-1);
    for (int at = offset; at < offset + width; at += classes) {
      checkTarget(values, at, classes, row);
    }
  }

  private String spoken() {
    return kerasName().replace('_', ' ');
  }

  @Override
  public void checkTarget(float[] values, int offset, int width, int row) {
    double sum = 0;
    int unknown = 0;
    for (int i = offset; i < offset + width; i++) {
      unknown += Float.isNaN(values[i]) ? 1 : 0;
      if (!(values[i] >= 0 && values[i] <= 1) && !Float.isNaN(values[i])) {
        throw Check.bad(
            "labels[" + row + "][" + (i - offset) + "]", "0 to 1 (" + spoken() + ")", values[i]);
      }
      sum += values[i];
    }
    if (unknown == width) {
      return;
    }
    Check.argument(
        unknown == 0,
        "labels[" + row + "]",
        "classes that are all known, or all NaN (" + spoken() + ")",
        unknown + " of " + width + " unknown");
    Check.argument(
        Math.abs(sum - 1) <= SUM_TOLERANCE,
        "labels[" + row + "]",
        "a sum of 1 (" + spoken() + ")",
        sum);
  }
}
