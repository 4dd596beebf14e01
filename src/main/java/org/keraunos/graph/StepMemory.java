package org.keraunos.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keraunos.runtime.OutputSizes;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The memory that one run of a graph takes: goes through its ops as TensorFlow's executor does,
 * which lets a tensor go behind the last op that reads it. So what a training keeps for its
 * gradients, the gradients themselves and what ops hand on in place come from the graph, whatever
 * the layers are.
 */
final class StepMemory {
  /** Hand their input on as it is. */
  private static final Set<String> SAME = Set.of(
      "Identity",
      "PlaceholderWithDefault",
      "Reshape",
      "ExpandDims",
      "Squeeze",
      "StopGradient",
      "PreventGradient",
      "ReadVariableOp",
      "Sum");

  /** Write over an input that nobody else reads. */
  private static final Set<String> IN_PLACE = Set.of(
      "Add",
      "AddV2",
      "AddN",
      "Sub",
      "Mul",
      "Div",
      "RealDiv",
      "Maximum",
      "Minimum",
      "Pow",
      "SquaredDifference",
      "BiasAdd",
      "Relu",
      "Relu6",
      "Elu",
      "Selu",
      "LeakyRelu",
      "Sigmoid",
      "Tanh",
      "Softplus",
      "Softsign",
      "Softmax",
      "LogSoftmax",
      "ReluGrad",
      "Relu6Grad",
      "EluGrad",
      "SeluGrad",
      "LeakyReluGrad",
      "SigmoidGrad",
      "TanhGrad",
      "SoftplusGrad",
      "SoftsignGrad",
      "Neg",
      "Exp",
      "Log",
      "Log1p",
      "Expm1",
      "Sqrt",
      "Rsqrt",
      "RsqrtGrad",
      "SqrtGrad",
      "Square",
      "Abs",
      "Sign",
      "Erf",
      "Reciprocal",
      "Inv",
      "SelectV2",
      "Select",
      "ClipByValue");

  private static final Set<String> SHAPES = Set.of("Shape", "ShapeN", "Size", "Rank");

  /** Variables move from step to step and leave gaps, until they stay where they are. */
  private static final int STEPS = 4;

  private static final int RELU_MASK = 5;

  private static final int LASTING = Integer.MAX_VALUE;

  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final Map<String, long[]> sizes;
  private final Map<String, Integer> reads = new HashMap<>();
  private final Map<String, Buffer> lasting = new HashMap<>();
  private final Map<String, Buffer> buffers = new HashMap<>();
  private final MemoryPool pool = new MemoryPool();

  /** A tensor's memory, which several outputs may share. */
  private static final class Buffer {
    private MemoryPool.Chunk chunk;
    private final long bytes;
    private int reads;
    private MemoryPool.@Nullable Chunk beside;

    private Buffer(MemoryPool.Chunk chunk, long bytes, int reads) {
      this.chunk = chunk;
      this.bytes = bytes;
      this.reads = reads;
    }
  }

  private StepMemory(GraphDef graph, Collection<String> roots, int rows) {
    sizes = OutputSizes.of(graph, rows);
    roots.forEach(root -> reads.merge(root + ":0", 1, Integer::sum));
    for (NodeDef node : graph.getNodeList()) {
      nodes.put(node.getName(), node);
      dataInputs(node).forEach(input -> reads.merge(input, 1, Integer::sum));
    }
  }

  /**
   * Estimates it.
   *
   * @param graph all ops
   * @param roots names of the ops that a run is for
   * @param rows how many are fed
   * @return bytes, with those of the variables
   */
  static long of(GraphDef graph, Collection<String> roots, int rows) {
    GraphDef once = DeadNodes.remove(withoutRepetition(graph), roots);
    StepMemory memory = new StepMemory(once, roots, rows);
    memory.holdWhatLasts();
    for (int step = 0; step < STEPS; step++) {
      memory.run();
    }
    return memory.pool.resident();
  }

  /** TensorFlow computes once what two ops would make of the same. */
  private static GraphDef withoutRepetition(GraphDef graph) {
    Map<NodeDef, String> first = new HashMap<>();
    Map<String, String> instead = new HashMap<>();
    GraphDef.Builder once = graph.toBuilder().clearNode();
    for (NodeDef node : graph.getNodeList()) {
      NodeDef.Builder changed = node.toBuilder().clearInput();
      for (String input : node.getInputList()) {
        String name = DeadNodes.nodeOf(input);
        changed.addInput(input.replace(name, instead.getOrDefault(name, name)));
      }
      once.addNode(changed);
      boolean pure = Stream.of("Variable", "VarHandle", "Assign", "Resource", "Placeholder")
          .noneMatch(node.getOp()::contains);
      String other = first.putIfAbsent(changed.clearName().build(), node.getName());
      if (pure && other != null) {
        instead.put(node.getName(), other);
      }
    }
    return once.build();
  }

