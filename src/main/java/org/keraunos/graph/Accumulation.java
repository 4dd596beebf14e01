package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.optimizers.OptimizerScope;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Variable;
import org.keraunos.runtime.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The part of a step that gathers the gradients of several steps for one change by their mean. */
final class Accumulation {
  private final int steps;
  private final Class<TFloating> type;
  private final List<Variable> sums = new ArrayList<>();

  /**
   * Makes a variable a weight.
   *
   * @param variables where they go
   * @param type the weights' type
   * @param weights the weights
   * @param steps of how many steps
   */
  Accumulation(Variables variables, Class<TFloating> type, List<Variable> weights, int steps) {
    this.steps = steps;
    this.type = type;
    for (Variable weight : weights) {
      String name = OptimizerScope.slotName(weight, "gradient_accumulator");
      sums.add(variables.floating(name, weight.shape(), 0));
    }
  }

  /** Whether the step behind so many steps changes weights. */
  boolean changes(long iteration) {
    return (iteration + 1) % steps == 0;
  }

  /** Adds gradients, in a step that changes no weight. */
  List<Op> add(Ops tf, List<Operand<TFloating>> gradients) {
    List<Op> added = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      added.add(tf.assignAddVariableOp(sums.get(i).handle(), gradients.get(i)));
    }
    return added;
  }

  /** The mean of what was added and of a step's own gradients. */
  List<Operand<TFloating>> mean(Ops tf, List<Operand<TFloating>> gradients) {
    List<Operand<TFloating>> means = new ArrayList<>();
    Operand<TFloating> count = Types.constant(tf, steps, type);
    for (int i = 0; i < sums.size(); i++) {
      Operand<TFloating> sum = tf.math.add(gradients.get(i), sums.get(i).read(tf, type));
      means.add(tf.math.div(sum, count));
    }
    return means;
  }

  /** Begins anew. */
  List<Op> reset(Ops tf) {
    List<Op> emptied = new ArrayList<>();
    for (Variable sum : sums) {
      Operand<TFloating> zero = Types.constant(tf, 0, type);
      int[] shape = sum.shape().toArray();
      emptied.add(tf.assignVariableOp(
          sum.handle(), shape.length == 0 ? zero : tf.fill(tf.constant(shape), zero)));
    }
    return emptied;
  }
}
