package org.keraunos.layers;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a network takes pixels as they are stored, since its first layer scales them. */
public final class FirstScaling {
  /** Layers that leave the scale of numbers as it is. */
  private static final Set<String> LEAVING = Set.of("Identity", "Resizing", "ZeroPadding2D");

  private FirstScaling() {}

  /**
   * The kind of the layer that scales an input.
   *
   * @param network the layers, those of networks inside included
   * @param input the place of an input
   * @return {@code Rescaling} or {@code Normalization}; empty where something else sees the input
   */
  public static Optional<String> of(Network network, int input) {
    return of(network, network.inputs().get(input));
  }

  private static Optional<String> of(Network network, SymbolicTensor seen) {
    Optional<String> found = Optional.empty();
    for (Call call : network.calls()) {
      int place = call.inputs().indexOf(seen);
      if (place < 0) {
        continue;
      }
      Optional<String> here = of(call, place, network);
      if (here.isEmpty()) {
        return here;
      }
      found = here;
    }
    return found;
  }

  private static Optional<String> of(Call call, int place, Network network) {
    Layer layer = call.layer();
    if (layer instanceof Functional inside) {
      List<SymbolicTensor> inputs = inside.network().inputs();
      return place < inputs.size() ? of(inside.network(), inputs.get(place)) : Optional.empty();
    }
    String kind = layer.getClass().getSimpleName();
    if (LEAVING.contains(kind)) {
      return of(network, call.output());
    }
    boolean scales = (layer instanceof Rescaling rescaling && rescaling.takesPixels())
        || (layer instanceof Normalization normalization && normalization.takesPixels());
    return scales ? Optional.of(kind) : Optional.empty();
  }
}
