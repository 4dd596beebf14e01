package org.keraunos.losses;

import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.Numbers;
import org.keraunos.base.Settings;
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
public abstract class CellLoss<L extends CellLoss<L>> extends LabelLoss<L> {
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
        return kind.group(LabelLoss.common(name));
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
   * Whether a row's loss is the sum of its known cells; where an output has several axes, the mean
   * of such sums over the last.
   *
   * @return false, for the mean, unless a loss says otherwise
   */
  protected boolean sumsCells() {
    return false;
  }

  @Override
  public final Operand<TFloating> rows(LayerScope s, Value output, Operand<TFloating> target) {
    Ops tf = s.ops();
    Operand<TBool> unknown = tf.math.isNan(target);
    Operand<TFloating> zeros = tf.zerosLike(target);
    Operand<TFloating> known = tf.select(unknown, zeros, tf.onesLike(target));
    Operand<TFloating> y = smooth(s, output, tf.select(unknown, zeros, target));
    CellScope scope = new CellScope(s, output, y, known);
    Operand<TFloating> cells = tf.math.mul(known, cell(scope));
    Numbers weights = get(LABEL_WEIGHT);
    if (!weights.equals(Numbers.of(1))) {
      cells = tf.math.mul(cells, scope.perLabel(weights));
    }
    Operand<TInt32> labels = axes(tf, output);
    Operand<TFloating> sum = tf.reduceSum(cells, labels);
    if (sumsCells()) {
      int places = places(output.shape());
      return places == 1 ? sum : tf.math.div(sum, s.masterConstant(places));
    }
    Operand<TFloating> count = tf.reduceSum(known, labels);
    return tf.math.div(sum, tf.math.maximum(count, s.masterConstant(1)));
  }
}
