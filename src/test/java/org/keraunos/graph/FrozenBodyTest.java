package org.keraunos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.NamedArray;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.testing.SplitMix;
import org.tensorflow.proto.NodeDef;

/** What follows from frozen weights alone is kept, and follows them when they are set. */
class FrozenBodyTest {
  private static final String SKIP = "a frozen body with a skip connection";

  static Stream<String> bodies() {
    return Stream.of(SKIP, "a frozen body, a batch normalization that is not, one that is");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void keptKernelsFollowTheirWeights(String name) {
    double[] plain;
    try (StepGraph graph =
        PassCases.graph(name, DTypePolicy.FLOAT64, EmitOptions.PLAIN, EmitOptions.PLAIN)) {
      plain = losses(graph);
    }
    try (StepGraph graph =
        PassCases.graph(name, DTypePolicy.FLOAT64, EmitOptions.TRAINING, EmitOptions.INFERENCE)) {
      assertClose("losses", losses(graph), plain, 1e-11);
    }
    try (StepGraph graph = PassCases.divided(name, DTypePolicy.FLOAT64, 2)) {
      assertClose("losses of a divided batch", losses(graph), plain, 1e-11);
    }
  }

  /**
   * Three steps each: with weights that are set, with others of one layer, put back, and started.
   */
  private static double[] losses(StepGraph graph) {
    List<Double> losses = new ArrayList<>();
    graph.model().setWeights(PassCases.weights(graph));
    train(graph, losses);
    List<NamedArray> state = graph.state();
    for (NamedArray weight : graph.model().getWeights()) {
      boolean changed = weight.name().endsWith("/gamma") || weight.name().endsWith("variance");
      if (changed) {
        float[] values = new SplitMix(7).uniform(NamedArray.size(weight.shape()), 2, 1);
        graph.set(List.of(new NamedArray(weight.name(), weight.shape(), values)));
      }
    }
    train(graph, losses);
    graph.restore(state);
    train(graph, losses);
    assertThat(losses.subList(3, 6)).isNotEqualTo(losses.subList(6, 9));
    return losses.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void train(StepGraph graph, List<Double> losses) {
    for (int step = 0; step < 3; step++) {
      losses.add(graph.train(PassCases.batch(), 0).loss());
    }
  }

  /** A step reads two values a kernel, and multiplies none. */
  @Test
  void nothingOfAFrozenBodyIsComputedInAStep() {
    try (StepGraph graph =
        PassCases.graph(SKIP, DTypePolicy.FLOAT32, EmitOptions.TRAINING, EmitOptions.PLAIN)) {
      List<String> kept = graph.model().session().definition().getNodeList().stream()
          .filter(node -> node.getOp().equals("VarHandleOp"))
          .map(NodeDef::getName)
          .filter(node -> node.contains("folded"))
          .toList();
      assertThat(kept).hasSize(4);
      assertThat(graph.stateNames()).noneMatch(name -> name.contains("folded"));
      assertThat(graph.trace(PassCases.batch())).noneMatch(op -> op.toString().contains("Rsqrt"));
    }
  }
}
