package org.keraunos.layers;

import org.keraunos.base.Setting;

/**
 * A group of options that kinds of layers share: settings, and the methods that change them. A kind
 * declares the settings and implements the interface, and has the methods.
 *
 * @param <L> the kind, which the methods return
 */
public interface Options<L> {
  /**
   * The same layer with another value.
   *
   * @param setting one that the kind declares
   * @param value its value
   * @param <T> its type
   * @return a changed copy, another layer
   * @throws IllegalArgumentException if the setting cannot hold the value
   */
  <T> L with(Setting<T> setting, T value);
}
