package org.keraunos.losses;

import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.Numbers;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What losses over labels share: weights of labels, label smoothing, and the check of targets, of
 * which NaN is an unknown one. {@link CellLoss} and {@link RowLoss} are to be extended.
 *
 * @param <L> the loss itself
 */
public abstract class LabelLoss<L extends LabelLoss<L>> extends Loss {
  /** How far targets are moved to what says nothing. */
  static final Setting<Double> LABEL_SMOOTHING =
      Setting.number("label_smoothing").must(s -> s >= 0 && s <= 1, "0 <= label_smoothing <= 1");

  /** The factor of each label's part. */
  static final Setting<Numbers> LABEL_WEIGHT = Setting.of("label_weight", Codecs.numbers())
      .must(LabelLoss::areWeights, "finite numbers >= 0, not all 0");

  LabelLoss(Settings settings) {
    super(settings);
  }

  /**
   * What all losses over labels have.
   *
   * @param name the default of the name: {@code mean_squared_error}
   * @return the settings
   */
  public static Kind.Group common(String name) {
    return new Kind.Group() {
      @Override
      public <T extends Configurable> Kind<T> addTo(Kind<T> kind) {
        return kind.group(Loss.common(name)).own(LABEL_WEIGHT, Numbers.of(1));
      }
    };
  }

  /**
   * Weighs the labels: a cell's loss is multiplied, and where a row's loss is a mean, it is still
   * over the number of known labels. Not in Keras.
   *
   * @param weights one a label, or one for all; finite, at least 0, not all 0
   * @return a changed copy
   */
  public L labelWeight(double... weights) {
    return with(LABEL_WEIGHT, weights.length == 1 ? Numbers.of(weights[0]) : Numbers.of(weights));
  }

  @Override
  public L weighingLabels(double... factors) {
    Numbers own = get(LABEL_WEIGHT);
    double[] product = new double[own.single() ? factors.length : own.size()];
    for (int i = 0; i < product.length; i++) {
      product[i] = own.get(own.single() ? 0 : i) * factors[factors.length == 1 ? 0 : i];
    }
    return labelWeight(product);
  }

  /**
   * A copy with another value of a setting.
   *
   * @param setting one of the kind's
   * @param value what it is to be
   * @param <V> its type
   * @return a changed copy
   */
  @SuppressWarnings("unchecked") // a kind makes what it is the kind of
  protected final <V> L with(Setting<V> setting, V value) {
    return (L) settings().kind().make(settings().with(setting, value));
  }

  /** The axes of a row. */
  static Operand<TInt32> axes(Ops tf, Value output) {
    return axes(tf, 1, output.shape().rank());
  }

  static Operand<TInt32> axes(Ops tf, int first, int last) {
    return tf.constant(IntStream.rangeClosed(first, last).toArray());
  }

  final Operand<TFloating> smooth(LayerScope s, Value output, Operand<TFloating> y) {
    double smoothing = settings().kind().declares(LABEL_SMOOTHING) ? get(LABEL_SMOOTHING) : 0;
    if (smoothing == 0) {
      return y;
    }
    Ops tf = s.ops();
    return tf.math.add(
        tf.math.mul(y, s.masterConstant(1 - smoothing)),
        s.masterConstant(smoothing * indifferent(output.shape())));
  }

  /** The target that says nothing, to which targets are smoothed. */
  double indifferent(Shape output) {
    return 0.5;
  }

  /**
   * Whether the formula is for such a target.
   *
   * @param target a known one
   * @return true for 0 to 1, unless a loss knows better
   */
  protected boolean takes(float target) {
    return target >= 0 && target <= 1;
  }

  /** {@return what {@link #takes} asks for, for messages} */
  protected String expectedTarget() {
    return "0 to 1";
  }

  @Override
  public void checkTarget(float[] values, int offset, int width, int row) {
    for (int i = offset; i < offset + width; i++) {
      if (!takes(values[i]) && !Float.isNaN(values[i])) {
        throw Check.bad(
            "labels[" + row + "][" + (i - offset) + "]",
            expectedTarget() + ", or NaN for unknown (" + kerasName() + ")",
            values[i]);
      }
    }
  }

  @Override
  public void checkOutput(Shape output) {
    checkLabels(LABEL_WEIGHT, output);
  }

  /**
   * Checks that a setting has one number, or one a label.
   *
   * @param setting the setting
   * @param output the output's shape
   * @throws IllegalArgumentException if it has another number of numbers
   */
  protected final void checkLabels(Setting<Numbers> setting, Shape output) {
    Numbers numbers = get(setting);
    Check.argument(
        numbers.single() || numbers.size() == output.get(-1),
        settings().kind().className() + "." + setting.key(),
        "a number, or one for each of " + output.get(-1) + " labels",
        numbers.size() + " numbers");
  }

  /** Whether numbers are such that something is left to weigh. */
  static boolean areWeights(Numbers weights) {
    boolean any = false;
    for (double weight : weights.toArray()) {
      if (!(weight >= 0 && Double.isFinite(weight))) {
        return false;
      }
      any |= weight > 0;
    }
    return any;
  }
}
