package org.keraunos.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.Shape;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;

/**
 * Finds the rows and columns at the bottom and the right of pictures that no window reaches: a valid pool of 3 leaves the last
 * of 28 rows unseen, so the convolutions before it need not compute it, nor its gradient. Cropped at the input, where it costs
 * next to nothing, all layers behind it become smaller by themselves; what the network computes is the same.
 */
final class CropUnseen {
  private static final int PICTURE = 3;

  private CropUnseen() {}

  /**
   * Finds what inputs may be cropped to.
   *
   * @param network the network
   * @return for each input the shape of the part that is looked at, from the top left corner on; its whole shape if that is
   *     all of it
   */
  static Map<SymbolicTensor, Shape> seen(Network network) {
    Map<SymbolicTensor, Shape> seen = new HashMap<>();
    network.outputs().forEach(output -> seen.put(output, output.shape()));
    List<SymbolicTensor> calls = network.calls();
    for (int i = calls.size() - 1; i >= 0; i--) {
      SymbolicTensor call = calls.get(i);
      Shape wanted = seen.getOrDefault(call, call.shape());
      for (SymbolicTensor input : call.inputs()) {
        seen.merge(input, read(call, wanted, input.shape()), CropUnseen::larger);
      }
    }
    Map<SymbolicTensor, Shape> inputs = new HashMap<>();
    for (SymbolicTensor call : calls) {
      if (call.layer() instanceof Input) {
        inputs.put(call, seen.getOrDefault(call, call.shape()));
      }
    }
    return inputs;
  }

  private static Shape read(SymbolicTensor call, Shape wanted, Shape input) {
    boolean pictures = call.inputs().size() == 1 && input.rank() == PICTURE;
    return pictures ? call.layer().reads(wanted, input) : input;
  }

  /** What several readers look at together. */
  private static Shape larger(Shape a, Shape b) {
    return a.rank() == PICTURE
        ? Shape.of(Math.max(a.get(0), b.get(0)), Math.max(a.get(1), b.get(1)), a.get(2))
        : a;
  }
}
