package org.keraunos.activations;

import org.keraunos.base.Configurable;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * A function of a layer's output. The known ones are in {@link Activations}, which takes users'
 * own, too.
 */
public interface Activation extends Configurable {
  /**
   * Emits the function.
   *
   * @param scope the layer's scope
   * @param input of any shape
   * @return a value of the same shape
   */
  Value apply(LayerScope scope, Value input);

  /**
   * Whether each pixel of the result depends on that pixel's channels alone.
   *
   * @return false if not said otherwise
   */
  default boolean isPointwise() {
    return false;
  }

  /**
   * Whether it is the function that gives back its input.
   *
   * @return false if not said otherwise
   */
  default boolean isLinear() {
    return false;
  }
}
