package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.NamedArray;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Shape;
import org.keraunos.contract.InputContract;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.layers.Dense;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.testing.SplitMix;

/** What a model knows of its data is held against whatever data meet it. */
class DataContractTest {
  private static final int ROWS = 40;

  private static Dataset data(String... labels) {
    SplitMix random = new SplitMix(9);
    float[] x = random.uniform(ROWS * 2, 0, 2);
    int[][] y = new int[ROWS][2];
    for (int row = 0; row < ROWS; row++) {
      boolean swapped = labels.length > 0 && labels[0].equals("dog");
      y[row][swapped ? 1 : 0] = x[row * 2] > 0 ? 1 : 0;
      y[row][swapped ? 0 : 1] = 1;
    }
    Dataset data = Dataset.of(x, 2).withLabels(y);
    return labels.length == 0 ? data : data.withLabelNames(labels);
  }

  private static Model trained() {
    Model model = Sequential.of(Input.of(2), dense(2).activation(SIGMOID));
    model.compile(adam(0.1), binaryCrossentropy(), accuracy());
    model.fit(data("cat", "dog"), fit -> fit.epochs(20).verbose(false));
    return model;
  }

  @Test
  void labelsInAnotherOrderAreTheSameLabels() {
    try (Model model = trained()) {
      assertThat(model.evaluate(data("dog", "cat")))
          .isEqualTo(model.evaluate(data("cat", "dog")))
          .isEqualTo(model.evaluate(data()));
      var history = model.fit(
          data("dog", "cat"), fit -> fit.verbose(false).validationData(data("dog", "cat")));
      assertThat(history.get("val_accuracy")[0]).isGreaterThan(0.8);
      assertThat(model.contract().output().labels().names()).containsExactly("cat", "dog");
    }
  }

