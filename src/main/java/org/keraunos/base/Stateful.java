package org.keraunos.base;

import java.util.List;

/**
 * Something that keeps numbers while a model trains, so that a training can be taken up again where
 * it stood.
 */
public interface Stateful {
  /**
   * What is kept now.
   *
   * @return copies, each under a name of its own, always in the same order
   */
  List<NamedArray> state();

  /**
   * Puts back what {@link #state} gave.
   *
   * @param state as it was given
   * @throws IllegalArgumentException if something is missing or of another size
   */
  void restore(List<NamedArray> state);
}
