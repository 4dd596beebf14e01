package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.activations.Activations.SOFTMAX;
import static org.keraunos.augmentation.Augmentations.mixUp;
import static org.keraunos.augmentation.Augmentations.randomBrightness;
import static org.keraunos.augmentation.Augmentations.strong;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.categoricalCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keraunos.augmentation.Augmentation;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.training.Callback;
import org.keraunos.training.History;

/** Augmentation in fit, and nowhere else. */
class AugmentedTrainingTest {
  /**
   * The label says whether the upper half is brighter than the lower one; flips to the side do not
   * change that.
   */
  private static Dataset halves(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[rows * 64];
    int[][] labels = new int[rows][2];
    for (int row = 0; row < rows; row++) {
      labels[row][0] = random.nextInt(2);
      labels[row][1] = 1 - labels[row][0];
      for (int i = 0; i < 64; i++) {
        int level = i < 32 == (labels[row][0] == 1) ? 160 : 60;
        pixels[row * 64 + i] = (byte) (level + random.nextInt(60));
      }
    }
    return Dataset.of(pixels, 8, 8, 1).withLabels(labels);
  }

  private static Model network(DTypePolicy policy, List<Augmentation> steps) {
    return Sequential.of(
        options -> options.seed(3).dtypePolicy(policy).augment(steps),
        Input.of(8, 8, 1),
        conv2d(4, 3).activation(RELU),
        flatten(),
        dense(2).activation(SIGMOID));
  }

  private record Trained(History history, List<NamedArray> weights) {}

  private static Trained train(DTypePolicy policy, List<Augmentation> steps) {
    try (Model model = network(policy, steps)) {
      model.compile(adam(0.01), binaryCrossentropy(), accuracy());
      History history = model.fit(
          halves(70, 1), fit -> fit.batchSize(16).epochs(4).validationSplit(0.2).verbose(false));
      return new Trained(history, model.getWeights());
    }
  }

  @ParameterizedTest
  @EnumSource(DTypePolicy.class)
  void learnsInEveryTypeAndTheSameTwice(DTypePolicy policy) {
    Trained first = train(policy, strong());
    Trained second = train(policy, strong());
    Trained without = train(policy, List.of());
    double[] losses = first.history.get("loss");
    assertThat(losses[3]).isLessThan(losses[0]);
    assertThat(first.history.get("val_accuracy")[3]).isGreaterThan(0.9);
    assertThat(second.history.epochs()).isEqualTo(first.history.epochs());
    assertThat(second.weights).isEqualTo(first.weights);
    assertThat(without.history.epochs()).isNotEqualTo(first.history.epochs());
  }

  /**
   * A model whose output is the mean pixel, at a rate that changes nothing: the loss says what it
   * saw.
   */
  private static List<Double> losses(
      Dataset data, int batchSize, int epochs, boolean shuffle, Augmentation... steps) {
    List<Double> losses = new ArrayList<>();
    try (Model model = Sequential.of(
        options -> options.seed(3).augment(steps),
        Input.of(8, 8, 1),
        flatten(),
        dense(2).useBias(false).activation(SIGMOID))) {
      float[] kernel = new float[128];
      for (int i = 0; i < 64; i++) {
        kernel[i * 2] = 1 / 32f;
        kernel[i * 2 + 1] = -1 / 16f;
      }
      model.setWeights(List.of(new NamedArray("dense/kernel", new int[] {64, 2}, kernel)));
      model.compile(sgd(1e-30), binaryCrossentropy());
      model.fit(
          data,
          fit -> fit.batchSize(batchSize)
              .epochs(epochs)
              .shuffle(shuffle)
              .verbose(false)
              .callbacks(new Callback() {
                @Override
                public void onEpochEnd(EpochEnd event) {
                  losses.add(event.logs().get("loss"));
                }
              }));
    }
    return losses;
  }

  @Test
  void theEpochsMeanDependsOnTheEpochAndNotOnBatchesOrOrder() {
    Dataset data = halves(23, 2);
    List<Double> losses = losses(data, 8, 3, true, randomBrightness(0.5));
    assertThat(losses).doesNotHaveDuplicates();
    for (int size : new int[] {1, 5, 23}) {
      List<Double> others = losses(data, size, 3, size == 5, randomBrightness(0.5));
      for (int epoch = 0; epoch < 3; epoch++) {
        assertThat(others.get(epoch)).isCloseTo(losses.get(epoch), within(1e-6));
      }
    }
    assertThat(losses(data, 8, 3, true).stream().mapToDouble(l -> l).max().orElseThrow())
        .as("without steps all epochs see the same")
        .isCloseTo(losses(data, 8, 1, true).get(0), within(1e-6));
  }

