package org.keraunos.runtime;

import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Makes the start value of a weight. */
@FunctionalInterface
public interface InitialValue {
  /**
   * Emits the start value.
   *
   * @param tf where to emit
   * @param shape the weight's shape
   * @param type the weight's type
   * @param seed the seed of this weight, for initializers without one of their own
   * @return an operand of that shape and type
   */
  Operand<TFloating> emit(Ops tf, Shape shape, Class<TFloating> type, long seed);
}
