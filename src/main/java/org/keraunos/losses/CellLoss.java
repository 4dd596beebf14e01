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
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A loss that is a formula for one cell, a row's number of one label: a row's loss is the mean of
 * its known cells. What is common stands here: unknown labels, weights of labels, label smoothing,
 * the check of targets.
 *
 * <pre>{@code
 * public final class Absolute extends CellLoss<Absolute> {
 *   public static final Kind<Absolute> KIND =
 *       Kind.custom("my>Absolute", Absolute::new).group(CellLoss.common("absolute"));
 *
 *   Absolute(Settings settings) {
 *     super(settings);
 *   }
 *
 *   protected Operand<TFloating> cell(CellScope s) {
 *     return s.ops().math.abs(s.ops().math.sub(s.output(), s.target()));
 *   }
 * }
 * }</pre>
 *
 * @param <L> the loss itself
 */
public abstract class CellLoss<L extends CellLoss<L>> extends Loss {
  /** How far targets are moved to one half. */
  static final Setting<Double> LABEL_SMOOTHING =
      Setting.number("label_smoothing").must(s -> s >= 0 && s <= 1, "0 <= label_smoothing <= 1");

  /** The factor of each label's cells. */
  static final Setting<Numbers> LABEL_WEIGHT = Setting.of("label_weight", Codecs.numbers())
      .must(CellLoss::areWeights, "finite numbers >= 0, not all 0");

  /**
   * A loss.
   *
   * @param settings of its kind
   */
  protected CellLoss(Settings settings) {
    super(settings);
  }

  /**
   * What all losses of cells have.
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
   * The formula.
   *
   * @param cell output, target and constants of one cell, though the operands hold all of them; an
   *     unknown label's target is 0 here, and what comes of it is not looked at as long as it is
   *     finite
   * @return the loss of each cell
   */
  protected abstract Operand<TFloating> cell(CellScope cell);

  /**
   * Weighs the labels: a cell's loss is multiplied, and the mean is still over the number of known
   * labels. Not in Keras.
   *
   * @param weights one a label, or one for all; finite, at least 0, not all 0
   * @return a changed copy
   */
  public L labelWeight(double... weights) {
    return with(LABEL_WEIGHT, weights.length == 1 ? Numbers.of(weights[0]) : Numbers.of(weights));
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

  @Override
  public final Operand<TFloating> rows(LayerScope s, Value output, Operand<TFloating> target) {
    Ops tf = s.ops();
    Operand<TBool> unknown = tf.math.isNan(target);
    Operand<TFloating> zeros = tf.zerosLike(target);
    Operand<TFloating> known = tf.select(unknown, zeros, tf.onesLike(target));
    Operand<TFloating> y = smooth(s, tf.select(unknown, zeros, target));
    CellScope scope = new CellScope(s, output, y);
    Operand<TFloating> cells = tf.math.mul(known, cell(scope));
    Numbers weights = get(LABEL_WEIGHT);
    if (!weights.equals(Numbers.of(1))) {
      cells = tf.math.mul(cells, scope.perLabel(weights));
    }
    Operand<TInt32> labels =
        tf.constant(IntStream.rangeClosed(1, output.shape().rank()).toArray());
    Operand<TFloating> count = tf.reduceSum(known, labels);
    Operand<TFloating> sum = tf.reduceSum(cells, labels);
    return tf.math.div(sum, tf.math.maximum(count, s.masterConstant(1)));
  }

  private Operand<TFloating> smooth(LayerScope s, Operand<TFloating> y) {
    double smoothing = settings().kind().declares(LABEL_SMOOTHING) ? get(LABEL_SMOOTHING) : 0;
    if (smoothing == 0) {
      return y;
    }
    Ops tf = s.ops();
    return tf.math.add(
        tf.math.mul(y, s.masterConstant(1 - smoothing)), s.masterConstant(smoothing / 2));
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
  public final void checkTarget(float[] values, int offset, int width, int row) {
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

  private static boolean areWeights(Numbers weights) {
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
