package org.keraunos.runtime;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** A term of the loss that depends on one weight alone: what regularizers add, once a batch. */
@FunctionalInterface
public interface Penalty {
  /**
   * Emits the term.
   *
   * @param tf where to emit
   * @param weight the weight, of the weights' type
   * @return a scalar of that type
   */
  Operand<TFloating> penalty(Ops tf, Operand<TFloating> weight);
}
