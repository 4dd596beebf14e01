package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.runtime.Variable;
import org.keraunos.runtime.Variables;
import org.keraunos.runtime.WeightSpec;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The part of a step that brings weights back to where their constraints allow them to be, last of
 * all that changes them.
 */
final class Constraints {
  private Constraints() {}

  /**
   * Projects the weights that have a constraint.
   *
   * @param tf where to emit, behind everything else that changes weights
   * @param specs what the layers said of their weights
   * @param variables the weights
   * @param type the weights' type
   * @return an op for each that has one
   */
  static List<Op> of(
      Ops tf, Iterable<WeightSpec> specs, Variables variables, Class<TFloating> type) {
    List<Op> projected = new ArrayList<>();
    for (WeightSpec spec : specs) {
      spec.projection().ifPresent(projection -> {
        Variable weight = variables.get(spec.name());
        projected.add(
            tf.assignVariableOp(weight.handle(), projection.project(tf, weight.read(tf, type))));
      });
    }
    return projected;
  }
}
