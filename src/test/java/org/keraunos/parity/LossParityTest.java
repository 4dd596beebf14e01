package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.losses.Losses.weightedBinaryCrossentropy;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.Shape;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.Npz;
import org.keraunos.graph.ModelGraph;
import org.keraunos.graph.StepGraph;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Loss;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.KindGoldens;
import org.keraunos.testing.LossRun;

/** Values and gradients of the losses against Keras's: keras_losses.py. */
class LossParityTest {
  private static final List<Map<String, Object>> CASES =
      KindGoldens.cases("losses", Losses.registry()).toList();

  /** A case, what stands before the loss, and whether the loss is told of logits. */
  private record Case(
      Map<String, Object> entry, Activation head, boolean fromLogits, DTypePolicy policy) {
    String text(String key) {
      return String.valueOf(entry.get(key));
    }

    String result(String what) {
      return text("name") + "/" + what + "/" + policy.kerasName();
    }

    double tolerance() {
      if (text("name").equals("categorical_logits_soft")) {
        // TensorFlow's gradient takes it that targets sum to 1; as floats they do to 1e-7.
        return policy == DTypePolicy.FLOAT64 ? 1e-7 : Goldens.FLOAT32;
      }
      return policy == DTypePolicy.FLOAT64 ? 1e-9 : Goldens.FLOAT32;
    }

    Loss loss() {
      Map<String, Object> config = new HashMap<>(config(entry));
      if (config.containsKey("from_logits")) {
        config.put("from_logits", fromLogits);
      }
      return Losses.registry().kind(text("kind")).read(config);
    }

    @Override
    public String toString() {
      return text("name") + " behind " + head + " in " + policy.kerasName();
    }
  }

  /** Each case as it stands; what Keras computes of logits also as a sigmoid or softmax output. */
  static Stream<Arguments> cases() {
    return CASES.stream()
        .flatMap(entry -> Stream.of(DTypePolicy.FLOAT32, DTypePolicy.FLOAT64).flatMap(policy -> {
          boolean logits = Boolean.TRUE.equals(config(entry).get("from_logits"));
          Case plain = new Case(entry, Activations.LINEAR, logits, policy);
          boolean classes = entry.get("class_name").toString().contains("Categorical");
          Activation output = classes ? Activations.SOFTMAX : Activations.SIGMOID;
          // The head hands its logits over: that those are the same numbers float64 shows.
          return logits && policy == DTypePolicy.FLOAT64
              ? Stream.of(plain, new Case(entry, output, false, policy))
              : Stream.of(plain);
        }))
        .map(Arguments::of);
  }

  @SuppressWarnings("unchecked") // JSON's keys are strings
  private static Map<String, Object> config(Map<String, Object> entry) {
    return (Map<String, Object>) entry.get("config");
  }

  @Test
  void weightsOfRareLabelsHaveCasesInBothForms() {
    assertThat(CASES).anyMatch(entry -> config(entry).get("pos_weight") instanceof List);
    assertThat(CASES).anyMatch(entry -> config(entry).get("pos_weight") instanceof Number);
  }

