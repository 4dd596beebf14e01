package org.keraunos.graph;

import static org.assertj.core.api.Assertions.assertThat;
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
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.activations.Activation;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.layers.BatchNormalization;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.testing.SplitMix;

/** The fast ways to emit a network compute what the plain one does, outputs and gradients. */
class EmissionTest {
  private static final int ROWS = 5;

  private static final Map<String, UnaryOperator<SymbolicTensor>> BODIES = bodies();

  private static Map<String, UnaryOperator<SymbolicTensor>> bodies() {
    Map<String, UnaryOperator<SymbolicTensor>> bodies = new LinkedHashMap<>();
    for (Activation function : List.of(LINEAR, RELU, TANH, SIGMOID, SOFTMAX)) {
      for (Padding padding : Padding.values()) {
        bodies.put(
            "conv " + function.kerasName() + ", pool " + padding,
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
        "dropout between",
        x -> maxPooling2d(2)
            .apply(dropout(0.3).apply(conv2d(3, 3).activation(RELU).apply(x))));
    bodies.put("a pool of the input", x -> maxPooling2d(2).apply(x));
    bodies.put("a shared convolution", x -> {
      Layer shared = conv2d(2, 3).padding(Padding.SAME).activation(RELU);
      return maxPooling2d(2).apply(shared.apply(shared.apply(x)));
    });
    return bodies;
  }

  static Stream<String> names() {
    return BODIES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void trainingIsPlain(String name) {
    same(name, DTypePolicy.FLOAT64, 1e-11);
    same(name, DTypePolicy.FLOAT32, 2e-5);
  }

  private static void same(String name, DTypePolicy policy, double tolerance) {
    try (StepGraph fast = graph(name, policy, EmitOptions.TRAINING);
        StepGraph plain = graph(name, policy, EmitOptions.PLAIN)) {
      fast.model().setWeights(weights(plain));
      plain.model().setWeights(weights(plain));
      List<NamedArray> expected = plain.gradients(batch());
      List<NamedArray> gradients = fast.gradients(batch());
      for (int i = 0; i < expected.size(); i++) {
        String what = name + " " + policy + " " + expected.get(i).name();
        assertClose(what, gradients.get(i).toDoubles(), expected.get(i).toDoubles(), tolerance);
      }
      float[] fastOutput = new float[ROWS * 2];
      float[] plainOutput = new float[ROWS * 2];
      assertClose(
          "loss",
          new double[] {fast.train(batch(), fastOutput)},
          new double[] {plain.train(batch(), plainOutput)},
          tolerance);
      assertClose("output", doubles(fastOutput), doubles(plainOutput), 1e-5);
      // Behind a step: batch normalization has moved its statistics.
      assertClose(
          "inference",
          new double[] {fast.evaluate(batch(), fastOutput)},
          new double[] {plain.evaluate(batch(), plainOutput)},
          tolerance);
      assertClose("inference", doubles(fastOutput), doubles(plainOutput), 1e-5);
    }
  }

  @Test
  void bfloat16TrainsNearFloat32() {
    double[] losses = new double[2];
    double[] firsts = new double[2];
    for (int i = 0; i < 2; i++) {
      DTypePolicy policy = i == 0 ? DTypePolicy.FLOAT32 : DTypePolicy.MIXED_BFLOAT16;
      try (StepGraph graph =
          graph("pool of pools into a convolution", policy, EmitOptions.TRAINING)) {
        graph.model().setWeights(weights(graph));
        float[] output = new float[ROWS * 2];
        firsts[i] = graph.train(batch(), output);
        for (int step = 0; step < 60; step++) {
          losses[i] = graph.train(batch(), output);
        }
        for (NamedArray weight : graph.model().getWeights()) {
          assertThat(weight.values()).as("weights are kept in float32").isInstanceOf(float[].class);
        }
      }
    }
    assertThat(losses[0]).isLessThan(firsts[0] * 0.9);
    assertThat(losses[1]).isLessThan(firsts[1] * 0.9).isNotEqualTo(losses[0]);
    assertClose("loss", new double[] {losses[1]}, new double[] {losses[0]}, 0.02);
  }

  /** Keras moves the statistics once a call; by hand with momentum m from 0 over a constant batch mean c: c (1 - m m). */
  @Test
  void aSharedBatchNormalizationMovesTwice() {
    BatchNormalization norm = batchNormalization().momentum(0.5).center(false).scale(false);
    SymbolicTensor input = Input.of(1);
    SymbolicTensor output = dense(1).apply(add().apply(norm.apply(input), norm.apply(input)));
    ModelGraph.Plan plan = plan(
        Network.of(List.of(input), List.of(output)), DTypePolicy.FLOAT64, EmitOptions.TRAINING);
    try (StepGraph graph =
        new StepGraph(plan, Losses.binaryCrossentropy().fromLogits(true), Optimizers.sgd())) {
      graph.start();
      Dataset data = Dataset.of(new float[] {1, 3}, 1).withLabels(new int[][] {{1}, {0}});
      Batch batch = data.newBatch(2);
      data.fill(new int[] {0, 1}, 0, 2, batch);
      graph.train(batch, new float[2]);
      for (NamedArray weight : graph.model().getWeights()) {
        if (weight.name().endsWith("moving_mean")) {
          assertThat(weight.toDoubles()).containsExactly(2 * (1 - 0.25));
        } else if (weight.name().endsWith("moving_variance")) {
          assertThat(weight.toDoubles()).containsExactly(1);
        }
      }
    }
  }

  private static StepGraph graph(String name, DTypePolicy policy, EmitOptions options) {
    SymbolicTensor input = Input.of(12, 11, 2);
    SymbolicTensor x = BODIES.get(name).apply(input);
    SymbolicTensor output =
        dense(2).activation(SIGMOID).name("head").apply(flatten().apply(x));
    StepGraph graph = new StepGraph(
        plan(Network.of(List.of(input), List.of(output)), policy, options),
        Losses.binaryCrossentropy(),
        Optimizers.sgd(0.05));
    graph.start();
    return graph;
  }

  private static ModelGraph.Plan plan(Network network, DTypePolicy policy, EmitOptions options) {
    return new ModelGraph.Plan(network, policy, 1, Set.of(), options, RuntimeOptions.DEFAULT);
  }

  /** Biases that are not 0: a bias on the wrong side of a pool must show. */
  private static List<NamedArray> weights(StepGraph graph) {
    SplitMix random = new SplitMix(3);
    List<NamedArray> weights = new ArrayList<>();
    for (NamedArray each : graph.model().getWeights()) {
      boolean positive = each.name().endsWith("variance");
      float[] values =
          random.uniform(NamedArray.size(each.shape()), positive ? 1 : 0, positive ? 1 : 0.5);
      weights.add(new NamedArray(each.name(), each.shape(), values));
    }
    return weights;
  }

  private static Batch batch() {
    SplitMix random = new SplitMix(4);
    Dataset data = Dataset.of(random.uniform(ROWS * 12 * 11 * 2, 0, 4), 12, 11, 2)
        .withLabels(random.bits(ROWS, 2));
    Batch batch = data.newBatch(ROWS);
    data.fill(IntStream.range(0, ROWS).toArray(), 0, ROWS, batch);
    return batch;
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
