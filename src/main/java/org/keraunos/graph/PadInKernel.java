package org.keraunos.graph;

import java.util.Map;
import org.keraunos.layers.Call;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.layers.ZeroPadding2D;
import org.keraunos.runtime.GraphPass;

/**
 * Lets a convolution put the zeros around its picture itself, where a layer before it does that for
 * this convolution alone and the edges are those of "same" padding: one pass over the picture less
 * in each direction.
 */
final class PadInKernel implements NetworkPass {
  @Override
  public GraphPass option() {
    return GraphPass.PAD_IN_KERNEL;
  }

  @Override
  public void plan(Network network, Emission emission) {
    Map<SymbolicTensor, Integer> uses = NetworkPass.uses(network);
    for (Call call : network.calls()) {
      SymbolicTensor before = call.inputs().isEmpty() ? null : call.inputs().get(0);
      if (before != null
          && before.layer() instanceof ZeroPadding2D padding
          && uses.getOrDefault(before, 0) == 1
          && call.layer().dtype().equals(padding.dtype())) {
        Call padded = before.call();
        Layer both = padding.in(call.layer(), padded.inputs().get(0).shape());
        if (both != null) {
          emission.absorb(padded);
          emission.replace(call, both, padded.inputs());
        }
      }
    }
  }
}
