package org.keraunos.losses;

import org.keraunos.base.Check;
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
 * A loss that looks at a row as a whole: at pairs of its labels, at angles, at what two sets have
 * in common. Unknown labels weigh nothing, and a row without a known one is 0.
 *
 * @param <L> the loss itself
 */
public abstract class RowLoss<L extends RowLoss<L>> extends LabelLoss<L> {
  /**
   * A loss.
   *
   * @param settings of its kind
   */
  protected RowLoss(Settings settings) {
    super(settings);
  }

  /**
   * The formula.
   *
   * @param row output, target and weights of the cells of all rows
   * @return the loss of each row
   */
  protected abstract Operand<TFloating> row(RowScope row);

  @Override
  public Operand<TFloating> rows(LayerScope s, Value output, Operand<TFloating> target) {
    Ops tf = s.ops();
    Operand<TBool> unknown = tf.math.isNan(target);
    Operand<TFloating> zeros = tf.zerosLike(target);
    Operand<TFloating> known = tf.select(unknown, zeros, tf.onesLike(target));
    Operand<TFloating> y = smooth(s, output, tf.select(unknown, zeros, target));
    int rank = output.shape().rank();
    int first = countsPlaces() ? rank : 1;
    Operand<TInt32> labels = axes(tf, first, rank);
    Operand<TFloating> row = row(new RowScope(s, output, y, known, labels, get(LABEL_WEIGHT)));
    Operand<TFloating> each = tf.math.mul(row, tf.reduceMax(known, labels));
    return first == 1
        ? each
        : tf.math.div(
            tf.reduceSum(each, axes(tf, 1, rank - 1)), s.masterConstant(places(output.shape())));
  }

  @Override
  public void checkOutput(Shape output) {
    Check.argument(
        output.rank() == 1 || countsPlaces(),
        kerasName() + "'s output",
        "one axis: (None, labels)",
        output);
    super.checkOutput(output);
  }
}
