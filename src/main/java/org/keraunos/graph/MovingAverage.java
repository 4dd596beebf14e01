package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.OptimizerScope;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Variable;
import org.keraunos.runtime.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * The part of a step that keeps a moving average of the weights, and sets the weights to it as
 * often as the optimizer asks. Before the first change the average is the weights.
 */
final class MovingAverage {
  private final Optimizer optimizer;
  private final Class<TFloating> type;
  private final List<Variable> weights;
  private final List<Variable> averages = new ArrayList<>();

  /**
   * Makes a variable a weight.
   *
   * @param optimizer says how much stays, and how often the weights are set
   * @param variables where they go
   * @param type the weights' type
   * @param weights the weights
   */
  MovingAverage(
      Optimizer optimizer, Variables variables, Class<TFloating> type, List<Variable> weights) {
    this.optimizer = optimizer;
    this.type = type;
    this.weights = weights;
    for (Variable weight : weights) {
      averages.add(
          variables.floating(OptimizerScope.slotName(weight, "average"), weight.shape(), 0));
    }
  }

  /** The names of the averages, in the order of the weights. */
  List<String> names() {
    return averages.stream().map(Variable::name).toList();
  }

  /**
   * Takes the weights into the averages.
   *
   * @param tf where to emit, behind the change of the weights
   * @param changes the number of changes before this step's
   * @return the ops behind which averages and weights are as they stay
   */
  List<Op> update(Ops tf, Operand<TInt64> changes) {
    Operand<TFloating> one = Types.constant(tf, 1, type);
    Operand<TFloating> stays = tf.select(
        tf.math.equal(changes, tf.constant(0L)),
        Types.constant(tf, 0, type),
        Types.constant(tf, optimizer.emaMomentum(), type));
    Operand<TFloating> comes = tf.math.sub(one, stays);
    List<Op> updated = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      Variable weight = weights.get(i);
      Variable average = averages.get(i);
      Operand<TFloating> now = weight.read(tf, type);
      Operand<TFloating> value =
          tf.math.add(tf.math.mul(stays, average.read(tf, type)), tf.math.mul(comes, now));
      updated.add(tf.assignVariableOp(average.handle(), value));
      if (optimizer.emaOverwriteFrequency().isPresent()) {
        Operand<TFloating> kept = tf.select(due(tf, changes, weight), value, now);
        updated.add(tf.assignVariableOp(weight.handle(), kept));
      }
    }
    return updated;
  }

  /** Whether weights are set in this step, in a shape that select takes beside the weight. */
  private Operand<TBool> due(Ops tf, Operand<TInt64> changes, Variable weight) {
    long frequency = optimizer.emaOverwriteFrequency().orElseThrow();
    Operand<TInt64> done = tf.math.add(changes, tf.constant(1L));
    Operand<TBool> due =
        tf.math.equal(tf.math.floorMod(done, tf.constant(frequency)), tf.constant(0L));
    int[] shape = weight.shape().toArray();
    return shape.length == 0 ? due : tf.broadcastTo(due, tf.constant(shape));
  }
}
