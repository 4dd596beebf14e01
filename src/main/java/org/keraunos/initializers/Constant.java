package org.keraunos.initializers;

import java.util.Map;
import org.keraunos.base.Shape;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The same number everywhere: {@code keras.initializers.Zeros} and {@code Ones}. */
record Constant(String className, double value) implements Initializer {
  @Override
  public Map<String, Object> config() {
    return Map.of();
  }

  @Override
  public Operand<TFloating> emit(Ops tf, Shape shape, Class<TFloating> type, long seed) {
    return tf.fill(tf.constant(shape.toArray()), Types.constant(tf, value, type));
  }
}
