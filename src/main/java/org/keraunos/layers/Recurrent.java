package org.keraunos.layers;

/**
 * A layer that goes through a sequence step by step, which {@link Bidirectional} can send both
 * ways.
 */
public interface Recurrent {
  /** {@return the same layer from the other end of the sequence on} */
  Layer reversed();

  /** {@return whether it goes from the last step to the first} */
  boolean goesBackwards();

  /** {@return whether an output comes for each step, if only for the last} */
  boolean returnsSequences();

  /** {@return whether its states come out as further outputs} */
  boolean returnsState();
}