  @Test
  void labelsAreWeighed() {
    float[] predicted = {0.5f, -1, 2};
    float[] targets = {1, 0, Float.NaN};
    try (LossRun plain =
            new LossRun(meanSquaredError(), Activations.LINEAR, DTypePolicy.FLOAT64, 3);
        LossRun weighed = new LossRun(
            meanSquaredError().labelWeight(4, 0.5, 7),
            Activations.LINEAR,
            DTypePolicy.FLOAT64,
            3)) {
      assertThat(plain.rows(predicted, targets)).containsExactly((0.25 + 1) / 2);
      assertThat(weighed.rows(predicted, targets)).containsExactly((4 * 0.25 + 0.5) / 2);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> meanSquaredError().labelWeight(1, 2).checkOutput(Shape.of(3)))
        .withMessage("MeanSquaredError.label_weight: expected a number, or one for each of 3"
            + " labels, received 2 numbers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> meanSquaredError().labelWeight(0, 0))
        .withMessageStartingWith(
            "MeanSquaredError.label_weight: expected finite numbers >= 0, not all 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> weightedBinaryCrossentropy(0))
        .withMessageStartingWith(
            "WeightedBinaryCrossentropy.pos_weight: expected finite numbers > 0");
  }

  /** With weights of rows, where a batch's loss is more than the mean of its rows. */
  static Stream<Arguments> batches() {
    return cases().filter(each -> {
      Case test = (Case) each.get()[0];
      return test.entry.get("sample_weight") != null && test.policy == DTypePolicy.FLOAT64;
    });
  }

  @ParameterizedTest
  @MethodSource("batches")
  void aBatchIsKerass(Case test) {
    try (Npz golden = Goldens.open(test.text("file"))) {
      float[] predictions = golden.read(test.text("predictions")).toFloats();
      float[] targets = golden.read(test.text("targets")).toFloats();
      int rows = golden.read(test.text("targets")).shape()[0];
      int labels = predictions.length / rows;
      int width = targets.length / rows;
      float[][] labelRows = new float[rows][];
      for (int row = 0; row < rows; row++) {
        labelRows[row] = Arrays.copyOfRange(targets, row * width, (row + 1) * width);
      }
      Dataset data = Dataset.of(predictions, labels).withLabels(labelRows);
      if (test.entry.get("sample_weight") != null) {
        data = data.withSampleWeight(golden.read(test.text("sample_weight")).toFloats());
      }
      SymbolicTensor input = Input.of(labels);
      SymbolicTensor output = Layers.activation(test.head).apply(input);
      ModelGraph.Plan plan = new ModelGraph.Plan(
          Network.of(List.of(input), List.of(output)),
          test.policy,
          1,
          Set.of(),
          EmitOptions.TRAINING,
          RuntimeOptions.DEFAULT);
      try (StepGraph graph = new StepGraph(plan, test.loss(), Optimizers.sgd())) {
        graph.start();
        Batch batch = data.newBatch(rows);
        data.fill(IntStream.range(0, rows).toArray(), 0, rows, batch);
        double[] expected = golden.read(test.result("value")).toDoubles();
        double[] evaluated = {graph.evaluate(batch).loss()};
        assertClose("evaluate", evaluated, expected, test.tolerance());
        double[] trained = {graph.train(batch, 0).loss()};
        assertClose("train", trained, expected, test.tolerance());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valueAndGradientAreKerass(Case test) {
    try (Npz golden = Goldens.open(test.text("file"))) {
      float[] predictions = golden.read(test.text("predictions")).toFloats();
      int rows = golden.read(test.text("predictions")).shape()[0];
      float[] weights = new float[rows];
      Arrays.fill(weights, 1);
      if (test.entry.get("sample_weight") != null) {
        weights = golden.read(test.text("sample_weight")).toFloats();
      }
      int labels = predictions.length / rows;
      try (LossRun run = new LossRun(test.loss(), test.head, test.policy, labels)) {
        float[] targets = golden.read(test.text("targets")).toFloats();
        double[] gradient = run.gradient(predictions, targets, weights);
        Loss loss = test.loss();
        int width = targets.length / rows;
        long known = IntStream.range(0, rows)
            .filter(row -> IntStream.range(row * width, (row + 1) * width)
                .anyMatch(cell -> loss.knows(targets[cell])))
            .count();
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] /= known;
        }
        double value = 0;
        double[] each = run.rows(predictions, targets);
        for (int row = 0; row < rows; row++) {
          value += each[row] * weights[row] / known;
        }
        assertClose(
            "value",
            new double[] {value},
            golden.read(test.result("value")).toDoubles(),
            test.tolerance());
        double[] expected = golden.read(test.result("gradient")).toDoubles();
        assertClose("gradient", gradient, expected, test.tolerance());
      }
    }
  }
}
