package org.keraunos.saving;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.OutputValues;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * What the numbers of another program's graph are, by the op that makes them: a sigmoid's are
 * probabilities, those of a matrix product are none. What cannot be told is taken for
 * probabilities, which are held to 0 to 1 when they come.
 */
final class LastOp {
  private static final Set<String> TRANSPARENT =
      Set.of("Identity", "StopGradient", "PreventGradient", "CheckNumerics", "EnsureShape", "Cast");
  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
  private static final Set<String> NUMBERS = Set.of(
      "MatMul",
      "BatchMatMulV2",
      "Einsum",
      "BiasAdd",
      "Conv2D",
      "DepthwiseConv2dNative",
      "FusedBatchNormV3",
      "Relu",
      "Relu6",
      "LeakyRelu",
      "Elu",
      "Selu",
      "Softplus",
      "Softsign",
      "Tanh",
      "LogSoftmax",
      "MaxPool",
      "AvgPool");
  private static final int MOST_STEPS = 1000;

  private final Map<String, FunctionDef> functions = new HashMap<>();
  private int steps;

  private LastOp(GraphDef graph) {
    graph
        .getLibrary()
        .getFunctionList()
        .forEach(each -> functions.put(each.getSignature().getName(), each));
  }

  /**
   * What an output gives.
   *
   * @param graph the graph
   * @param tensor the output's name in it, such as {@code StatefulPartitionedCall:0}
   */
  static OutputValues of(GraphDef graph, String tensor) {
    OutputValues found = new LastOp(graph).walk(tensor, nodes(graph.getNodeList()));
    return found == null ? OutputValues.LABEL_PROBABILITIES : found;
  }

  private static Map<String, NodeDef> nodes(List<NodeDef> list) {
    Map<String, NodeDef> nodes = new HashMap<>();
    list.forEach(node -> nodes.put(node.getName(), node));
    return nodes;
  }

  /** Null where it cannot be told. */
  private @Nullable OutputValues walk(String tensor, Map<String, NodeDef> nodes) {
    String[] parts = tensor.split(":", -1);
    NodeDef node = nodes.get(parts[0]);
    if (node == null || steps++ > MOST_STEPS) {
      return null;
    }
    String op = node.getOp();
    if (op.equals("Sigmoid")) {
      return OutputValues.LABEL_PROBABILITIES;
    }
    if (op.equals("Softmax")) {
      return OutputValues.CLASS_PROBABILITIES;
    }
    if (NUMBERS.contains(op)) {
      return OutputValues.NUMBERS;
    }
    if (TRANSPARENT.contains(op)) {
      return walk(node.getInput(0), nodes);
    }
    if (op.equals("Add") || op.equals("AddV2")) { // A bias behind a product, in Keras 3
      boolean product =
          node.getInputList().stream().anyMatch(each -> walk(each, nodes) == OutputValues.NUMBERS);
      return product ? OutputValues.NUMBERS : null;
    }
    return CALLS.contains(op) ? called(node, parts) : null;
  }

  private @Nullable OutputValues called(NodeDef call, String[] parts) {
    FunctionDef function = functions.get(call.getAttrOrThrow("f").getFunc().getName());
    int index = parts.length == 1 ? 0 : Integer.parseInt(parts[parts.length - 1]);
    if (function == null || index >= function.getSignature().getOutputArgCount()) {
      return null;
    }
    String returned =
        function.getRetMap().get(function.getSignature().getOutputArg(index).getName());
    return returned == null ? null : walk(returned, nodes(function.getNodeDefList()));
  }
}