  @Test
  void otherLabelsAreRefused() {
    try (Model model = trained()) {
      Dataset other = data("bird", "cat");
      String message = "labels: expected the labels that the model was trained on, [cat, dog], "
          + "received [bird, cat]; unknown to the model: [bird]; missing: [dog]";
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.evaluate(other))
          .withMessage("data " + message);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(data(), fit -> fit.validationData(other).verbose(false)))
          .withMessage("validationData " + message);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(other, fit -> fit.verbose(false)));
    }
  }

  @Test
  void columnsAreTakenByTheirNames(@TempDir Path folder) {
    try (Model model = Sequential.of(Input.of(2), dense(1).activation(SIGMOID))) {
      Dataset ab = Dataset.of(new float[] {1, 2, 3, 5}, 2).withLabels(new int[][] {{1}, {0}});
      Dataset cba = Dataset.of(new float[] {9, 2, 1, 9, 5, 3}, 3)
          .withLabels(new int[][] {{1}, {0}})
          .withColumnNames("c", "b", "a");
      Dataset named = ab.withColumnNames("a", "b");
      model.compile(sgd(0.1), binaryCrossentropy());
      model.fit(named, fit -> fit.epochs(3).verbose(false));
      float[] expected = model.predict(named).flat();
      assertThat(model.predict(ab).flat()).isEqualTo(expected);
      assertThat(model.predict(cba).flat()).isEqualTo(expected);
      assertThat(model.evaluate(cba)).isEqualTo(model.evaluate(named));
      model.fit(cba, fit -> fit.verbose(false).validationData(cba));
      assertThat(model.contract().input().features()).containsExactly("a", "b");
      model.fit(ab, fit -> fit.verbose(false));
      assertThat(model.contract().input().features()).containsExactly("a", "b");
      model.export(folder.resolve("table"));
      Dataset other = ab.withColumnNames("a", "x");
      try (Predictor loaded = Predictor.load(folder.resolve("table"))) {
        assertThat(loaded.contract()).isEqualTo(model.contract());
        assertThat(loaded.predict(cba).flat())
            .containsExactly(model.predict(named).flat(), within(1e-6f));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> loaded.predict(other))
            .withMessage(
                "data input \"images\": expected the columns that the model was trained on,"
                    + " [a, b], received [a, x]; missing: [b]");
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(ab, fit -> fit.validationData(other).verbose(false)))
          .withMessageStartingWith("validationData input");
    }
  }

  @Test
  void namesBelongToTheOutputThatIsTrained(@TempDir Path folder) {
    SymbolicTensor input = Input.of(2);
    try (Model model = Model.of(
        List.of(input),
        List.of(
            dense(3).activation(SIGMOID).name("genre").apply(input),
            dense(2).activation(SIGMOID).name("pets").apply(input)),
        o -> {})) {
      model.compile(c -> c.optimizer(adam(0.1)).loss("pets", binaryCrossentropy()));
      model.fit(data("cat", "dog"), fit -> fit.epochs(3).verbose(false));
      assertThat(model.evaluate(data("dog", "cat"))).isEqualTo(model.evaluate(data("cat", "dog")));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.evaluate(data("bird", "dog")))
          .withMessageStartingWith("data labels: expected the labels");
      model.export(folder.resolve("pets"));
      try (Predictor loaded = Predictor.load(folder.resolve("pets"))) {
        var predicted = loaded.predictAll(data());
        assertThat(predicted.get("pets").labelNames().names()).containsExactly("cat", "dog");
        assertThat(predicted.get("genre").labelNames().names()).containsExactly("0", "1", "2");
      }
    }
  }

  @Test
  void theCardHoldsAllInputsWithTheirScale(@TempDir Path folder) {
    SymbolicTensor a = Input.named("a", 2);
    SymbolicTensor b = Input.named("b", 2);
    Feature first = new Feature(
        "a", FloatColumn.of(new SplitMix(1).uniform(8, 0, 1), Shape.of(2)), new Scaling(4, 1));
    Feature second = new Feature(
        "b", FloatColumn.of(new SplitMix(2).uniform(8, 0, 1), Shape.of(2)), Scaling.NONE);
    try (Model model =
        Model.of(List.of(a, b), dense(1).activation(SIGMOID).apply(add().apply(a, b)), o -> {})) {
      model.compile(sgd(), binaryCrossentropy());
      model.fit(
          Dataset.of(second, first).withLabels(new int[][] {{1}, {0}, {1}, {0}}),
          fit -> fit.verbose(false));
      model.export(folder.resolve("two"));
    }
    try (Predictor loaded = Predictor.load(folder.resolve("two"))) {
      List<InputContract> inputs = loaded.contract().inputs();
      assertThat(inputs).extracting(InputContract::name).containsExactly("a", "b");
      assertThat(inputs.get(0).preprocessing().orElseThrow().uniform()).contains(new Scaling(4, 1));
      assertThat(inputs.get(1).preprocessing()).isEmpty();
      assertThat(loaded.contract().output().values()).isEqualTo(OutputValues.LABEL_PROBABILITIES);
    }
  }

  @Test
  void logitsBecomeProbabilitiesBeforeTheyAreCut(@TempDir Path folder) {
    try (Model model = Sequential.of(Input.of(2), dense(2))) {
      model.compile(adam(0.1), binaryCrossentropy().fromLogits(true));
      model.fit(data("cat", "dog"), fit -> fit.epochs(5).verbose(false));
      Predictions logits = model.predict(data());
      assertThat(logits.values()).isEqualTo(OutputValues.LABEL_LOGITS);
      Predictions probabilities = logits.probabilities();
      for (int row = 0; row < ROWS; row++) {
        for (int label = 0; label < 2; label++) {
          double z = logits.get(row, label);
          assertThat((double) probabilities.get(row, label))
              .isCloseTo(1 / (1 + Math.exp(-z)), within(1e-7));
          assertThat(logits.labels(0.5).get(row, label)).isEqualTo((byte) (z > 0 ? 1 : 0));
        }
      }
      model.export(folder.resolve("logits"));
      try (Predictor loaded = Predictor.load(folder.resolve("logits"))) {
        assertThat(loaded.predict(data()).labels(0.5)).isEqualTo(logits.labels(0.5));
      }
    }
  }

  @Test
  void numbersAreNoProbabilities() {
    try (Model model = Sequential.of(Input.of(2), dense(2))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> model.predict(data()).labels(0.5))
          .withMessageContaining("the output is numbers, not probabilities");
    }
  }

  @Test
  void aModelThatIsNotFiniteIsExportedOnlyIfAskedFor(@TempDir Path folder) {
    try (Model model = Sequential.of(Input.of(2), dense(2).activation(SIGMOID))) {
      model.setWeights(
          List.of(new NamedArray("dense/bias", new int[] {2}, new double[] {0, Double.NaN})));
      assertThatIllegalStateException()
          .isThrownBy(() -> model.export(folder.resolve("nan")))
          .withMessageContaining("dense/bias holds NaN");
      assertThat(folder.resolve("nan")).doesNotExist();
      model.export(folder.resolve("nan"), options -> options.allowNotFinite());
      assertThat(folder.resolve("nan/saved_model.pb")).exists();
    }
  }

  @Test
  void oneSampleIsCheckedAsManyAre(@TempDir Path folder) {
    try (Model model = trained()) {
      model.export(folder.resolve("pets"));
    }
    try (Predictor loaded = Predictor.load(folder.resolve("pets"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loaded.predict(new float[] {1, Float.NaN}))
          .withMessage("sample[1]: expected a finite number, received NaN");
    }
  }

  @Test
  void aNewHeadTakesTheBodyOfAClosedModel() {
    SymbolicTensor input = Input.of(2);
    SymbolicTensor body = dense(3).name("body").apply(input);
    List<NamedArray> weights;
    try (Model first = Model.of(input, dense(2).activation(SIGMOID).apply(body))) {
      first.compile(adam(0.1), binaryCrossentropy());
      first.fit(data(), fit -> fit.verbose(false));
      weights = first.getWeights();
    }
    try (Model second =
        Model.of(input, dense(5).activation(SIGMOID).name("head").apply(body))) {
      assertThat(second.getWeights().subList(0, 2)).isEqualTo(weights.subList(0, 2));
    }
  }

  @Test
  void theBodyOfAModelThatWasDroppedIsRefused() throws InterruptedException {
    SymbolicTensor input = Input.of(2);
    Dense layer = dense(3).name("body");
    SymbolicTensor body = layer.apply(input);
    dropped(input, body);
    for (int i = 0; i < 50; i++) {
      System.gc();
      Thread.sleep(10);
      try (Model second = Model.of(input, dense(5).name("head").apply(body))) {
        second.getWeights();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("layer body was trained in a model that is gone");
        return;
      }
    }
    throw new AssertionError("the dropped model was never collected, or its body taken at random");
  }

  @SuppressWarnings("resource") // dropping it is the point
  private static void dropped(SymbolicTensor input, SymbolicTensor body) {
    Model.of(input, dense(2).apply(body)).getWeights();
  }
}
