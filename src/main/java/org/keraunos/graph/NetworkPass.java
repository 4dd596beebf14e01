package org.keraunos.graph;

import java.util.HashMap;
import java.util.Map;
import org.keraunos.layers.Call;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
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

  /** How often each tensor is taken, by calls and as an output. */
  static Map<SymbolicTensor, Integer> uses(Network network) {
    Map<SymbolicTensor, Integer> uses = new HashMap<>();
    network.outputs().forEach(output -> uses.merge(output, 1, Integer::sum));
    for (Call call : network.calls()) {
      call.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
    }
    return uses;
  }
}
