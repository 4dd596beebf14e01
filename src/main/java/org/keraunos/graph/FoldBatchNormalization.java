package org.keraunos.graph;

import java.util.HashMap;
import java.util.Map;
import org.keraunos.layers.AffineFoldable;
import org.keraunos.layers.BatchNormalization;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;

/**
 * Finds batch normalizations that a kernel before them can take in, for inference: {@code (x k + b) f + s} is
 * {@code x (k f) + (b f + s)}. One multiplication and one addition a pixel less; the weights stay as they are.
 */
final class FoldBatchNormalization {
  private FoldBatchNormalization() {}

  /**
   * Finds pairs of calls that can be one.
   *
   * @param network the network
   * @return the call of a batch normalization to the call of the layer before it, where nothing else uses that
   */
  static Map<SymbolicTensor, SymbolicTensor> pairs(Network network) {
    Map<SymbolicTensor, Integer> uses = new HashMap<>();
    network.outputs().forEach(output -> uses.merge(output, 1, Integer::sum));
    for (SymbolicTensor call : network.calls()) {
      call.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
    }
    Map<SymbolicTensor, SymbolicTensor> pairs = new HashMap<>();
    for (SymbolicTensor call : network.calls()) {
      if (call.layer() instanceof BatchNormalization) {
        SymbolicTensor before = call.inputs().get(0);
        boolean fits = before.layer() instanceof AffineFoldable kernel && kernel.isLinear();
        if (fits && uses.getOrDefault(before, 0) == 1) {
          pairs.put(call, before);
        }
      }
    }
    return pairs;
  }
}
