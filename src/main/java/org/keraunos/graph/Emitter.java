package org.keraunos.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** Puts all calls of a network into a tower. */
final class Emitter {
  private Emitter() {}

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
    Map<SymbolicTensor, Value> values = new HashMap<>();
    List<SymbolicTensor> calls = network.calls();
    for (int i = 0; i < calls.size(); i++) {
      SymbolicTensor call = calls.get(i);
      Layer layer = call.layer();
      LayerScope scope = tower.scope(network.nameOf(layer), i, !frozen.contains(layer));
      if (layer instanceof Input) {
        values.put(call, scope.value(inputs.get(network.inputs().indexOf(call)), call.shape()));
      } else {
        List<Value> in = new ArrayList<>();
        for (SymbolicTensor input : call.inputs()) {
          in.add(Check.present(values.get(input), "calls are in topological order"));
        }
        values.put(call, layer.build(scope, in).get(0));
      }
    }
    List<Value> outputs = new ArrayList<>();
    for (SymbolicTensor output : network.outputs()) {
      outputs.add(Check.present(values.get(output), "every output is a call"));
    }
    return outputs;
  }
}
