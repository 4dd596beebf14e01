package org.keraunos.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders calls and layers as {@code keras.src.models.functional.map_graph_network} does, because
 * weight files of Keras go by that order: by depth from the outputs, then by the first visit of a
 * depth-first walk.
 *
 * @param calls every call behind what it needs
 * @param layers every layer once
 */
record NetworkOrder(List<Call> calls, List<Layer> layers) {
  static NetworkOrder of(List<SymbolicTensor> inputs, List<SymbolicTensor> outputs) {
    List<Call> finished = new ArrayList<>();
    Map<Call, Boolean> seen = new HashMap<>();
    Map<Layer, Integer> firstVisit = new HashMap<>();
    for (SymbolicTensor output : outputs) {
      walk(output.call(), seen, firstVisit, finished);
    }
    Map<Call, Integer> callDepth = new HashMap<>();
    Map<Layer, Integer> layerDepth = new HashMap<>();
    List<Call> reversed = new ArrayList<>(finished);
    Collections.reverse(reversed);
    for (Call call : reversed) {
      int depth =
          Math.max(callDepth.getOrDefault(call, 0), layerDepth.getOrDefault(call.layer(), 0));
      callDepth.put(call, depth);
      layerDepth.put(call.layer(), depth);
      for (SymbolicTensor parent : call.inputs()) {
        callDepth.merge(parent.call(), depth + 1, Math::max);
      }
    }
    int first = 0;
    for (SymbolicTensor input : inputs) {
      firstVisit.putIfAbsent(input.layer(), firstVisit.size() + first++);
    }
    List<Call> calls = new ArrayList<>(finished);
    calls.sort(Comparator.<Call>comparingInt(call -> -callDepth.getOrDefault(call, 0))
        .thenComparingInt(call -> firstVisit.getOrDefault(call.layer(), 0)));
    List<Layer> layers = new ArrayList<>(firstVisit.keySet());
    layers.sort(Comparator.<Layer>comparingInt(layer -> -layerDepth.getOrDefault(layer, 0))
        .thenComparingInt(layer -> firstVisit.getOrDefault(layer, 0)));
    return new NetworkOrder(List.copyOf(calls), List.copyOf(layers));
  }

  /** Depth first with a stack of its own: networks may be deeper than the thread's. */
  private static void walk(
      Call output, Map<Call, Boolean> seen, Map<Layer, Integer> firstVisit, List<Call> finished) {
    List<Call> stack = new ArrayList<>(List.of(output));
    while (!stack.isEmpty()) {
      Call call = stack.get(stack.size() - 1);
      if (seen.putIfAbsent(call, false) == null) {
        firstVisit.putIfAbsent(call.layer(), firstVisit.size());
        List<SymbolicTensor> parents = new ArrayList<>(call.inputs());
        Collections.reverse(parents);
        for (SymbolicTensor parent : parents) {
          if (!seen.containsKey(parent.call())) {
            stack.add(parent.call());
          }
        }
      } else {
        stack.remove(stack.size() - 1);
        if (Boolean.FALSE.equals(seen.put(call, true))) {
          finished.add(call);
        }
      }
    }
  }
}
