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

import java.util.List;
import java.util.stream.Stream;
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

/** The fast ways to emit a network compute what the plain one does, outputs and gradients. */
class EmissionTest {
  static Stream<String> names() {
    return PassCases.names();
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
            GraphPass.FOLD_BATCH_NORMALIZATION)
        .flatMap(pass -> PassCases.names().map(name -> Arguments.of(name, pass)));
  }

  /** Each pass alone, in training (but for the one that is for inference only) and in inference. */
  @ParameterizedTest
  @MethodSource("namesAndPasses")
  void eachPassAloneIsPlain(String name, GraphPass pass) {
    EmitOptions alone = EmitOptions.PLAIN.with(pass);
    EmitOptions training = alone.without(GraphPass.FOLD_BATCH_NORMALIZATION);
    same(name, training, alone, DTypePolicy.FLOAT64, 1e-11);
  }

  /** Five rows in three parts, and a batch so small that parts are empty. */
  @ParameterizedTest
  @MethodSource("names")
  void aDividedBatchIsPlain(String name) {
    for (int rows : new int[] {ROWS, 1}) {
      StepGraph divided = PassCases.divided(name, DTypePolicy.FLOAT64, 3);
      same(name + " divided", divided, plain(name, DTypePolicy.FLOAT64), rows, 1e-11);
    }
  }

  private static StepGraph plain(String name, DTypePolicy policy) {
    return graph(name, policy, EmitOptions.PLAIN, EmitOptions.PLAIN);
  }

  private static void same(
      String name,
      EmitOptions training,
      EmitOptions inference,
      DTypePolicy policy,
      double tolerance) {
    StepGraph fast = graph(name, policy, training, inference);
    same(name + " " + policy, fast, plain(name, policy), ROWS, tolerance);
  }

  private static void same(
      String name, StepGraph opened, StepGraph openedPlain, int rows, double tolerance) {
    try (StepGraph fast = opened;
        StepGraph plain = openedPlain) {
      fast.model().setWeights(weights(plain));
      plain.model().setWeights(weights(plain));
      Batch batch = batch(rows);
      List<NamedArray> expected = plain.gradients(batch);
      List<NamedArray> gradients = fast.gradients(batch);
      for (int i = 0; i < expected.size(); i++) {
        String what = name + " " + expected.get(i).name();
        assertClose(what, gradients.get(i).toDoubles(), expected.get(i).toDoubles(), tolerance);
      }
      StepResult result = fast.train(batch, 0);
      StepResult wanted = plain.train(batch, 0);
      assertClose("loss", new double[] {result.loss()}, new double[] {wanted.loss()}, tolerance);
      assertClose("output", doubles(result.output(0)), doubles(wanted.output(0)), 1e-5);
      // Behind a step: batch normalization has moved its statistics.
      result = fast.evaluate(batch);
      wanted = plain.evaluate(batch);
      assertClose(
          "inference", new double[] {result.loss()}, new double[] {wanted.loss()}, tolerance);
      assertClose("inference", doubles(result.output(0)), doubles(wanted.output(0)), 1e-5);
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
