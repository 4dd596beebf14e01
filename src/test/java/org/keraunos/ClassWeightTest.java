package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.categoricalCrossentropy;
import static org.keraunos.losses.Losses.dice;
import static org.keraunos.losses.Losses.sparseCategoricalCrossentropy;
import static org.keraunos.losses.Losses.zeroBoundedRanking;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.metrics.StreamingMetrics.binaryAccuracy;
import static org.keraunos.metrics.StreamingMetrics.categoricalAccuracy;
import static org.keraunos.metrics.StreamingMetrics.sparseCategoricalAccuracy;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Loss;
import org.keraunos.metrics.StreamingMetrics;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.testing.Goldens;
import org.keraunos.training.FitOptions;
import org.keraunos.training.History;

/** Weights of labels in fit, beside those of rows, and what metrics make of them. */
class ClassWeightTest {
  private static final int[] TRAIN = IntStream.range(0, 12).toArray();
  private static final int[] TEST = IntStream.range(12, 18).toArray();

  /** keras_class_weight.py. */
  @ParameterizedTest
  @ValueSource(strings = {"categorical", "sparse", "rows"})
  void trainsAsKerasDoes(String form) {
    try (Npz golden = Goldens.open("class_weight.npz");
        Model model = model(5, 3, Activations.SOFTMAX)) {
      float[] classes = golden.read("y").toFloats();
      boolean sparse = form.equals("sparse");
      float[][] targets = new float[classes.length][];
      for (int row = 0; row < targets.length; row++) {
        targets[row] = sparse ? new float[] {classes[row]} : new float[3];
        if (!sparse) {
          targets[row][(int) classes[row]] = 1;
        }
      }
      Dataset data = Dataset.of(golden.read("x").toFloats(), 5).withLabels(targets);
      Dataset train = data.rows(TRAIN);
      boolean rows = form.equals("rows");
      model.compile(c -> {
        c.optimizer(sgd(0.5))
            .loss(sparse ? sparseCategoricalCrossentropy() : categoricalCrossentropy())
            .metrics(sparse ? sparseCategoricalAccuracy() : categoricalAccuracy());
        if (!sparse) {
          c.metrics(categoricalAccuracy(), StreamingMetrics.meanAbsoluteError().named("mae"));
        }
        if (rows) {
          c.weightedMetrics(
              categoricalAccuracy(),
              StreamingMetrics.meanAbsoluteError().named("mae"),
              StreamingMetrics.meanSquaredError().named("mse"));
        }
      });
      model.setWeights(List.of(
          Goldens.named("out/kernel", golden.read("kernel")),
          Goldens.named("out/bias", golden.read("bias"))));
      Dataset weighed = rows
          ? train.withSampleWeight(Arrays.copyOf(golden.read("row_weights").toFloats(), 12))
          : train;
      History history = model.fit(weighed, f -> {
        f.batchSize(4).epochs(3).shuffle(false).verbose(false).validationData(data.rows(TEST));
        if (!rows) {
          f.classWeight(1, 2.5, 0.5);
        }
      });
      List<String> keys = golden.names().stream()
          .filter(name -> name.startsWith(form + "/history/"))
          .map(name -> name.substring((form + "/history/").length()))
          .toList();
      assertThat(history.names()).containsExactlyInAnyOrderElementsOf(keys);
      for (String key : keys) {
        // Keras keeps its figures in float32.
        Goldens.assertClose(
            key, history.get(key), golden.read(form + "/history/" + key).toDoubles(), 2e-7);
      }
      for (NamedArray weight : model.getWeights()) {
        Goldens.assertClose(
            weight.name(),
            weight.toDoubles(),
            golden
                .read(form + "/weights/" + weight.name().substring("out/".length()))
                .toDoubles(),
            1e-9);
      }
    }
  }

  /** In training it is the loss with weights of labels, in validation without. */
  @Test
  void weighsLabelsWhileTraining() {
    Dataset data = labels();
    try (Model plain = model(5, 3, Activations.SIGMOID);
        Model weighed = model(5, 3, Activations.SIGMOID)) {
      plain.compile(adam(0.01), binaryCrossentropy());
      weighed.compile(adam(0.01), binaryCrossentropy().labelWeight(0.5, 3, 1));
      History byFit = plain.fit(data, fit(2).andThen(f -> f.classWeight(0.5, 3, 1)));
      History byLoss = weighed.fit(data, fit(2));
      assertThat(byFit.get("loss")).isEqualTo(byLoss.get("loss"));
      assertThat(plain.getWeights()).isEqualTo(weighed.getWeights());
      double reported = plain.evaluate(data).get("loss");
      weighed.compile(adam(0.01), binaryCrossentropy());
      assertThat(reported).isEqualTo(weighed.evaluate(data).get("loss"));
    }
  }

  /** Weights and slots stay when weights of classes come and go. */
  @Test
  void aTrainingGoesOn() {
    Dataset data = labels();
    try (Model one = model(5, 3, Activations.SIGMOID);
        Model two = model(5, 3, Activations.SIGMOID)) {
      one.compile(adam(0.01), binaryCrossentropy());
      two.compile(adam(0.01), binaryCrossentropy());
      one.fit(data, fit(1));
      one.fit(data, fit(1));
      one.fit(data, fit(1));
      two.fit(data, fit(1).andThen(f -> f.classWeight("out", 1, 1, 1)));
      two.fit(data, fit(1));
      two.fit(data, fit(1).andThen(f -> f.classWeight(1)));
      one.trainOnBatch(data);
      two.trainOnBatch(data);
      assertThat(two.getWeights()).isEqualTo(one.getWeights());
    }
  }

