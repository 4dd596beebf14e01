package org.keraunos.runtime;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Where a tower's weights come from: variables that train, or constants of a frozen graph. */
public interface WeightSource {
  /**
   * The weight's current value.
   *
   * @param spec the weight
   * @param layer where to emit: ops named after the weight's layer
   * @return an operand of the variable type
   */
  Operand<TFloating> read(WeightSpec spec, Ops layer);

  /**
   * What was computed of weights alone that only change when they are set from outside.
   *
   * @param name its name in the graph, which no weight has
   * @param value the computation
   * @param layer where to emit
   * @return the value, or a read of what it was when weights were last set
   */
  default Operand<TFloating> kept(String name, Operand<TFloating> value, Ops layer) {
    return value;
  }
}
