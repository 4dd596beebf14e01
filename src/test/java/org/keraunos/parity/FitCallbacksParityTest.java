package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.metrics.StreamingMetrics.meanAbsoluteError;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.Model;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.testing.Goldens;
import org.keraunos.training.CSVLogger;
import org.keraunos.training.FitOptions;
import org.keraunos.training.History;
import org.keraunos.training.LambdaCallback;
import org.keraunos.training.LearningRateScheduler;
import org.keraunos.training.NotFiniteException;
import org.keraunos.training.TerminateOnNaN;

/** Callbacks that need a training do what Keras's do in one: keras_callbacks.py. */
class FitCallbacksParityTest {
  private static final Map<String, LearningRateScheduler.Rule> RULES = Map.of(
      "halve", (epoch, rate) -> epoch == 0 ? rate : rate * 0.5,
      "epoch", (epoch, rate) -> 0.5 / (epoch + 1));

  static List<Map<String, Object>> goldens(String callback) {
    return Goldens.index("fit_callbacks.json").stream()
        .filter(golden -> golden.get("callback").equals(callback))
        .toList();
  }

  static List<Map<String, Object>> loggers() {
    return goldens("csv_logger");
  }

  static List<Map<String, Object>> schedulers() {
    return goldens("learning_rate_scheduler");
  }

  static List<Map<String, Object>> terminations() {
    return goldens("terminate_on_nan");
  }

  static List<Map<String, Object>> functions() {
    return goldens("lambda_callback");
  }

  private static float[] uniform(SplittableRandom random, int count, float factor) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((random.nextLong() >>> 40) * 0x1p-24 - 0.5) * factor;
    }
    return values;
  }

  private static Dataset rows(float[] inputs, float[] targets) {
    float[][] labels = new float[targets.length][1];
    for (int row = 0; row < targets.length; row++) {
      labels[row][0] = targets[row];
    }
    return Dataset.of(inputs, 3).withLabels(labels);
  }

  /** The training of the script; validation is among the options if they have a frequency. */
  private static History fit(float factor, boolean validated, Consumer<FitOptions> options) {
    SplittableRandom random = new SplittableRandom(25);
    Dataset train = rows(uniform(random, 24, factor), uniform(random, 8, 1));
    float[] kernel = uniform(random, 3, 1);
    Dataset validation = rows(uniform(random, 12, 1), uniform(random, 4, 1));
    SymbolicTensor input = Input.of(3);
    try (Model model = Model.of(
        input,
        dense(1).useBias(false).name("dense").apply(input),
        model64 -> model64.dtypePolicy(DTypePolicy.FLOAT64))) {
      model.setWeights(List.of(new NamedArray("dense/kernel", new int[] {3, 1}, kernel)));
      model.compile(sgd(0.25), meanSquaredError(), meanAbsoluteError());
      return model.fit(train, fit -> {
        fit.batchSize(3).shuffle(false).verbose(false);
        if (validated) {
          fit.validationData(validation);
        }
        options.accept(fit);
      });
    }
  }

  @ParameterizedTest
  @MethodSource("loggers")
  void theFileHasKerassLines(Map<String, Object> golden, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("log.csv");
    String separator = (String) golden.get("separator");
    for (Object append : (List<?>) golden.get("appends")) {
      fit(1, (boolean) golden.get("validated"), fit -> {
        fit.epochs(3).callbacks(new CSVLogger(file, separator, (boolean) append));
        if ((boolean) golden.get("validated")) {
          fit.validationFreq((int) golden.get("frequency"));
        }
        if (golden.get("rule") instanceof String rule) {
          fit.callbacks(new LearningRateScheduler(RULES.get(rule)));
        }
      });
    }
    List<List<String>> lines = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    String end = (String) golden.get("end");
    String text = Files.readString(file);
    assertThat(text).endsWith(end);
    for (String line : text.split(end)) {
      List<String> cells = new ArrayList<>(List.of(line.split(separator)));
      for (int at = 1; at < cells.size(); at++) {
        if (!cells.get(0).equals("epoch") && !cells.get(at).equals("NA")) {
          numbers.add(Double.parseDouble(cells.set(at, "#")));
        }
      }
      lines.add(cells);
    }
    assertThat(lines).isEqualTo(golden.get("lines"));
    // A rate is a float32 in Keras, what metrics are computed of here.
    assertClose((String) golden.get("name"), numbers, 1e-7);
  }

  private static void assertClose(String name, List<Double> actual, double tolerance) {
    try (Npz arrays = Goldens.open("fit_callbacks.npz")) {
      Goldens.assertClose(
          name,
          actual.stream().mapToDouble(Double::doubleValue).toArray(),
          arrays.read(name).toDoubles(),
          tolerance);
    }
  }

  @ParameterizedTest
  @MethodSource("schedulers")
  void aRuleSetsKerassRates(Map<String, Object> golden) {
    LearningRateScheduler.Rule rule = RULES.get((String) golden.get("rule"));
    History history = fit(
        1,
        true,
        fit -> fit.epochs(5)
            .initialEpoch((int) golden.get("initial_epoch"))
            .callbacks(new LearningRateScheduler(rule)));
    List<Double> figures = new ArrayList<>();
    for (Object name : (List<?>) golden.get("figures")) {
      for (double value : history.get((String) name)) {
        figures.add(value);
      }
    }
    assertClose((String) golden.get("name"), figures, 1e-7);
  }

  @ParameterizedTest
  @MethodSource("terminations")
  void aTrainingThatDivergesStopsAtKerassStep(Map<String, Object> golden) {
    History history = fit(0x1p40f, true, fit -> fit.epochs(9).callbacks(new TerminateOnNaN()));
    List<?> steps = (List<?>) golden.get("steps");
    List<?> last = (List<?>) steps.get(steps.size() - 1);
    NotFiniteException why = history.notFinite().orElseThrow();
    assertThat(List.of(why.epoch(), why.step())).isEqualTo(last);
    // Keras's history has the epoch that was not finished as well.
    assertThat(history.epochs()).hasSize((int) golden.get("epochs") - 1);
    List<Double> losses = new ArrayList<>();
    for (double loss : history.get("loss")) {
      losses.add(loss);
    }
    assertClose((String) golden.get("name"), losses, 1e-9);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void functionsAreCalledAtKerassMoments(Map<String, Object> golden) {
    List<String> events = new ArrayList<>();
    fit(
        1,
        true,
        fit -> fit.epochs(2)
            .validationFreq(2)
            .callbacks(new LambdaCallback()
                .onTrainBegin(event -> events.add("train_begin"))
                .onEpochBegin(event -> events.add("epoch_begin " + event.epoch()))
                .onBatchBegin(event -> events.add("train_batch_begin " + event.step()))
                .onBatchEnd(event -> events.add("train_batch_end " + event.step()))
                .onTestBegin(event -> events.add("test_begin"))
                .onTestEnd(event -> events.add("test_end"))
                .onEpochEnd(event -> events.add("epoch_end " + event.epoch()))
                .onTrainEnd(event -> events.add("train_end"))));
    assertThat(events).isEqualTo(golden.get("events"));
  }
}
