package org.keraunos.activations;

import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** A function of a layer's output. The known ones are in {@link Activations}. */
public interface Activation {
  /**
   * The name in Keras's configurations.
   *
   * @return for example {@code relu}
   */
  String kerasName();

  /**
   * Whether each pixel of the result depends on that pixel's channels alone.
   *
   * @return false if not said otherwise
   */
  default boolean isPointwise() {
    return false;
  }

  /**
   * Emits the function.
   *
   * @param scope the layer's scope
   * @param input of any shape
   * @return a value of the same shape
   */
  Value apply(LayerScope scope, Value input);
}