  @Test
  void weightsOfRowsAndOfLabelsMultiply() {
    try (Model model = model(1, 2, Activations.LINEAR)) {
      model.compile(c -> c.loss(org.keraunos.losses.Losses.meanSquaredError().labelWeight(4, 0.5))
          .metrics(StreamingMetrics.meanSquaredError())
          .weightedMetrics(StreamingMetrics.meanSquaredError()));
      model.setWeights(List.of(
          new NamedArray("out/kernel", new int[] {1, 2}, new float[] {1, 1}),
          new NamedArray("out/bias", new int[] {2}, new float[2])));
      Dataset data = Dataset.of(new float[] {1, 2}, 1)
          .withLabels(new float[][] {{0, 3}, {1, Float.NaN}})
          .withSampleWeight(3, 0.25f);
      Map<String, Double> figures = model.evaluate(data);
      assertThat(figures.get("loss")).isEqualTo((3 * (4 * 1 + 0.5 * 4) / 2 + 0.25 * 4 * 1) / 2);
      assertThat(figures.get("mean_squared_error")).isEqualTo((2.5 + 1) / 2);
      assertThat(figures.get("weighted_mean_squared_error")).isEqualTo((3 * 2.5 + 0.25 * 1) / 3.25);
    }
  }

  @Test
  void losesNothingWithLossesOfRowsAndOfBatches() {
    Dataset data = labels();
    for (Loss loss : List.of(zeroBoundedRanking(), dice(), binaryCrossentropy().plus(dice()))) {
      try (Model model = model(5, 3, Activations.SIGMOID)) {
        model.compile(adam(0.05), loss, binaryAccuracy());
        History history = model.fit(data, fit(15).andThen(f -> f.classWeight(1, 2, 1)));
        double[] losses = history.get("loss");
        assertThat(losses[losses.length - 1]).isLessThan(losses[0]);
      }
    }
  }

  @Test
  void saysWhatItExpects() {
    Dataset data = labels();
    try (Model model = model(5, 3, Activations.SIGMOID)) {
      model.compile(adam(), binaryCrossentropy());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(data, f -> f.classWeight(1, 2)))
          .withMessage("BinaryCrossentropy.label_weight: expected a number, or one for each of 3"
              + " labels, received 2 numbers");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(data, f -> f.classWeight("other", 1, 2, 3)))
          .withMessage("classWeight: expected an output that has a loss, of [out], received other");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(data, f -> f.classWeight(0, -1, 3)))
          .withMessageStartingWith("BinaryCrossentropy.label_weight: expected finite numbers >= 0");
    }
    try (Model model = model(5, 3, Activations.SOFTMAX)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> model.compile(adam(), sparseCategoricalCrossentropy(), binaryAccuracy()))
          .withMessage("metrics: expected metrics of numbers of classes, as"
              + " sparseCategoricalAccuracy(), received binary_accuracy");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> model.compile(adam(), categoricalCrossentropy(), sparseCategoricalAccuracy()))
          .withMessageStartingWith("metrics: expected metrics of a number a label");
      model.compile(adam(), sparseCategoricalCrossentropy(), accuracy());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(data, f -> {}))
          .withMessage("labels: expected shape (None, 1) for sparse_categorical_crossentropy,"
              + " received (None, 3)");
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              model.fit(Dataset.of(new float[10], 5).withLabels(new float[][] {{0}, {3}}), f -> {}))
          .withMessage("labels[1]: expected below 3, the number of classes"
              + " (sparse_categorical_crossentropy), received 3.0");
    }
  }

  @Test
  void numbersOfClassesGiveProbabilitiesOfEach() {
    try (Model model = model(5, 3, Activations.SOFTMAX)) {
      model.compile(adam(0.1), sparseCategoricalCrossentropy(), accuracy());
      float[][] classes = {{0}, {1}, {2}, {Float.NaN}, {1}};
      Dataset data = Dataset.of(
              new float[] {1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 9, 9, 9, 9, 9, 0, 2, 0, 0, 0
              },
              5)
          .withLabels(classes);
      History history = model.fit(data, fit(40));
      assertThat(history.get("accuracy")[39]).isEqualTo(1);
      assertThat(model.predict(data).labelNames().size()).isEqualTo(3);
      assertThat(model.evaluate(data).get("accuracy")).isEqualTo(1);
    }
  }

  private static Consumer<FitOptions> fit(int epochs) {
    return f -> f.batchSize(4).epochs(epochs).verbose(false).shuffle(false);
  }

  private static Model model(int inputs, int outputs, Activation activation) {
    SymbolicTensor input = Input.of(inputs);
    SymbolicTensor output = dense(outputs).name("out").activation(activation).apply(input);
    return Model.of(input, output, o -> o.seed(3).dtypePolicy(DTypePolicy.FLOAT64));
  }

  private static Dataset labels() {
    float[] x = new float[50];
    float[][] y = new float[10][3];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i * 37 % 50) / 25f - 1;
    }
    for (int i = 0; i < y.length; i++) {
      y[i] = new float[] {i % 2, i % 3 == 0 ? 1 : 0, i % 4 == 1 ? Float.NaN : 0};
    }
    return Dataset.of(x, 5).withLabels(y);
  }
}
