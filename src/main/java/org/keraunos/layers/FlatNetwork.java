package org.keraunos.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;

/** Puts the calls of networks inside in place of the calls of those. */
final class FlatNetwork {
  private final List<Call> calls = new ArrayList<>();
  private final Map<Layer, String> names = new LinkedHashMap<>();

  private FlatNetwork() {}

  static Network of(Network network) {
    FlatNetwork flat = new FlatNetwork();
    Map<SymbolicTensor, SymbolicTensor> made = new HashMap<>();
    for (SymbolicTensor input : network.inputs()) {
      made.put(input, input);
    }
    flat.add("", network, made);
    List<SymbolicTensor> outputs =
        network.outputs().stream().map(output -> in(made, output)).toList();
    return new Network(
        network.inputs(),
        outputs,
        network.outputNames(),
        List.copyOf(flat.calls),
        List.copyOf(flat.names.keySet()),
        flat.names);
  }

  /**
   * Adds a network's calls.
   *
   * @param before the address of the network
   * @param network what is called
   * @param made what its inputs are, to which all that its layers give is added
   */
  private void add(String before, Network network, Map<SymbolicTensor, SymbolicTensor> made) {
    for (Call call : network.calls()) {
      Layer layer = call.layer();
      String name = before + network.nameOf(layer);
      if (layer instanceof Input) {
        if (before.isEmpty()) {
          keep(name, call);
        }
        continue;
      }
      List<SymbolicTensor> inputs =
          call.inputs().stream().map(input -> in(made, input)).toList();
      List<SymbolicTensor> outputs;
      if (layer instanceof Functional model && layer.dtype().isEmpty()) {
        outputs = called(name, model.network(), inputs);
      } else {
        Call same = new Call(layer, inputs, call.options());
        keep(name, same);
        outputs = same.outputs();
      }
      call.outputs().forEach(output -> made.put(output, outputs.get(output.index())));
    }
  }

  private List<SymbolicTensor> called(String name, Network inside, List<SymbolicTensor> inputs) {
    Map<SymbolicTensor, SymbolicTensor> made = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      made.put(inside.inputs().get(i), inputs.get(i));
    }
    add(name + "/", inside, made);
    return inside.outputs().stream().map(output -> in(made, output)).toList();
  }

  private void keep(String name, Call call) {
    calls.add(call);
    names.put(call.layer(), name);
  }

  private static SymbolicTensor in(
      Map<SymbolicTensor, SymbolicTensor> made, SymbolicTensor tensor) {
    return Check.present(made.get(tensor), "calls are in topological order");
  }
}
