package org.keraunos.runtime;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** What a weight must be brought to behind each step: what constraints do. */
@FunctionalInterface
public interface Projection {
  /**
   * Emits the weight as it must be.
   *
   * @param tf where to emit
   * @param weight the weight behind the optimizer's step, of the weights' type
   * @return the weight that is kept, of that shape and type
   */
  Operand<TFloating> project(Ops tf, Operand<TFloating> weight);
}
