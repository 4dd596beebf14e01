package org.keraunos.graph;

import org.keraunos.losses.Loss;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * The loss of a tower's rows: their weighted sum over the batch's number of rows with a known
 * label.
 */
final class BatchLoss {
  private BatchLoss() {}

  static Operand<TFloating> of(
      Tower tower,
      ObjectivePort port,
      Loss loss,
      Value output,
      Operand<TFloat32> target,
      Operand<TFloat32> rowWeights) {
    LayerScope scope = tower.scope("loss", -1, true);
    Ops tf = scope.ops();
    Class<TFloating> type = tower.policy().variableType();
    Operand<TFloating> rows = loss.rows(scope, output, Types.cast(tf, target, type));
    Operand<TFloating> weighted = tf.math.mul(rows, Types.cast(tf, rowWeights, type));
    Operand<TFloating> sum = tf.reduceSum(weighted, tf.constant(new int[] {0}));
    return tf.math.div(sum, port.knownRows(tf, type));
  }
}
