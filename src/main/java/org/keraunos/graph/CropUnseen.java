package org.keraunos.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.keraunos.base.ElementType;
import org.keraunos.base.Shape;
import org.keraunos.layers.Call;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.GraphPass;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Finds the rows and columns at the bottom and the right of pictures that no window reaches: a
 * valid pool of 3 leaves the last of 28 rows unseen, so the convolutions before it need not compute
 * it, nor its gradient. Cropped at the input, where it costs next to nothing, all layers behind it
 * become smaller by themselves; what the network computes is the same.
 */
final class CropUnseen implements NetworkPass {
  private static final int PICTURE = 3;

  @Override
  public GraphPass option() {
    return GraphPass.CROP_UNSEEN;
  }

  @Override
  public void plan(Network network, Emission emission) {
    seen(network).forEach((input, part) -> {
      if (!part.equals(input.shape()) && input.type() == ElementType.FLOAT) {
        emission.emit(
            input.call(), (call, site) -> List.of(cropped(site.scope(call), site.fed(call), part)));
      }
    });
  }

  private static Value cropped(LayerScope scope, Value whole, Shape part) {
    Ops tf = scope.ops();
    int[] sizes =
        IntStream.concat(IntStream.of(-1), IntStream.of(part.toArray())).toArray();
    Operand<TFloating> cropped =
        tf.slice(whole.operand(), tf.constant(new int[sizes.length]), tf.constant(sizes));
    return scope.value(cropped, part);
  }

  /**
   * Finds what inputs may be cropped to.
   *
   * @param network the network
   * @return for each input the shape of the part that is looked at, from the top left corner on;
   *     its whole shape if that is all of it
   */
  static Map<SymbolicTensor, Shape> seen(Network network) {
    Map<SymbolicTensor, Shape> seen = new HashMap<>();
    network.outputs().forEach(output -> seen.put(output, output.shape()));
    List<Call> calls = network.calls();
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call call = calls.get(i);
      // Parts of several outputs say nothing of the parts of the input.
      SymbolicTensor only = call.outputs().size() == 1 ? call.output() : null;
      for (SymbolicTensor input : call.inputs()) {
        Shape read = only == null
            ? input.shape()
            : read(call, seen.getOrDefault(only, only.shape()), input.shape());
        seen.merge(input, read, CropUnseen::larger);
      }
    }
    Map<SymbolicTensor, Shape> inputs = new HashMap<>();
    network.inputs().forEach(input -> inputs.put(input, seen.getOrDefault(input, input.shape())));
    return inputs;
  }

  private static Shape read(Call call, Shape wanted, Shape input) {
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
