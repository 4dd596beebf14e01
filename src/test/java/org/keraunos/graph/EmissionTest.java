package org.keraunos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.graph.PassCases.ROWS;
import static org.keraunos.graph.PassCases.batch;
import static org.keraunos.graph.PassCases.doubles;
import static org.keraunos.graph.PassCases.graph;
import static org.keraunos.graph.PassCases.plan;
import static org.keraunos.graph.PassCases.weights;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.layers.BatchNormalization;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.GraphPass;
import org.tensorflow.proto.GraphDef;

/** The fast ways to emit a network compute what the plain one does, outputs and gradients. */
class EmissionTest {
  static Stream<String> names() {
    return PassCases.names();
  }

  /** What a graph gave of a batch: before a step, of it, and behind it. */
  private record Seen(
      List<double[]> gradients, double loss, double[] output, double laterLoss, double[] later) {
    /** Behind the step batch normalization has moved its statistics. */
    static Seen of(StepGraph graph, List<NamedArray> weights, int rows) {
      graph.model().setWeights(weights);
      Batch batch = batch(rows);
      List<double[]> gradients =
          graph.gradients(batch).stream().map(NamedArray::toDoubles).toList();
      StepResult trained = graph.train(batch, 0);
      double[] output = doubles(trained.output(0));
      StepResult evaluated = graph.evaluate(batch);
      return new Seen(
          gradients, trained.loss(), output, evaluated.loss(), doubles(evaluated.output(0)));
    }

    void isNear(String name, Seen plain, double tolerance) {
      for (int i = 0; i < plain.gradients.size(); i++) {
        assertClose(name + " gradient " + i, gradients.get(i), plain.gradients.get(i), tolerance);
      }
      assertClose("loss", new double[] {loss}, new double[] {plain.loss}, tolerance);
      assertClose("output", output, plain.output, 1e-5);
      assertClose("inference", new double[] {laterLoss}, new double[] {plain.laterLoss}, tolerance);
      assertClose("inference", later, plain.later, 1e-5);
    }
  }

  /** The plain graph of a network, run once for all that are held against it. */
  private record Plain(List<NamedArray> weights, GraphDef definition, Seen all, Seen one) {
    private static final Map<String, Plain> KNOWN = new HashMap<>();

    static Plain of(String name, DTypePolicy policy) {
      return KNOWN.computeIfAbsent(name + " " + policy, key -> {
        try (StepGraph graph = graph(name, policy, EmitOptions.PLAIN, EmitOptions.PLAIN)) {
          List<NamedArray> weights = PassCases.weights(graph);
          Seen all = Seen.of(graph, weights, ROWS);
          return new Plain(
              weights, graph.model().session().definition(), all, Seen.of(graph, weights, 1));
        }
      });
    }
  }

  @AfterAll
  static void forget() {
    Plain.KNOWN.clear();
  }

  @ParameterizedTest
  @MethodSource("names")
  void trainingIsPlain(String name) {
    same(name, EmitOptions.TRAINING, EmitOptions.INFERENCE, DTypePolicy.FLOAT64, 1e-11);
    same(name, EmitOptions.TRAINING, EmitOptions.INFERENCE, DTypePolicy.FLOAT32, 2e-5);
  }

  static Stream<Arguments> namesAndPasses() {
    return Stream.of(
            GraphPass.MAX_POOL_V1,
            GraphPass.TAIL_BEHIND_MAX_POOL,
            GraphPass.CROP_UNSEEN,
            GraphPass.FUSED_TAIL,
            GraphPass.PAD_IN_KERNEL,
            GraphPass.FOLD_BATCH_NORMALIZATION)
        .flatMap(pass -> PassCases.names().map(name -> Arguments.of(name, pass)));
  }

  /** Each pass alone, in training and in inference. */
  @ParameterizedTest
  @MethodSource("namesAndPasses")
  void eachPassAloneIsPlain(String name, GraphPass pass) {
    EmitOptions alone = EmitOptions.PLAIN.with(pass);
    same(name, alone, alone, DTypePolicy.FLOAT64, 1e-11);
  }

  /** Five rows in three parts, and a batch so small that parts are empty. */
  @ParameterizedTest
  @MethodSource("names")
  void aDividedBatchIsPlain(String name) {
    Plain plain = Plain.of(name, DTypePolicy.FLOAT64);
    try (StepGraph divided = PassCases.divided(name, DTypePolicy.FLOAT64, 3)) {
      Seen.of(divided, plain.weights(), ROWS).isNear(name + " divided", plain.all(), 1e-11);
      Seen.of(divided, plain.weights(), 1).isNear(name + " one row", plain.one(), 1e-11);
    }
  }

  /** A graph that is the plain one, node by node, computes the same and is not run. */
  private static void same(
      String name,
      EmitOptions training,
      EmitOptions inference,
      DTypePolicy policy,
      double tolerance) {
    Plain plain = Plain.of(name, policy);
    try (StepGraph fast = PassCases.emitted(name, policy, training, inference)) {
      if (!fast.model().session().definition().equals(plain.definition())) {
        fast.start();
        Seen.of(fast, plain.weights(), ROWS).isNear(name + " " + policy, plain.all(), tolerance);
      }
    }
  }

  @Test
  void bfloat16TrainsNearFloat32() {
    double[] losses = new double[2];
    double[] firsts = new double[2];
    for (int i = 0; i < 2; i++) {
      DTypePolicy policy = i == 0 ? DTypePolicy.FLOAT32 : DTypePolicy.MIXED_BFLOAT16;
      try (StepGraph graph = graph(
          "pool of pools into a convolution",
          policy,
          EmitOptions.TRAINING,
          EmitOptions.INFERENCE)) {
        graph.model().setWeights(weights(graph));
        firsts[i] = graph.train(batch(), 0).loss();
        for (int step = 0; step < 60; step++) {
          losses[i] = graph.train(batch(), 0).loss();
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

  /**
   * Keras moves the statistics once a call; by hand with momentum m from 0 over a constant batch
   * mean c: c (1 - m m).
   */
  @Test
  void aSharedBatchNormalizationMovesTwice() {
    BatchNormalization norm = batchNormalization().momentum(0.5).center(false).scale(false);
    SymbolicTensor input = Input.of(1);
    SymbolicTensor output = dense(1).apply(add().apply(norm.apply(input), norm.apply(input)));
    ModelGraph.Plan plan = plan(
        Network.of(List.of(input), List.of(output)),
        DTypePolicy.FLOAT64,
        EmitOptions.TRAINING,
        EmitOptions.INFERENCE);
    try (StepGraph graph =
        new StepGraph(plan, Losses.binaryCrossentropy().fromLogits(true), Optimizers.sgd())) {
      graph.start();
      Dataset data = Dataset.of(new float[] {1, 3}, 1).withLabels(new int[][] {{1}, {0}});
      Batch batch = data.newBatch(2);
      data.fill(new int[] {0, 1}, 0, 2, batch);
      graph.train(batch, 0);
      for (NamedArray weight : graph.model().getWeights()) {
        if (weight.name().endsWith("moving_mean")) {
          assertThat(weight.toDoubles()).containsExactly(2 * (1 - 0.25));
        } else if (weight.name().endsWith("moving_variance")) {
          assertThat(weight.toDoubles()).containsExactly(1);
        }
      }
    }
  }
}
