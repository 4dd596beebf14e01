package org.keraunos.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders calls and layers as {@code keras.src.models.functional.map_graph_network} does, because weight files of Keras go
 * by that order: by depth from the outputs, then by the first visit of a depth-first walk.
 *
 * @param calls every call behind what it needs
 * @param layers every layer once
 */
record NetworkOrder(List<SymbolicTensor> calls, List<Layer> layers) {
  static NetworkOrder of(List<SymbolicTensor> inputs, List<SymbolicTensor> outputs) {
    List<SymbolicTensor> finished = new ArrayList<>();
    Map<SymbolicTensor, Boolean> seen = new HashMap<>();
    Map<Layer, Integer> firstVisit = new HashMap<>();
    for (SymbolicTensor output : outputs) {
      walk(output, seen, firstVisit, finished);
    }
    Map<SymbolicTensor, Integer> callDepth = new HashMap<>();
    Map<Layer, Integer> layerDepth = new HashMap<>();
    List<SymbolicTensor> reversed = new ArrayList<>(finished);
    Collections.reverse(reversed);
    for (SymbolicTensor call : reversed) {
      int depth =
          Math.max(callDepth.getOrDefault(call, 0), layerDepth.getOrDefault(call.layer(), 0));
      callDepth.put(call, depth);
      layerDepth.put(call.layer(), depth);
      for (SymbolicTensor parent : call.inputs()) {
        callDepth.merge(parent, depth + 1, Math::max);
      }
    }
    int first = 0;
    for (SymbolicTensor input : inputs) {
      firstVisit.putIfAbsent(input.layer(), firstVisit.size() + first++);
    }
    List<SymbolicTensor> calls = new ArrayList<>(finished);
    calls.sort(Comparator.<SymbolicTensor>comparingInt(call -> -callDepth.getOrDefault(call, 0))
        .thenComparingInt(call -> firstVisit.getOrDefault(call.layer(), 0)));
    List<Layer> layers = new ArrayList<>(firstVisit.keySet());
    layers.sort(Comparator.<Layer>comparingInt(layer -> -layerDepth.getOrDefault(layer, 0))
        .thenComparingInt(layer -> firstVisit.getOrDefault(layer, 0)));
    return new NetworkOrder(List.copyOf(calls), List.copyOf(layers));
  }

  /** Depth first with a stack of its own: networks may be deeper than the thread's. */
  private static void walk(
      SymbolicTensor output,
      Map<SymbolicTensor, Boolean> seen,
      Map<Layer, Integer> firstVisit,
      List<SymbolicTensor> finished) {
    List<SymbolicTensor> stack = new ArrayList<>(List.of(output));
    while (!stack.isEmpty()) {
      SymbolicTensor call = stack.get(stack.size() - 1);
      if (seen.putIfAbsent(call, false) == null) {
        firstVisit.putIfAbsent(call.layer(), firstVisit.size());
        List<SymbolicTensor> parents = new ArrayList<>(call.inputs());
        Collections.reverse(parents);
        for (SymbolicTensor parent : parents) {
          if (!seen.containsKey(parent)) {
            stack.add(parent);
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