  /** Weights, statistics, slots and what is fed stay through the whole run. */
  private void holdWhatLasts() {
    for (NodeDef node : nodes.values()) {
      long bytes = switch (node.getOp()) {
        case "VarHandleOp" -> variable(node);
        case "Placeholder" -> size(node.getName(), 0);
        default -> 0;
      };
      if (bytes > 0) {
        lasting.put(node.getName() + ":0", new Buffer(pool.take(bytes), bytes, LASTING));
      }
    }
  }

  private static long variable(NodeDef handle) {
    long elements = handle.getAttrOrThrow("shape").getShape().getDimList().stream()
        .mapToLong(TensorShapeProto.Dim::getSize)
        .reduce(1, Math::multiplyExact);
    return elements * OutputSizes.width(handle.getAttrOrThrow("dtype").getType());
  }

  private void run() {
    buffers.clear();
    buffers.putAll(lasting);
    Map<String, Integer> waits = new HashMap<>();
    Map<String, List<NodeDef>> readers = new HashMap<>();
    Deque<NodeDef> ready = new ArrayDeque<>();
    for (NodeDef node : nodes.values()) {
      List<String> before =
          node.getInputList().stream().map(DeadNodes::nodeOf).distinct().toList();
      before.forEach(
          name -> readers.computeIfAbsent(name, key -> new ArrayList<>()).add(node));
      waits.put(node.getName(), before.size());
      if (before.isEmpty()) {
        ready.add(node);
      }
    }
    while (!ready.isEmpty()) {
      NodeDef node = ready.remove();
      emit(node);
      for (NodeDef reader : readers.getOrDefault(node.getName(), List.of())) {
        if (waits.merge(reader.getName(), -1, Integer::sum) == 0) {
          ready.add(reader);
        }
      }
    }
  }

  private void emit(NodeDef node) {
    List<Buffer> inputs = new ArrayList<>();
    dataInputs(node).forEach(input -> inputs.add(buffers.get(input)));
    inputs.removeIf(Objects::isNull);
    int outputs = sizes.getOrDefault(node.getName(), new long[0]).length;
    for (int i = 0; i < outputs; i++) {
      String name = node.getName() + ":" + i;
      if (!buffers.containsKey(name)) {
        Buffer buffer = output(node, i, inputs);
        buffers.put(name, buffer);
        release(buffer, 0);
      }
    }
    if (node.getOp().startsWith("ResourceApply") && !inputs.isEmpty()) {
      // A variable that somebody still reads is copied before it is changed, and stays there.
      Buffer variable = inputs.get(0);
      MemoryPool.Chunk before = variable.chunk;
      variable.chunk = pool.take(variable.bytes);
      pool.give(before);
    }
    inputs.forEach(input -> release(input, 1));
  }

  private Buffer output(NodeDef node, int index, List<Buffer> inputs) {
    int wanted = reads.getOrDefault(node.getName() + ":" + index, 0);
    long bytes = size(node.getName(), index);
    if (bytes == OutputSizes.UNKNOWN && index > 0) {
      // What a batch normalization keeps of the ReLU behind it is such an output.
      bytes = index == RELU_MASK && !inputs.isEmpty() ? inputs.get(0).bytes / Byte.SIZE : 0;
    } else if (bytes == OutputSizes.UNKNOWN) {
      bytes = inputs.stream().mapToLong(input -> input.bytes).max().orElse(0);
    }
    for (Buffer input : inputs) {
      boolean fits = input.bytes == bytes && bytes > 0;
      boolean same = SAME.contains(node.getOp()) && input == inputs.get(0);
      if (fits && (same || (IN_PLACE.contains(node.getOp()) && input.reads == 1))) {
        input.reads += input.reads == LASTING ? 0 : wanted;
        return input;
      }
    }
    Buffer made =
        new Buffer(pool.take(bytes), bytes, node.getOp().equals("Const") ? LASTING : wanted);
    if (node.getOp().equals("MaxPool")) {
      // A byte an element says where the largest was.
      made.beside = pool.take(bytes / Float.BYTES);
    }
    return made;
  }

  private void release(Buffer buffer, int done) {
    if (buffer.reads != LASTING) {
      buffer.reads -= done;
      if (buffer.reads == 0) {
        pool.give(buffer.chunk);
        if (buffer.beside != null) {
          pool.give(buffer.beside);
        }
      }
    }
  }

  private long size(String node, int output) {
    long[] known = sizes.getOrDefault(node, new long[0]);
    return output < known.length ? known[output] : 0;
  }

  /** What an op reads; those that look at shapes alone need not wait for anything. */
  private static List<String> dataInputs(NodeDef node) {
    if (SHAPES.contains(node.getOp())) {
      return List.of();
    }
    return node.getInputList().stream()
        .filter(input -> !input.startsWith("^"))
        .map(input -> input.contains(":") ? input : input + ":0")
        .toList();
  }
}
