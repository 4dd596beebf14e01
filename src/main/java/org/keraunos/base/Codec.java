package org.keraunos.base;

import org.jspecify.annotations.Nullable;

/**
 * How values of a type stand in configurations: as what JSON can hold. A codec knows the union
 * forms that Keras uses, such as a number or a list, a string or an object. The common ones are in
 * {@link Codecs}.
 *
 * @param <T> the type
 */
public interface Codec<T> {
  /**
   * Reads a value.
   *
   * @param value what stands in the configuration: null, a boolean, number, string, list or map
   * @param where the place, for messages: {@code Conv2D.strides}
   * @return the value
   * @throws IllegalArgumentException if it is nothing that can be read
   */
  T read(@Nullable Object value, String where);

  /**
   * Writes a value.
   *
   * @param value the value
   * @param form how much of nested configurations is written
   * @return what {@link #read} reads again
   */
  @Nullable
  Object write(T value, ConfigForm form);

  /** {@return what is expected, for messages and documentation: {@code "an integer"}} */
  String form();
}
