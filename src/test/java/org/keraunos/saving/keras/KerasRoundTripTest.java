package org.keraunos.saving.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.losses.Losses.zeroBoundedRanking;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.metrics.StreamingMetrics.auc;
import static org.keraunos.metrics.StreamingMetrics.f1Score;
import static org.keraunos.metrics.StreamingMetrics.subsetAccuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.Model;
import org.keraunos.Sequential;
import org.keraunos.activations.Activations;
import org.keraunos.base.DataException;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.InputSizes;
import org.keraunos.layers.Layer;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.metrics.Average;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.schedules.Schedules;

/** What was saved in Java is what is loaded, training included; Keras's side is in Python. */
class KerasRoundTripTest {
  private static final int ROWS = 8;

  @TempDir
  Path folder;

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Optimizers.adam().useEma(true),
        Optimizers.adamW(0.01).gradientAccumulationSteps(2),
        Optimizers.adamax(),
        Optimizers.adagrad(),
        Optimizers.lion(),
        Optimizers.nadam(),
        Optimizers.rmsprop().momentum(0.5).centered(true),
        Optimizers.sgd(0.1).momentum(0.9),
        Optimizers.sgd().learningRate(Schedules.exponentialDecay(0.1, 3, 0.5)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void trainingGoesOnWhereItStood(Optimizer optimizer) {
    Dataset data = data(3);
    Path file = folder.resolve("model.keras");
    List<Double> losses = new ArrayList<>();
    try (Model model = model(DTypePolicy.FLOAT64)) {
      model.compile(optimizer, binaryCrossentropy(), accuracy(), f1Score(Average.MACRO));
      for (int i = 0; i < 3; i++) {
        model.trainOnBatch(data);
      }
      SaveReport report = model.save(file);
      assertThat(report.notes()).isEmpty();
      for (int i = 0; i < 3; i++) {
        losses.add(model.trainOnBatch(data).get("loss"));
      }
    }
    List<String> notes = new ArrayList<>();
    try (Model model = Model.load(file, options -> options.notes(notes::add))) {
      assertThat(notes).isEmpty();
      for (double loss : losses) {
        assertThat(model.trainOnBatch(data)).containsEntry("loss", loss);
      }
      assertThat(model.trainOnBatch(data)).containsKeys("accuracy", "f1_score");
    }
  }

  @Test
  void whatKerasHasNotStandsInAnEntryOfItsOwn() {
    Path file = folder.resolve("model.keras");
    Dataset data = data(5);
    Map<String, Double> expected;
    try (Model model = model(DTypePolicy.FLOAT32)) {
      Layer first = model.network().layers().get(1);
      model.freeze(first);
      model.compile(how -> how.optimizer(Optimizers.adam(0.01))
          .loss(zeroBoundedRanking().plus(0.5, binaryCrossentropy()))
          .metrics(subsetAccuracy(), auc(), f1Score(Average.SAMPLES, 0.3)));
      model.fit(data, fit -> fit.epochs(2).verbose(false));
      SaveReport report = model.save(file, Map.of("seed", 5));
      assertThat(report.leastKeras()).isEqualTo("3.0");
      assertThat(String.join(" ", report.notes()))
          .contains("keraunos>WeightedSum", "subset_accuracy", "auc", "f1_score");
      expected = model.evaluate(data);
    }
    try (Model model = Model.load(file)) {
      assertThat(model.evaluate(data)).isEqualTo(expected);
      assertThat(model.contract().outputs().get(0).labels().names())
          .containsExactly("cat", "dog", "owl");
      assertThat(model.weightSpecs().values().stream().filter(each -> !each.trainable()))
          .as("the frozen convolution and the statistics")
          .hasSize(4);
      assertThat(Model.load(file, options -> options.compile(false))).satisfies(plain -> {
        try (plain) {
          assertThatThrownBy(() -> plain.evaluate(data)).hasMessageContaining("compile");
        }
      });
    }
  }

  @Test
  void aMetricThatKerasHasNotLeavesTheRestCompiledThere() throws IOException {
    Path file = folder.resolve("model.keras");
    Dataset data = data(5);
    Map<String, Double> expected;
    try (Model model = model(DTypePolicy.FLOAT32)) {
      model.compile(how -> how.optimizer(Optimizers.adam(0.01))
          .loss(binaryCrossentropy())
          .metrics(accuracy(), auc()));
      model.fit(data, fit -> fit.verbose(false));
      SaveReport report = model.save(file);
      assertThat(report.notes())
          .containsExactly(
              "Keras loads the model without the metric auc; Keraunos reads that from an"
                  + " entry of its own");
      expected = model.evaluate(data);
    }
    try (KerasArchive archive = KerasArchive.open(file)) {
      Map<String, Object> config = archive.json(KerasArchive.CONFIG).orElseThrow();
      assertThat(String.valueOf(config.get("compile_config")))
          .contains("BinaryCrossentropy", "accuracy")
          .doesNotContainIgnoringCase("auc");
    }
    try (Model model = Model.load(file)) {
      assertThat(model.evaluate(data)).isEqualTo(expected).containsKey("auc");
    }
  }

  @Test
  void namesThatKerasDoesNotReadAreRefused() {
    try (Model model = model(DTypePolicy.FLOAT32)) {
      for (String name : List.of("model.h5", "model.txt", "model", "model.weights.h5")) {
        assertThatThrownBy(() -> model.save(folder.resolve(name)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("file: expected a name that ends in .keras")
            .hasMessageEndingWith(name);
        assertThat(folder.resolve(name)).doesNotExist();
      }
      Path weights = folder.resolve("model.weights.h5");
      model.saveWeights(weights);
      assertThatThrownBy(() -> Model.load(weights))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("weights alone (loadWeights of a model takes them)");
    }
  }

  @Test
  void aFileThatIsNoneSaysWhatItIs() throws IOException {
    Path file = folder.resolve("text.keras");
    Files.writeString(file, "hello, this is no model\n");
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("received a file that is neither a zip nor HDF5");
    Files.writeString(file, "");
    assertThatThrownBy(() -> Model.load(file)).hasMessageEndingWith("received an empty file");
    Files.writeString(file, "PK\3\4 and no more");
    assertThatThrownBy(() -> Model.load(file)).hasMessageContaining("whole");
  }

  @Test
  void aSubclassOfModelIsNamed() {
    Map<String, Object> subclass = new HashMap<>();
    subclass.put("module", null);
    subclass.put("class_name", "Sub");
    assertThatThrownBy(
            () -> Architecture.read(subclass, InputSizes.KNOWN, MixedFloat16.REFUSE, new Notes()))
        .hasMessageEndingWith("received Sub");
  }

  @Test
  void aFileThatIsCutOrChangedIsRefused() throws IOException {
    Path file = folder.resolve("model.keras");
    try (Model model = model(DTypePolicy.FLOAT32)) {
      model.compile(Optimizers.sgd(), meanSquaredError());
      model.save(file);
    }
    byte[] whole = Files.readAllBytes(file);
    Path broken = folder.resolve("broken.keras");
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 60; i++) {
      int length = random.nextInt(whole.length);
      Files.write(broken, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Model.load(broken)).isInstanceOf(DataException.class);
      byte[] changed = whole.clone();
      int at = random.nextInt(whole.length - 200);
      changed[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(broken, changed);
      try {
        // The dates of entries have no checksum.
        Model.load(broken).close();
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("broken.keras");
      }
    }
  }

  private static Model model(DTypePolicy policy) {
    SymbolicTensor input = Input.of(6, 6, 2);
    return Sequential.of(
        settings -> settings.dtypePolicy(policy),
        input,
        conv2d(3, 3).activation(Activations.RELU),
        batchNormalization(),
        flatten(),
        dense(3).activation(Activations.SIGMOID));
  }

  private static Dataset data(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] pixels = new float[ROWS * 6 * 6 * 2];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    float[][] labels = new float[ROWS][3];
    for (float[] row : labels) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(2);
      }
    }
    labels[0] = new float[] {1, 0, 1};
    labels[1] = new float[] {0, 1, 0};
    return Dataset.of(pixels, 6, 6, 2).withLabels(labels).withLabelNames("cat", "dog", "owl");
  }
}
