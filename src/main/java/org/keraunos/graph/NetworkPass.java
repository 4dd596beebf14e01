package org.keraunos.graph;

import org.keraunos.layers.Network;
import org.keraunos.runtime.GraphPass;

/**
 * A rewrite of a network that is decided before anything is emitted; {@link Emission#PASSES} lists
 * them.
 */
interface NetworkPass {
  /** Its switch. */
  GraphPass option();

  /**
   * Says which calls are to be emitted in another way.
   *
   * @param network what is to be emitted
   * @param emission takes the rules
   */
  void plan(Network network, Emission emission);
}
