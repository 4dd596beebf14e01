package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.activations.Activations.SOFTMAX;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.categoricalCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Dense;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.testing.SplitMix;
import org.keraunos.training.Callback;
import org.keraunos.training.History;

/** What fit, evaluate and predict do with rows, seeds and weights. */
class TrainingTest {
  static Dataset scenes(int rows, long seed) {
    SplitMix random = new SplitMix(seed);
    return Dataset.of(random.bytes(rows * 8 * 8), 8, 8, 1).withLabels(random.bits(rows, 3));
  }

  static Model network(long seed) {
    return Sequential.of(
        options -> options.seed(seed),
        Input.of(8, 8, 1),
        conv2d(4, 3).activation(RELU),
        maxPooling2d(2),
        flatten(),
        dropout(0.3),
        dense(3).activation(SIGMOID));
  }

  static Model linear(int inputs, int labels) {
    return Sequential.of(Input.of(inputs), dense(labels).activation(SIGMOID));
  }

  private record Trained(History history, List<NamedArray> weights) {}

  private static Trained train(long seed) {
    try (Model model = network(seed)) {
      model.compile(adam(0.01), binaryCrossentropy(), accuracy());
      History history =
          model.fit(scenes(50, 1), fit -> fit.batchSize(16).epochs(3).validationSplit(0.2));
      return new Trained(history, model.getWeights());
    }
  }

  @Test
  void equalSeedsTrainBitForBitAndOthersDoNot() {
    Trained first = train(5);
    Trained second = train(5);
    Trained other = train(6);
    assertThat(first.history.names())
        .containsExactly("loss", "accuracy", "val_loss", "val_accuracy");
    assertThat(second.history.epochs()).isEqualTo(first.history.epochs());
    assertThat(second.weights).isEqualTo(first.weights);
    assertThat(other.history.epochs()).isNotEqualTo(first.history.epochs());
    assertThat(other.weights).isNotEqualTo(first.weights);
  }

  @Test
  void dropoutOfEveryStepIsAnother() {
    try (Model model =
        Sequential.of(Input.of(40), dropout(0.5), dense(1).useBias(false).activation(SIGMOID))) {
      float[] ones = new float[40];
      Arrays.fill(ones, 1);
      model.setWeights(List.of(new NamedArray("dense/kernel", new int[] {40, 1}, ones.clone())));
      model.compile(sgd(1e-30), binaryCrossentropy());
      History history =
          model.fit(Dataset.of(ones, 40).withLabels(new int[][] {{0}}), fit -> fit.epochs(8));
      assertThat(Arrays.stream(history.get("loss")).distinct().count()).isGreaterThan(2);
    }
  }

  @Test
  void withoutSettingsItTrainsAnEpochAsKerasDoes() {
    try (Model model = linear(2, 1);
        Model same = linear(2, 1)) {
      model.compile(sgd(0.1), binaryCrossentropy());
      same.compile(sgd(0.1), binaryCrossentropy());
      Dataset data = Dataset.of(new float[80], 2).withLabels(new int[40][1]);
      assertThat(model.fit(data).get("loss"))
          .isEqualTo(same.fit(data, fit -> fit.epochs(1).batchSize(32)).get("loss"));
    }
  }

  @Test
  void theSmallerLastBatchIsKeptAndCountsByItsRows() {
    List<Integer> rows = new ArrayList<>();
    try (Model model = linear(2, 1)) {
      zeroWeights(model);
      model.compile(sgd(1e-30), binaryCrossentropy());
      Dataset data = Dataset.of(new float[] {0, 0, 0, 0, 0, 0, 0, 0, 8, 0}, 2)
          .withLabels(new int[][] {{1}, {1}, {1}, {1}, {1}});
      model.setWeights(
          List.of(new NamedArray("dense/kernel", new int[] {2, 1}, new float[] {-1, 0})));
      History history = model.fit(
          data,
          fit -> fit.batchSize(2).shuffle(false).callbacks(new Callback() {
            @Override
            public void onBatchEnd(BatchEnd event) {
              rows.add(event.rows());
            }
          }));
      double expected = (4 * Math.log(2) + Math.log1p(Math.exp(8))) / 5;
      assertThat(history.get("loss")[0]).isCloseTo(expected, within(1e-6));
      assertThat(rows).containsExactly(2, 4, 5);
    }
  }

