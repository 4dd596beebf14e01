package org.keraunos.initializers;

import java.util.Map;
import org.keraunos.runtime.InitialValue;

/** The start value of a weight, with a configuration that Keras reads. The known ones are in {@link Initializers}. */
public interface Initializer extends InitialValue {
  /**
   * Keras's class name.
   *
   * @return for example {@code GlorotUniform}
   */
  String className();

  /**
   * Keras's configuration.
   *
   * @return keys and values; {@code seed} only where one was given
   */
  Map<String, Object> config();
}
