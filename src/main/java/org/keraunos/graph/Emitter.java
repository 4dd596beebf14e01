package org.keraunos.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.layers.Affine;
import org.keraunos.layers.AffineFoldable;
import org.keraunos.layers.BatchNormalization;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.GraphPass;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** Puts all calls of a network into a tower. */
final class Emitter {
  private final Network network;
  private final Tower tower;
  private final Set<Layer> frozen;
  private final Map<SymbolicTensor, Value> values = new HashMap<>();

  private Emitter(Network network, Tower tower, Set<Layer> frozen) {
    this.network = network;
    this.tower = tower;
    this.frozen = frozen;
  }

  /**
   * Emits a network.
   *
   * @param network what to emit
   * @param tower where to
   * @param inputs one operand an input, of the compute type
   * @param frozen layers whose weights do not train
   * @return one value an output
   */
  static List<Value> emit(
      Network network, Tower tower, List<Operand<TFloating>> inputs, Set<Layer> frozen) {
    return new Emitter(network, tower, frozen).emit(inputs);
  }

  private List<Value> emit(List<Operand<TFloating>> inputs) {
    Map<SymbolicTensor, SymbolicTensor> folded =
        tower.options().has(GraphPass.FOLD_BATCH_NORMALIZATION)
            ? FoldBatchNormalization.pairs(network)
            : Map.of();
    Set<SymbolicTensor> absorbed = new HashSet<>(folded.values());
    for (SymbolicTensor call : network.calls()) {
      SymbolicTensor kernel = folded.get(call);
      if (call.layer() instanceof Input) {
        Operand<TFloating> fed = inputs.get(network.inputs().indexOf(call));
        values.put(call, scope(call).value(fed, call.shape()));
      } else if (kernel != null) {
        values.put(call, fold(call, kernel));
      } else if (!absorbed.contains(call)) {
        values.put(
            call, call.layer().build(scope(call), valuesOf(call.inputs())).get(0));
      }
    }
    return valuesOf(network.outputs());
  }

  private Value fold(SymbolicTensor normalization, SymbolicTensor kernel) {
    Shape channels = Shape.of(normalization.shape().get(-1));
    Affine affine =
        ((BatchNormalization) normalization.layer()).affine(scope(normalization), channels);
    return ((AffineFoldable) kernel.layer())
        .buildFolded(scope(kernel), valuesOf(kernel.inputs()), affine);
  }

  private LayerScope scope(SymbolicTensor call) {
    Layer layer = call.layer();
    return tower.scope(
        network.nameOf(layer), network.calls().indexOf(call), !frozen.contains(layer));
  }

  private List<Value> valuesOf(List<SymbolicTensor> tensors) {
    List<Value> result = new ArrayList<>();
    for (SymbolicTensor tensor : tensors) {
      result.add(Check.present(values.get(tensor), "calls are in topological order"));
    }
    return result;
  }
}
