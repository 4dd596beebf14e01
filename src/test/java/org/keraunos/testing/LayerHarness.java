package org.keraunos.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.keraunos.activations.Activations;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.graph.ModelGraph;
import org.keraunos.graph.StepGraph;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.RuntimeOptions;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What every layer must do, in one call: Keras's {@code run_layer_test}. */
public final class LayerHarness {
  private static final int ROWS = 6;

  private LayerHarness() {}

  /** Checks a layer on inputs of some shapes; the output's shape and the number of weights as Keras's. */
  public static void check(Layer layer, List<Shape> inputs, Shape output, int weights) {
    assertThat(layer.outputShape(inputs)).isEqualTo(output);
    Map<String, Object> config = throughJson(layer.config());
    Layer read = Layers.fromConfig(layer.className(), "read", config);
    assertThat(throughJson(read.config())).as("configuration").isEqualTo(config);
    for (boolean training : new boolean[] {true, false}) {
      double[] exact = run(layer, inputs, DTypePolicy.FLOAT64, training, output, weights);
      assertThat(run(read, inputs, DTypePolicy.FLOAT64, training, output, weights))
          .as("the layer that was read computes the same")
          .isEqualTo(exact);
      if (!layer.className().equals("Dropout")) {
        // Other types draw other numbers.
        assertClose(
            "float32",
            run(layer, inputs, DTypePolicy.FLOAT32, training, output, weights),
            exact,
            1e-5);
        assertClose(
            "bfloat16",
            run(layer, inputs, DTypePolicy.MIXED_BFLOAT16, training, output, weights),
            exact,
            0.03);
      }
    }
    oneStepLowersTheLoss(layer, inputs, weights);
  }

  private static double[] run(
      Layer layer,
      List<Shape> inputs,
      DTypePolicy policy,
      boolean training,
      Shape output,
      int weights) {
    LayerRun.Mode mode = new LayerRun.Mode(policy, EmitOptions.TRAINING, training);
    try (LayerRun run = new LayerRun(layer, inputs, mode)) {
      assertThat(run.outputShape()).isEqualTo(output);
      SplitMix random = new SplitMix(5);
      List<NamedArray> values = new ArrayList<>();
      run.weights()
          .forEach((name, spec) -> values.add(new NamedArray(
              name, spec.shape().toArray(), random.uniform(spec.shape().size(), 1, 1))));
      assertThat(values.stream().mapToInt(each -> NamedArray.size(each.shape())).sum())
          .as("number of weights")
          .isEqualTo(weights);
      run.set(values);
      LayerRun.Outcome outcome =
          run.run(ROWS, draw(inputs), random.uniform(ROWS * output.size(), 0, 2), 0);
      assertThat(outcome.output()).hasSize(ROWS * output.size());
      assertThat(Arrays.stream(outcome.output()).allMatch(Double::isFinite)).isTrue();
      outcome
          .inputGradients()
          .forEach(gradient ->
              assertThat(Arrays.stream(gradient).allMatch(Double::isFinite)).isTrue());
      return outcome.output();
    }
  }

  private static List<float[]> draw(List<Shape> inputs) {
    SplitMix random = new SplitMix(6);
    return inputs.stream()
        .map(shape -> random.uniform(ROWS * shape.size(), 0, 2))
        .toList();
  }

  /** The layer, then a dense head: the loss in inference is smaller behind a few small steps. */
  private static void oneStepLowersTheLoss(Layer layer, List<Shape> shapes, int weights) {
    List<SymbolicTensor> inputs = new ArrayList<>();
    List<Feature> features = new ArrayList<>();
    List<float[]> values = draw(shapes);
    for (int i = 0; i < shapes.size(); i++) {
      inputs.add(Input.named("input_" + i, shapes.get(i).toArray()));
      features.add(
          new Feature("input_" + i, FloatColumn.of(values.get(i), shapes.get(i)), Scaling.NONE));
    }
    SymbolicTensor x = layer.apply(inputs.toArray(SymbolicTensor[]::new));
    SymbolicTensor output = Layers.dense(3)
        .activation(Activations.SIGMOID)
        .name("head")
        .apply(Layers.flatten().apply(x));
    Dataset data =
        Dataset.of(features.toArray(Feature[]::new)).withLabels(new SplitMix(8).bits(ROWS, 3));
    Batch batch = data.newBatch(ROWS);
    data.fill(IntStream.range(0, ROWS).toArray(), 0, ROWS, batch);
    ModelGraph.Plan plan = new ModelGraph.Plan(
        Network.of(inputs, List.of(output)),
        DTypePolicy.FLOAT32,
        3,
        java.util.Set.of(),
        EmitOptions.TRAINING,
        RuntimeOptions.DEFAULT);
    try (StepGraph graph = new StepGraph(plan, Losses.binaryCrossentropy(), Optimizers.sgd(0.02))) {
      graph.start();
      List<NamedArray> before = graph.model().getWeights();
      double first = graph.evaluate(batch).loss();
      int steps = layer.className().equals("Dropout") ? 10 : 1;
      for (int step = 0; step < steps; step++) {
        graph.train(batch, 0);
      }
      if (layer.className().equals("BatchNormalization")) {
        // Its inference hangs on moving statistics that one step hardly moves.
        double trained = graph.train(batch, 0).loss();
        assertThat(graph.train(batch, 0).loss()).isLessThan(trained);
      } else {
        assertThat(graph.evaluate(batch).loss()).isLessThan(first);
      }
      List<NamedArray> after = graph.model().getWeights();
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i)).as("a weight that moves").isNotEqualTo(before.get(i));
      }
      int own = before.stream()
          .filter(each -> !each.name().startsWith("head/"))
          .mapToInt(each -> NamedArray.size(each.shape()))
          .sum();
      assertThat(own).isEqualTo(weights);
    }
  }

  private static Map<String, Object> throughJson(Map<String, Object> config) {
    JsonMapper json = JsonMapper.shared();
    return json.readValue(
        json.writeValueAsString(config), new TypeReference<Map<String, Object>>() {});
  }
}
