package org.keraunos.graph;

import static org.keraunos.activations.Activations.LINEAR;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.activations.Activations.SOFTMAX;
import static org.keraunos.activations.Activations.TANH;
import static org.keraunos.layers.Layers.activation;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.averagePooling2d;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.depthwiseConv2d;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.layers.Layers.zeroPadding2d;
import static org.keraunos.regularizers.Regularizers.l1;
import static org.keraunos.regularizers.Regularizers.l1l2;
import static org.keraunos.regularizers.Regularizers.l2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keraunos.activations.Activation;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.layers.FluentLayer;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Device;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.testing.SplitMix;

/** Networks in which passes could go wrong, with weights and a batch. */
final class PassCases {
  static final int ROWS = 5;

  private static final Map<String, UnaryOperator<SymbolicTensor>> BODIES = bodies();

  private static Map<String, UnaryOperator<SymbolicTensor>> bodies() {
    Map<String, UnaryOperator<SymbolicTensor>> bodies = new LinkedHashMap<>();
    for (Activation function : List.of(LINEAR, RELU, TANH, SIGMOID, SOFTMAX)) {
      for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
        bodies.put(
            "conv " + function + ", pool " + padding,
            x -> maxPooling2d(3)
                .padding(padding)
                .apply(conv2d(4, 3).padding(padding).activation(function).apply(x)));
      }
    }
    bodies.put(
        "overlapping windows",
        x -> maxPooling2d(3)
            .strides(1)
            .padding(Padding.SAME)
            .apply(conv2d(3, 3).activation(RELU).apply(x)));
    bodies.put(
        "no bias",
        x -> maxPooling2d(2).apply(conv2d(3, 3).useBias(false).activation(RELU).apply(x)));
    bodies.put(
        "two pools",
        x -> maxPooling2d(2)
            .apply(maxPooling2d(2).apply(conv2d(3, 3).activation(RELU).apply(x))));
    bodies.put(
        "average pool",
        x -> averagePooling2d(2).apply(conv2d(3, 3).activation(RELU).apply(x)));
    bodies.put(
        "activation layers in a row",
        x -> maxPooling2d(2)
            .apply(activation(TANH).apply(activation(RELU).apply(conv2d(3, 3).apply(x)))));
    bodies.put(
        "pool of pools into a convolution",
        x -> conv2d(2, 2)
            .activation(RELU)
            .apply(maxPooling2d(2).apply(conv2d(3, 3).activation(RELU).apply(x))));
    bodies.put("the pool's input goes elsewhere too", x -> {
      SymbolicTensor a = conv2d(3, 3).activation(RELU).apply(x);
      return concatenate().apply(maxPooling2d(2).apply(a), averagePooling2d(2).apply(a));
    });
    bodies.put("a pool that is used twice", x -> {
      SymbolicTensor a = maxPooling2d(2).apply(conv2d(3, 3).activation(TANH).apply(x));
      return add().apply(conv2d(3, 1).apply(a), a);
    });
    bodies.put("one convolution into two pools", x -> {
      SymbolicTensor a = conv2d(3, 3).activation(RELU).apply(x);
      return add()
          .apply(
              maxPooling2d(2).padding(Padding.SAME).apply(a),
              maxPooling2d(3)
                  .strides(2)
                  .padding(Padding.SAME)
                  .apply(conv2d(3, 1).apply(a)));
    });
    bodies.put(
        "batch normalization between",
        x -> maxPooling2d(2)
            .apply(activation(RELU)
                .apply(batchNormalization().apply(conv2d(3, 3).useBias(false).apply(x)))));
    bodies.put(
        "batch normalization behind a depthwise convolution",
        x -> activation(RELU)
            .apply(batchNormalization()
                .apply(depthwiseConv2d(3).depthMultiplier(2).useBias(false).apply(x))));
    bodies.put(
        "groups and dilation",
        x -> maxPooling2d(2)
            .apply(conv2d(4, 2)
                .dilationRate(2)
                .activation(RELU)
                .apply(conv2d(4, 2).groups(2).activation(TANH).apply(x))));
    bodies.put(
        "dropout between",
        x -> maxPooling2d(2)
            .apply(dropout(0.3).apply(conv2d(3, 3).activation(RELU).apply(x))));
    bodies.put(
        "penalties of kernel and bias",
        x -> conv2d(3, 2)
            .activation(RELU)
            .kernelRegularizer(l2(0.1))
            .biasRegularizer(l1(0.5))
            .apply(maxPooling2d(2)
                .apply(conv2d(3, 3).biasRegularizer(l1l2(0.2, 0.3)).apply(x))));
    bodies.put("a frozen body, a batch normalization that is not, one that is", x -> {
      SymbolicTensor a = batchNormalization()
          .trainable(false)
          .apply(depthwiseConv2d(3).trainable(false).apply(x));
      SymbolicTensor b = activation(RELU).apply(a);
      SymbolicTensor c = activation(RELU)
          .apply(batchNormalization().apply(conv2d(3, 1).useBias(false).apply(b)));
      SymbolicTensor d = batchNormalization()
          .trainable(false)
          .apply(conv2d(3, 3).padding(Padding.SAME).apply(c));
      return add().apply(c, activation(RELU).apply(d));
    });
    bodies.put("a frozen body with a skip connection", x -> {
      SymbolicTensor a = still(conv2d(3, 3).useBias(false), x);
      SymbolicTensor b = activation(RELU).apply(a);
      SymbolicTensor c = still(depthwiseConv2d(3).padding(Padding.SAME), b);
      return activation(RELU).apply(add().apply(b, c, a));
    });
    bodies.put("zeros around pictures, as same padding would", x -> {
      // 12 x 11: at stride 2 one row behind, a column before and one behind.
      SymbolicTensor a = conv2d(3, 3)
          .strides(2)
          .activation(RELU)
          .apply(zeroPadding2d(0, 1, 1, 1).apply(x));
      SymbolicTensor b = batchNormalization()
          .apply(depthwiseConv2d(3).useBias(false).apply(zeroPadding2d(1).apply(a)));
      return conv2d(2, 3).apply(zeroPadding2d(1, 0, 0, 1).apply(activation(RELU).apply(b)));
    });
    bodies.put("chains of skip connections", x -> {
      SymbolicTensor a = conv2d(3, 1).apply(x);
      for (int i = 0; i < 3; i++) {
        SymbolicTensor b = activation(RELU).apply(conv2d(4, 1).apply(a));
        a = add().apply(a, conv2d(3, 3).padding(Padding.SAME).apply(b));
      }
      return a;
    });
    bodies.put("a rectifier beside what it rectifies", x -> {
      SymbolicTensor a = conv2d(3, 3).useBias(false).apply(x);
      return add().apply(activation(RELU).apply(a), a);
    });
    bodies.put("a pool of the input", x -> maxPooling2d(2).apply(x));
    bodies.put("a shared convolution", x -> {
      Layer shared = conv2d(2, 3).padding(Padding.SAME).activation(RELU);
      return maxPooling2d(2).apply(shared.apply(shared.apply(x)));
    });
    return bodies;
  }

  private static SymbolicTensor still(FluentLayer<?> kernel, SymbolicTensor x) {
    return batchNormalization().trainable(false).apply(kernel.trainable(false).apply(x));
  }

  private PassCases() {}

  static Stream<String> names() {
    return BODIES.keySet().stream();
  }

  static Network network(String name) {
    SymbolicTensor input = Input.of(12, 11, 2);
    SymbolicTensor x = BODIES.get(name).apply(input);
    SymbolicTensor output =
        dense(2).activation(SIGMOID).name("head").apply(flatten().apply(x));
    return Network.of(List.of(input), List.of(output));
  }

  static StepGraph graph(
      String name, DTypePolicy policy, EmitOptions training, EmitOptions inference) {
    StepGraph graph = emitted(name, policy, training, inference);
    graph.start();
    return graph;
  }

  /** One that is not started yet. */
  static StepGraph emitted(
      String name, DTypePolicy policy, EmitOptions training, EmitOptions inference) {
    return new StepGraph(
        plan(network(name), policy, training, inference),
        Losses.binaryCrossentropy(),
        Optimizers.sgd(0.05));
  }

  static ModelGraph.Plan plan(
      Network network, DTypePolicy policy, EmitOptions training, EmitOptions inference) {
    return new ModelGraph.Plan(
        network, policy, 1, frozen(network), training, inference, RuntimeOptions.DEFAULT);
  }

  private static Set<Layer> frozen(Network network) {
    return network.layers().stream()
        .filter(layer -> !layer.isTrainable())
        .collect(Collectors.toSet());
  }

  /** The fastest graph, its batch divided. */
  static StepGraph divided(String name, DTypePolicy policy, int parts) {
    RuntimeOptions runtime = new RuntimeOptions(1, parts, Device.CPU);
    Network network = network(name);
    StepGraph graph = new StepGraph(
        new ModelGraph.Plan(network, policy, 1, frozen(network), EmitOptions.TRAINING, runtime),
        Losses.binaryCrossentropy(),
        Optimizers.sgd(0.05));
    graph.start();
    return graph;
  }

  static List<NamedArray> weights(StepGraph graph) {
    return weights(graph.model());
  }

  /** Biases that are not 0: a bias on the wrong side of a pool must show. */
  static List<NamedArray> weights(ModelGraph graph) {
    SplitMix random = new SplitMix(3);
    List<NamedArray> weights = new ArrayList<>();
    for (NamedArray each : graph.getWeights()) {
      boolean positive = each.name().endsWith("variance");
      float[] values =
          random.uniform(NamedArray.size(each.shape()), positive ? 1 : 0, positive ? 1 : 0.5);
      weights.add(new NamedArray(each.name(), each.shape(), values));
    }
    return weights;
  }

  static Batch batch() {
    return batch(ROWS);
  }

  /** The first rows of that batch. */
  static Batch batch(int rows) {
    SplitMix random = new SplitMix(4);
    Dataset data = Dataset.of(random.uniform(ROWS * 12 * 11 * 2, 0, 4), 12, 11, 2)
        .withLabels(random.bits(ROWS, 2));
    Batch batch = data.newBatch(ROWS);
    data.fill(IntStream.range(0, rows).toArray(), 0, rows, batch);
    return batch;
  }

  static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