  @Test
  void evaluateAndPredictSeeTheImagesAsTheyAre() {
    Dataset data = halves(20, 4);
    try (Model with = network(DTypePolicy.FLOAT32, strong());
        Model without = network(DTypePolicy.FLOAT32, List.of())) {
      with.compile(adam(), binaryCrossentropy(), accuracy());
      without.compile(adam(), binaryCrossentropy(), accuracy());
      assertThat(with.evaluate(data)).isEqualTo(without.evaluate(data));
      assertThat(with.predict(data).toArray())
          .isDeepEqualTo(without.predict(data).toArray());
    }
  }

  @Test
  void anExportHasNoneOfIt(@TempDir Path temp) {
    try (Model model = network(DTypePolicy.FLOAT32, strong())) {
      model.compile(adam(), binaryCrossentropy());
      model.fit(halves(16, 4), fit -> fit.verbose(false));
      model.export(temp.resolve("model"));
    }
    try (GraphSession exported = GraphSession.load(
            temp.resolve("model"), RuntimeOptions.DEFAULT, GraphSession.Rewriting.PREDICTION)
        .session()) {
      assertThat(exported.definition().getNodeList())
          .isNotEmpty()
          .noneMatch(node -> node.getOp().startsWith("ImageProjective")
              || node.getOp().startsWith("Gather")
              || node.getName().contains("augmentation"));
    }
  }

  @Test
  void rowsThatMixingLeavesUnknownWeighNothing() {
    // Each row knows a label that no other row knows: whatever is mixed, nothing is left.
    float[][] apart = new float[2][2];
    apart[0] = new float[] {1, Float.NaN};
    apart[1] = new float[] {Float.NaN, 1};
    Dataset data = Dataset.of(new byte[128], 8, 8, 1).withLabels(apart);
    assertThat(losses(data, 2, 1, false, mixUp(50))).containsExactly(Double.NaN);
    assertThat(losses(data, 1, 1, false, mixUp(50)).get(0))
        .as("alone in its batch a row has no other")
        .isCloseTo(Math.log(2), within(1e-6));
    // A third row knows both: with one of the others as its other, it has a label left.
    float[][] one = {apart[0], apart[1], {1, 1}};
    Dataset more = Dataset.of(new byte[192], 8, 8, 1).withLabels(one);
    for (double loss : losses(more, 3, 5, false, mixUp(50))) {
      assertThat(loss).isCloseTo(Math.log(2), within(1e-6));
    }
  }

  @Test
  void metricsAreCountedAgainstTheRowsOwnLabels() {
    // All-black images give 0.5 for each label whatever is mixed, so nothing is above the
    // threshold.
    Dataset data = Dataset.of(new byte[4 * 64], 8, 8, 1)
        .withLabels(new int[][] {{1, 0}, {0, 0}, {1, 0}, {0, 0}});
    try (Model model = Sequential.of(
        options -> options.augment(mixUp(50)),
        Input.of(8, 8, 1),
        flatten(),
        dense(2).useBias(false).activation(SIGMOID))) {
      model.compile(sgd(1e-30), binaryCrossentropy(), accuracy());
      History history = model.fit(data, fit -> fit.epochs(3).verbose(false));
      assertThat(history.get("accuracy")).containsOnly(0.75);
    }
  }

  @Test
  void softTargetsGoWithCategoricalCrossentropy() {
    try (Model model = Sequential.of(
        options -> options.augment(mixUp(1)),
        Input.of(8, 8, 1),
        flatten(),
        dense(2).activation(SOFTMAX))) {
      model.compile(adam(0.01), categoricalCrossentropy());
      double[] losses =
          model.fit(halves(64, 5), fit -> fit.epochs(5).verbose(false)).get("loss");
      assertThat(Arrays.stream(losses)).allMatch(Double::isFinite);
      assertThat(losses[4]).isLessThan(losses[0]);
    }
  }

  @Test
  void floatImagesAndRowWeights() {
    float[] pixels = new float[30 * 64];
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    float[] weights = new float[30];
    Arrays.fill(weights, 2);
    Dataset data = Dataset.of(pixels, 8, 8, 1).withLabels(new int[30][2]);
    Map<String, Double> plain = fitOnce(data);
    Map<String, Double> weighted = fitOnce(data.withSampleWeight(weights));
    assertThat(weighted.get("loss")).isCloseTo(2 * plain.get("loss"), within(1e-5));
  }

  private static Map<String, Double> fitOnce(Dataset data) {
    try (Model model = network(DTypePolicy.FLOAT32, strong())) {
      model.compile(sgd(1e-30), binaryCrossentropy());
      return model.fit(data, fit -> fit.batchSize(7).verbose(false)).epochs().get(0);
    }
  }
}
