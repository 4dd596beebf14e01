package org.keraunos.losses;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.family.TFloating;

/** {@code log(sum of w exp(x))} over a row, at any size of x, in one pass over the labels. */
final class LogSum {
  /** The logarithm of a sum over nothing: exp(x) and softplus(x) are 0 at it, slopes too. */
  private static final double NOTHING = -1e30;

  private LogSum() {}

  /**
   * The logarithm of the sum.
   *
   * @param s the row
   * @param x any numbers
   * @param weight at least 0, no function of what is trained; cells of weight 0 are left out
   * @return a number a row; -1e30 for a sum over nothing
   */
  static Operand<TFloating> of(RowScope s, Operand<TFloating> x, Operand<TFloating> weight) {
    Ops tf = s.ops();
    Operand<TFloating> there = tf.math.sign(weight);
    Operand<TFloating> missing =
        tf.math.mul(tf.math.sub(s.constant(1), there), s.constant(NOTHING));
    Operand<TFloating> logWeight =
        tf.math.log(tf.math.add(weight, tf.math.sub(s.constant(1), there)));
    Operand<TFloating> all = tf.math.add(tf.math.mul(there, tf.math.add(x, logWeight)), missing);
    Operand<TFloating> largest =
        tf.stopGradient(tf.reduceMax(all, tf.constant(-1), ReduceMax.keepDims(true)));
    Operand<TFloating> sum = s.sum(tf.math.exp(tf.math.sub(all, largest)));
    return tf.math.add(tf.math.log(sum), s.sum(largest));
  }
}
