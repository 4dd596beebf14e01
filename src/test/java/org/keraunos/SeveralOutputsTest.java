package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.metrics.Average.MICRO;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.metrics.StreamingMetrics.f1Score;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.regularizers.Regularizers.l2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DenseArray;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Target;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.saving.Signature;
import org.keraunos.testing.SplitMix;
import org.keraunos.training.EarlyStopping;
import org.keraunos.training.History;

/**
 * Models of several outputs from the user's side; that they compute what Keras does is shown by
 * golden files.
 */
class SeveralOutputsTest {
  private static final int ROWS = 50;

  private static Model model() {
    SymbolicTensor input = Input.of(4);
    SymbolicTensor body = dense(6).apply(input);
    return Model.of(
        List.of(input),
        List.of(
            dense(3).activation(SIGMOID).name("genre").apply(body),
            dense(1).name("year").apply(body)),
        options -> {});
  }

  private static Dataset data() {
    SplitMix random = new SplitMix(4);
    float[] x = random.uniform(ROWS * 4, 0, 2);
    float[] genre = new float[ROWS * 3];
    float[] year = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int label = 0; label < 3; label++) {
        genre[row * 3 + label] = x[row * 4 + label] > 0 ? 1 : 0;
      }
      year[row] = x[row * 4] + x[row * 4 + 3];
    }
    return Dataset.of(x, 4)
        .withTarget(new Target("year", FloatColumn.of(year, Shape.of(1))))
        .withTarget(new Target("genre", FloatColumn.of(genre, Shape.of(3))));
  }

  @Test
  void eachOutputHasItsLossWeightAndMetrics(@TempDir Path folder) throws IOException {
    try (Model model = model()) {
      model.compile(c -> c.optimizer(sgd(0.1))
          .loss("genre", binaryCrossentropy())
          .loss("year", meanSquaredError())
          .lossWeight("year", 0.3)
          .metrics("genre", f1Score(MICRO)));
      Dataset data = data();
      History history = model.fit(
          data,
          fit -> fit.epochs(30)
              .validationData(data)
              .verbose(false)
              .callbacks(new EarlyStopping().monitor("val_genre_f1_score").patience(30)));
      assertThat(history.names())
          .containsExactly(
              "loss",
              "genre_loss",
              "year_loss",
              "genre_f1_score",
              "val_loss",
              "val_genre_loss",
              "val_year_loss",
              "val_genre_f1_score");
      assertThat(history.get("val_genre_f1_score")[29]).isGreaterThan(0.8);
      // In Keras only until a batch is smaller, behind which its parts are means over steps.
      assertThat(history.get("loss")[0])
          .isCloseTo(
              history.get("genre_loss")[0] + 0.3 * history.get("year_loss")[0], within(1e-6));
      Map<String, Double> figures = model.evaluate(data);
      assertThat(figures.get("loss"))
          .isCloseTo(figures.get("genre_loss") + 0.3 * figures.get("year_loss"), within(1e-6));
      assertThat(figures.get("year_loss")).isLessThan(history.get("year_loss")[0]);
      Map<String, Predictions> predicted = model.predictAll(data);
      assertThat(predicted).containsOnlyKeys("genre", "year");
      assertThat(predicted.get("year").values()).isEqualTo(OutputValues.NUMBERS);
      double squares = 0;
      float[] year = new float[1];
      for (int row = 0; row < ROWS; row++) {
        data.targets().get(0).column().read(row, year, 0);
        squares += Math.pow(predicted.get("year").get(row, 0) - year[0], 2);
      }
      assertThat(squares / ROWS).isCloseTo(figures.get("year_loss"), within(1e-5));
      assertThatIllegalStateException()
          .isThrownBy(() -> model.predict(data))
          .withMessageContaining("this one has [genre, year]: predictAll gives them all");
      model.export(folder.resolve("two"));
      try (Predictor loaded = Predictor.load(folder.resolve("two"))) {
        Map<String, Predictions> again = loaded.predictAll(data);
        assertThat(again.keySet()).containsExactly("genre", "year");
        assertThat(again.get("genre").flat())
            .containsExactly(predicted.get("genre").flat(), within(1e-6f));
        assertThat(again.get("year").flat())
            .containsExactly(predicted.get("year").flat(), within(1e-6f));
      }
      eachOutputHasASignature(model, predicted);
    }
  }

  /** What check_outputs.py reads as well, with the real TensorFlow. */
  private static void eachOutputHasASignature(Model model, Map<String, Predictions> predicted)
      throws IOException {
    Path folder = Path.of("target", "several-outputs");
    model.export(folder);
    float[] rows = new float[ROWS * 4];
    Dataset data = data();
    for (int row = 0; row < ROWS; row++) {
      ((FloatColumn) data.inputs().get(0).column()).read(row, rows, row * 4);
    }
    Map<String, DenseArray> inputs = Map.of("images", DenseArray.of(rows, ROWS, 4));
    try (Predictor loaded = Predictor.load(folder)) {
      assertThat(loaded.signatures().stream().map(Signature::name))
          .contains("genre", "label_names", "serving_default", "year");
      assertThat(loaded.predict(inputs).keySet()).containsExactly("genre", "year");
      for (String output : List.of("genre", "year")) {
        Map<String, DenseArray> alone = loaded.predict(output, inputs);
        assertThat(alone.keySet()).containsExactly(output);
        assertThat(alone.get(output).floats())
            .containsExactly(predicted.get(output).flat(), within(1e-6f));
      }
      assertThat(loaded.predict("label_names", Map.of()).get("genre").strings())
          .isEqualTo(loaded.contract().outputs().get(0).labels().names());
    }
    Npy.write(
        folder.resolveSibling("several-outputs-x.npy"),
        NpyArray.of(NpyType.FLOAT32, rows, ROWS, 4));
    predicted.forEach((name, each) -> Npy.write(
        folder.resolveSibling("several-outputs-" + name + ".npy"),
        NpyArray.of(NpyType.FLOAT32, each.flat(), ROWS, each.flat().length / ROWS)));
  }

  @Test
  void theWholeLossHoldsPenaltiesInEvaluateToo() {
    SymbolicTensor input = Input.of(4);
    SymbolicTensor genre =
        dense(3).activation(SIGMOID).kernelRegularizer(l2(0.5)).name("genre").apply(input);
    SymbolicTensor year = dense(1).name("year").apply(input);
    try (Model model = Model.of(List.of(input), List.of(genre, year), options -> {})) {
      model.compile(c -> c.optimizer(sgd(1e-30))
          .loss("genre", binaryCrossentropy())
          .loss("year", meanSquaredError()));
      double penalty = 0;
      for (double value : model.getWeights().get(0).toDoubles()) {
        penalty += 0.5 * value * value;
      }
      Dataset data = data();
      History history = model.fit(data, fit -> fit.verbose(false).validationData(data));
      for (String prefix : List.of("", "val_")) {
        double parts = history.get(prefix + "genre_loss")[0] + history.get(prefix + "year_loss")[0];
        assertThat(history.get(prefix + "loss")[0]).isCloseTo(parts + penalty, within(1e-5));
      }
      assertThat(model.evaluate(data).get("loss"))
          .isCloseTo(history.get("val_loss")[0], within(1e-5));
    }
  }

  @Test
  void anOutputWithoutALossIsNotTrained() {
    try (Model model = model()) {
      model.compile(c -> c.optimizer(sgd(0.1)).loss("genre", binaryCrossentropy()));
      var before = model.getWeights();
      Dataset data = Dataset.of(new float[] {1, 2, 3, 4}, 4).withLabels(new int[][] {{1, 0, 1}});
      assertThat(model.fit(data, fit -> fit.verbose(false)).names()).containsExactly("loss");
      assertThat(model.getWeights().get(2)).isNotEqualTo(before.get(2));
      assertThat(model.getWeights().get(4).name()).isEqualTo("year/kernel");
      assertThat(model.getWeights().get(4)).isEqualTo(before.get(4));
    }
  }

  @Test
  void namesThatAreNoOutputsAreRefused() {
    try (Model model = model()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.compile(sgd(), binaryCrossentropy()))
          .withMessageContaining("one for each of the outputs [genre, year]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.compile(c -> c.loss("color", binaryCrossentropy())))
          .withMessage("loss: expected an output, of [genre, year], received color");
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              model.compile(c -> c.loss("genre", binaryCrossentropy()).metrics("year", accuracy())))
          .withMessage("metrics: expected an output that has a loss, of [genre], received year");
      model.compile(c -> c.loss("genre", binaryCrossentropy()).loss("year", meanSquaredError()));
      Dataset one = Dataset.of(new float[] {1, 2, 3, 4}, 4).withLabels(new int[][] {{1, 0, 1}});
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(one, fit -> {}))
          .withMessageContaining("one for each of the outputs [genre, year]");
    }
  }
}