  @Test
  void anEpochSeesEveryRowOnceInAnOrderOfItsOwn() {
    int rows = 23;
    float[] numbers = new float[rows];
    int[][] labels = new int[rows][1];
    for (int i = 0; i < rows; i++) {
      numbers[i] = i;
    }
    List<Double> sums = new ArrayList<>();
    List<Double> firsts = new ArrayList<>();
    try (Model model = Sequential.of(Input.of(1), dense(1).useBias(false).activation(SIGMOID))) {
      model.setWeights(List.of(new NamedArray("dense/kernel", new int[] {1, 1}, new float[] {1})));
      model.compile(sgd(1e-30), binaryCrossentropy());
      model.fit(
          Dataset.of(numbers, 1).withLabels(labels),
          fit -> fit.batchSize(1).epochs(3).callbacks(new Callback() {
            @Override
            public void onBatchEnd(BatchEnd event) {
              if (event.step() == 0) {
                firsts.add(event.logs().get("loss"));
              }
            }

            @Override
            public void onEpochEnd(EpochEnd event) {
              sums.add(event.logs().get("loss"));
            }
          }));
    }
    double expected = 0;
    for (float number : numbers) {
      expected += Math.log1p(Math.exp(number)) / rows;
    }
    for (double sum : sums) {
      assertThat(sum).isCloseTo(expected, within(1e-4));
    }
    assertThat(firsts.stream().distinct().count())
        .as("first rows of the epochs")
        .isGreaterThan(1);
  }

