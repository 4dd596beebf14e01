package org.keraunos.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Removes the nodes of a graph that none of its results needs. */
public final class DeadNodes {
  private DeadNodes() {}

  /**
   * Keeps what some nodes depend on.
   *
   * @param graph a graph
   * @param roots names of nodes that stay
   * @return the graph without the others; the order is kept
   */
  public static GraphDef remove(GraphDef graph, Collection<String> roots) {
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    Set<String> alive = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String name = open.pop();
      NodeDef node = nodes.get(name);
      if (node != null && alive.add(name)) {
        node.getInputList().forEach(input -> open.push(nodeOf(input)));
      }
    }
    GraphDef.Builder kept = graph.toBuilder().clearNode();
    graph.getNodeList().stream()
        .filter(node -> alive.contains(node.getName()))
        .forEach(kept::addNode);
    return kept.build();
  }

  /** {@code ^name} is a control input, {@code name:1} a second output. */
  static String nodeOf(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.lastIndexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
