package org.keraunos.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.keraunos.base.Check;
import org.keraunos.base.ElementType;

/** Puts the calls of networks inside in place of the calls of those. */
final class FlatNetwork {
  private final List<Call> calls = new ArrayList<>();
  private final Map<Layer, String> names = new LinkedHashMap<>();

  /** Whether layers have types of their own, so that a network's inputs may cast. */
  private final boolean typed;

  /** Whose calls are put in their place, and those of networks inside of them. */
  private final Predicate<Functional> opened;

  private FlatNetwork(boolean typed, Predicate<Functional> opened) {
    this.typed = typed;
    this.opened = opened;
  }

  static Network of(Network network, Predicate<Functional> opened) {
    FlatNetwork flat = new FlatNetwork(
        network.addresses().keySet().stream().anyMatch(layer -> layer.dtype().isPresent()), opened);
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
        List.of(),
        network.outputNames(),
        false,
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
      boolean opens = layer instanceof Functional inside
          && layer.dtype().isEmpty()
          && (!before.isEmpty() || opened.test(inside));
      if (opens && layer instanceof Functional model) {
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
      SymbolicTensor input = inside.inputs().get(i);
      SymbolicTensor given = whole(name, inside, i, inputs.get(i));
      made.put(input, casts(inside, input) ? cast(name, inside, i, given) : given);
    }
    add(name + "/", inside, made);
    return inside.outputs().stream().map(output -> in(made, output)).toList();
  }

  /** Layers cast what they are given; what goes on as it is shows that an input casts, too. */
  private boolean casts(Network inside, SymbolicTensor input) {
    return typed
        && input.type() == ElementType.FLOAT
        && (inside.outputs().contains(input)
            || inside.calls().stream()
                .anyMatch(
                    call -> call.layer() instanceof Operation && call.inputs().contains(input)));
  }

  private SymbolicTensor cast(String name, Network inside, int index, SymbolicTensor given) {
    Call cast = new Call(Layers.identity(), List.of(given), CallOptions.NONE);
    keep(name + "/" + inside.inputName(index), cast);
    return cast.output();
  }

  /** What an input of whole numbers makes of what a network is called with. */
  private SymbolicTensor whole(String name, Network inside, int index, SymbolicTensor given) {
    ElementType wanted = inside.inputType(index);
    if (wanted == ElementType.FLOAT || wanted == given.type()) {
      return given;
    }
    Call cast = new Call(InputCast.of(wanted), List.of(given), CallOptions.NONE);
    // Each call of the network has one; names are for ops alone.
    keep(name + "/" + inside.inputName(index) + "_" + calls.size(), cast);
    return cast.output();
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
