package org.keraunos.base;

/** Something that consists of typed settings: a layer, an initializer, a loss, an optimizer. */
public interface Configurable {
  /** {@return the settings, with the kind that declares them} */
  Settings settings();

  /**
   * Checks settings against each other, once all are given: when a layer is applied, a model
   * compiled, a configuration read. A setting alone is checked where it is set.
   *
   * @throws IllegalArgumentException if settings contradict each other
   */
  default void check() {}
}