  @Test
  void theValidationSplitIsShuffledByTheSeed() {
    int[][] labels = new int[20][1];
    for (int i = 10; i < 20; i++) {
      labels[i][0] = 1;
    }
    Dataset sorted = Dataset.of(new float[20], 1).withLabels(labels);
    List<Double> losses = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2, 3, 4}) {
      try (Model model = linear(1, 1)) {
        zeroWeights(model);
        model.setWeights(List.of(new NamedArray("dense/bias", new int[] {1}, new float[] {2})));
        model.compile(sgd(1e-30), binaryCrossentropy());
        History history = model.fit(sorted, fit -> fit.seed(seed).validationSplit(0.3));
        double valLoss = history.get("val_loss")[0];
        losses.add(valLoss);
        double share = 0.7 * history.get("loss")[0] + 0.3 * valLoss;
        double all = (Math.log1p(Math.exp(2)) + Math.log1p(Math.exp(-2))) / 2;
        assertThat(share).as("each row is in one part").isCloseTo(all, within(1e-5));
      }
    }
    assertThat(losses.get(1)).isEqualTo(losses.get(0));
    assertThat(losses.stream().distinct().count()).isGreaterThan(1);
    assertThat(losses).as("not the last rows").doesNotContain(Math.log1p(Math.exp(-2)));
  }

  @Test
  void batchesOfAnySizeScoreTheSame() {
    Dataset data = scenes(33, 2);
    try (Model model = network(1)) {
      model.compile(adam(), binaryCrossentropy(), accuracy());
      Map<String, Double> whole = model.evaluate(data, 33);
      for (int size : new int[] {1, 2, 7, 32, 1000}) {
        Map<String, Double> scores = model.evaluate(data, size);
        assertThat(scores.get("loss")).isCloseTo(whole.get("loss"), within(1e-6));
        assertThat(scores.get("accuracy")).isEqualTo(whole.get("accuracy"));
      }
      float[] all = model.predict(data).flat();
      float[] one = model.predict(data.rows(7)).flat();
      for (int label = 0; label < 3; label++) {
        assertThat(one[label]).isCloseTo(all[7 * 3 + label], within(1e-6f));
      }
    }
  }

  @Test
  void predictNeedsNoCompileAndCompileKeepsTheWeights() {
    Dataset data = scenes(5, 3);
    try (Model model = network(9)) {
      float[] before = model.predict(data).flat();
      List<NamedArray> weights = model.getWeights();
      model.compile(adam(), binaryCrossentropy());
      assertThat(model.getWeights()).isEqualTo(weights);
      assertThat(model.predict(data).flat()).isEqualTo(before);
      model.fit(data, fit -> fit.epochs(2));
      List<NamedArray> trained = model.getWeights();
      assertThat(trained).isNotEqualTo(weights);
      model.compile(sgd(), binaryCrossentropy());
      assertThat(model.getWeights()).isEqualTo(trained);
      model.setWeights(weights);
      assertThat(model.getWeights()).isEqualTo(weights);
      assertThat(model.predict(data).flat()).isEqualTo(before);
    }
  }

  @Test
  void aPredictionInACallbackAndOneAfterFitAreOfTheWeightsOfTheirTime() {
    Dataset data = scenes(20, 3);
    List<float[]> seen = new ArrayList<>();
    try (Model model = network(9)) {
      model.compile(adam(0.05), binaryCrossentropy());
      model.fit(
          data,
          fit -> fit.epochs(3).callbacks(new Callback() {
            @Override
            public void onEpochEnd(EpochEnd event) {
              seen.add(model.predict(data).flat());
            }
          }));
      float[] after = model.predict(data).flat();
      assertThat(seen.get(1)).isNotEqualTo(seen.get(0));
      assertThat(seen.get(2)).isNotEqualTo(seen.get(1)).isEqualTo(after);
      try (Model copy = network(1)) {
        copy.setWeights(model.getWeights());
        assertThat(after).isEqualTo(copy.predict(data).flat());
      }
    }
  }

  @Test
  void sampleWeightsWeighTheLoss() {
    try (Model model = linear(1, 1)) {
      zeroWeights(model);
      model.setWeights(List.of(new NamedArray("dense/kernel", new int[] {1, 1}, new float[] {1})));
      model.compile(sgd(0.5), binaryCrossentropy());
      Dataset data = Dataset.of(new float[] {1, 2, 3}, 1)
          .withLabels(new int[][] {{0}, {0}, {0}})
          .withSampleWeight(2, 0, 1);
      double expected = (2 * Math.log1p(Math.exp(1)) + Math.log1p(Math.exp(3))) / 3;
      assertThat(model.evaluate(data).get("loss")).isCloseTo(expected, within(1e-6));
      model.fit(data, fit -> {});
      double slope = (2 * 1 / (1 + Math.exp(-1)) + 3 / (1 + Math.exp(-3))) / 3;
      assertThat(model.getWeights().get(0).toDoubles()[0]).isCloseTo(1 - 0.5 * slope, within(1e-5));
    }
  }

  @Test
  void unknownLabelsHaveNoInfluence() {
    float nan = Float.NaN;
    float[] x = {1, -2, 3, 0.5f, 2, 2, -1, 4};
    Dataset withUnknown =
        Dataset.of(x, 2).withLabels(new float[][] {{1, nan}, {nan, nan}, {0, 1}, {nan, 0}});
    try (Model model = linear(2, 2);
        Model same = linear(2, 2)) {
      same.setWeights(model.getWeights());
      float[] p = model.predict(withUnknown).flat();
      double expected =
          (-Math.log(p[0]) + (-Math.log(1 - p[4]) - Math.log(p[5])) / 2 - Math.log(1 - p[7])) / 3;
      model.compile(adam(0.1), binaryCrossentropy(), accuracy());
      assertThat(model.evaluate(withUnknown).get("loss")).isCloseTo(expected, within(1e-6));
      assertThat(model.evaluate(withUnknown, 1).get("loss")).isCloseTo(expected, within(1e-6));
      History history = model.fit(withUnknown, fit -> fit.epochs(5).shuffle(false));
      same.compile(adam(0.1), binaryCrossentropy(), accuracy());
      History without = same.fit(withUnknown.rows(0, 2, 3), fit -> fit.epochs(5).shuffle(false));
      assertThat(history.get("loss")).containsExactly(without.get("loss"), within(1e-6));
      assertThat(history.get("accuracy")).isEqualTo(without.get("accuracy"));
      for (int i = 0; i < 2; i++) {
        assertThat(model.getWeights().get(i).toDoubles())
            .containsExactly(same.getWeights().get(i).toDoubles(), within(1e-5));
      }
    }
  }

  @Test
  void aBatchOfUnknownRowsChangesNothing() {
    float nan = Float.NaN;
    try (Model model = linear(1, 1)) {
      model.compile(adam(0.1), binaryCrossentropy());
      Dataset data =
          Dataset.of(new float[] {1, 2, 3}, 1).withLabels(new float[][] {{nan}, {1}, {nan}});
      model.fit(data, fit -> fit.batchSize(1).shuffle(false).epochs(2));
      for (NamedArray weight : model.getWeights()) {
        assertThat(weight.toDoubles()).doesNotContain(Double.NaN);
      }
    }
  }

  @Test
  void aFrozenLayerKeepsItsWeightsAndItsStatistics() {
    SymbolicTensor input = Input.of(3);
    Dense base = dense(4);
    Layer norm = batchNormalization();
    SymbolicTensor x = norm.apply(base.apply(input));
    try (Model model = Model.of(input, dense(1).activation(SIGMOID).name("head").apply(x))) {
      Dataset data =
          Dataset.of(new SplitMix(1).uniform(30, 0, 4), 3).withLabels(new SplitMix(2).bits(10, 1));
      model.freeze(base);
      model.freeze(norm);
      model.compile(adam(0.1), binaryCrossentropy());
      List<NamedArray> before = model.getWeights();
      model.fit(data, fit -> fit.epochs(3));
      List<NamedArray> after = model.getWeights();
      for (int i = 0; i < before.size(); i++) {
        boolean head = before.get(i).name().startsWith("head/");
        assertThat(after.get(i).equals(before.get(i))).as(before.get(i).name()).isEqualTo(!head);
      }
      model.unfreeze(base);
      model.unfreeze(norm);
      model.compile(adam(0.1), binaryCrossentropy());
      model.fit(data, fit -> {});
      for (int i = 0; i < before.size(); i++) {
        assertThat(model.getWeights().get(i)).isNotEqualTo(after.get(i));
      }
    }
  }

  @Test
  void aModelOverLayersOfAnOpenModelStartsFromTheirWeights() {
    SymbolicTensor input = Input.of(3);
    Dense base = dense(4);
    SymbolicTensor features = base.apply(input);
    try (Model model = Model.of(input, dense(2).activation(SIGMOID).apply(features))) {
      model.compile(adam(0.1), binaryCrossentropy());
      Dataset data =
          Dataset.of(new SplitMix(1).uniform(30, 0, 4), 3).withLabels(new SplitMix(2).bits(10, 2));
      model.fit(data, fit -> {});
      NamedArray kernel = model.getWeights().get(0);
      try (Model tuned =
          Model.of(input, dense(5).activation(SIGMOID).apply(features), o -> o.seed(1))) {
        assertThat(tuned.getWeights().get(0)).isEqualTo(kernel);
        tuned.compile(adam(0.1), binaryCrossentropy());
        tuned.fit(
            Dataset.of(new SplitMix(1).uniform(30, 0, 4), 3)
                .withLabels(new SplitMix(2).bits(10, 5)),
            fit -> {});
        assertThat(tuned.getWeights().get(0)).isNotEqualTo(kernel);
        assertThat(model.getWeights().get(0)).as("a copy").isEqualTo(kernel);
      }
    }
    try (Model fresh = Model.of(input, features, o -> o.seed(7));
        Model other = Model.of(input, features, o -> o.seed(8))) {
      assertThat(fresh.getWeights()).isEqualTo(other.getWeights());
    }
  }

  @Test
  void accuracyIsWhatTheOutputMeans() {
    Dataset labels =
        Dataset.of(new float[] {0, 0}, 1).withLabels(new int[][] {{1, 0, 0}, {0, 0, 1}});
    SymbolicTensor input = Input.of(1);
    float[] bias = {1, -1, 2};
    for (boolean sigmoid : new boolean[] {true, false}) {
      try (Model model =
          Model.of(input, dense(3).activation(sigmoid ? SIGMOID : SOFTMAX).apply(input))) {
        model.setWeights(List.of(
            new NamedArray("dense/kernel", new int[] {1, 3}, new float[3]),
            new NamedArray("dense/bias", new int[] {3}, bias)));
        model.compile(
            sgd(), sigmoid ? binaryCrossentropy() : categoricalCrossentropy(), accuracy());
        // Cells: 1 0 1 against 1 0 0 and 0 0 1: four of six. Largest: the third, one of two.
        assertThat(model.evaluate(labels).get("accuracy"))
            .isCloseTo(sigmoid ? 4 / 6.0 : 0.5, within(1e-9));
      }
    }
  }

  @Test
  void closeIsIdempotentAndUseAfterItSaysSo() {
    Dataset data = scenes(3, 1);
    Model model = network(1);
    model.compile(adam(), binaryCrossentropy());
    model.fit(data, fit -> {});
    model.predict(data);
    model.close();
    model.close();
    List<Runnable> uses = List.of(
        () -> model.predict(data),
        () -> model.evaluate(data),
        () -> model.fit(data, fit -> {}),
        model::getWeights,
        () -> model.setWeights(List.of()),
        model::summary,
        () -> model.compile(adam(), binaryCrossentropy()));
    for (Runnable use : uses) {
      assertThatIllegalStateException().isThrownBy(use::run).withMessage("the model is closed");
    }
  }

  @Test
  void trainingNeedsCompile() {
    try (Model model = network(1)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> model.fit(scenes(3, 1), fit -> {}))
          .withMessage("compile the model before fit");
      assertThatIllegalStateException()
          .isThrownBy(() -> model.evaluate(scenes(3, 1)))
          .withMessage("compile the model before evaluate");
    }
  }

  @Test
  void aRefusedFitLeavesNoTrace() {
    try (Model model = network(1)) {
      model.compile(adam(), binaryCrossentropy());
      Dataset data = scenes(4, 1);
      float[] before = model.predict(data).flat();
      Dataset wrong = Dataset.of(new byte[2 * 64], 8, 8, 1)
          .withLabels(new int[][] {{1, 0, 1, 1, 0}, {0, 0, 0, 0, 1}});
      assertThatIllegalArgumentException().isThrownBy(() -> model.fit(wrong, fit -> {}));
      Predictions after = model.predict(data);
      assertThat(after.labelNames().size()).isEqualTo(3);
      assertThat(after.flat()).isEqualTo(before);
    }
  }

  static void zeroWeights(Model model) {
    model.setWeights(model.getWeights().stream()
        .map(each ->
            new NamedArray(each.name(), each.shape(), new float[NamedArray.size(each.shape())]))
        .toList());
  }
}
