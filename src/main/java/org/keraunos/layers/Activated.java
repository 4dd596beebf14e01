package org.keraunos.layers;

import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.Setting;

/**
 * The option of a function behind everything else.
 *
 * @param <L> the kind of layer
 */
public interface Activated<L> extends Options<L> {
  /** The function. */
  Setting<Activation> ACTIVATION = Setting.of("activation", Activations.codec());

  /**
   * The function of the output.
   *
   * @param function linear if not given
   * @return a changed copy
   */
  default L activation(Activation function) {
    return with(ACTIVATION, function);
  }
}
