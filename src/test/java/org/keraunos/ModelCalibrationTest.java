package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.activations.Activations.SOFTMAX;
import static org.keraunos.layers.Layers.activation;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keraunos.base.DataException;
import org.keraunos.base.DenseArray;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.NamedArray;
import org.keraunos.base.OutputValues;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.decisions.Calibration;
import org.keraunos.decisions.CalibrationMethod;
import org.keraunos.decisions.Criterion;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.losses.Losses;
import org.keraunos.metrics.LabelMetrics;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.keras.SaveReport;

/** Calibrations that a model has: fitted, in its graph, saved, and what they act on. */
class ModelCalibrationTest {
  /** Two labels by chance of a linear function, of which the network will be too sure. */
  private static Dataset rows(int count, long seed) {
    Random random = new Random(seed);
    float[] x = new float[count * 3];
    int[][] y = new int[count][2];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < 3; j++) {
        x[3 * i + j] = (float) random.nextGaussian();
      }
      for (int j = 0; j < 2; j++) {
        double p = 1 / (1 + Math.exp(-0.7 * x[3 * i + j] + j));
        y[i][j] = random.nextDouble() < p ? 1 : 0;
      }
    }
    return Dataset.of(x, 3).withLabels(y);
  }

  /** Sure by its weights, so that no training is needed. */
  private static Model sure(boolean logits) {
    SymbolicTensor input = Input.of(3);
    SymbolicTensor last = logits
        ? dense(2).name("last").apply(input)
        : dense(2).activation(SIGMOID).name("last").apply(input);
    Model model = Model.of(input, last);
    model.compile(
        adam(0.001),
        logits ? Losses.binaryCrossentropy().fromLogits(true) : binaryCrossentropy(),
        accuracy());
    model.setWeights(List.of(
        new NamedArray(
            "last/kernel", new int[] {3, 2}, new float[] {3, 0.3f, 0.2f, 4, -0.5f, 0.1f}),
        new NamedArray("last/bias", new int[] {2}, new float[] {0.5f, -1})));
    return model;
  }

  /**
   * Maps of each kind: steep and flat, jumps, a single point, ends within and at 0 and 1, and some
   * that change nothing.
   */
  private static Calibration some(CalibrationMethod method, int labels, Random random) {
    List<double[][]> maps = new ArrayList<>();
    for (int j = 0; j < labels; j++) {
      if (method == CalibrationMethod.TEMPERATURE) {
        maps.add(new double[][] {{0.4}, {0}});
      } else if (method == CalibrationMethod.PLATT) {
        maps.add(
            j % 7 == 6
                ? new double[][] {{1}, {0}} // a label that was never known
                : new double[][] {{3 * random.nextDouble()}, {4 * random.nextDouble() - 2}});
      } else if (j % 7 == 6) {
        maps.add(new double[][] {{0, 1}, {0, 1}});
      } else {
        int points = 1 + random.nextInt(40);
        float[] x = new float[points];
        double[] y = new double[points];
        for (int k = 0; k < points; k++) {
          boolean jump = k > 0 && random.nextInt(3) == 0;
          x[k] = jump ? Math.nextUp(x[k - 1]) : (k + random.nextFloat()) / (points + 1);
          y[k] = (k + random.nextDouble()) / (points + 1);
        }
        double[] wide = new double[points];
        for (int k = 0; k < points; k++) {
          wide[k] = x[k];
        }
        if (j % 5 == 0) {
          wide[0] = 0;
          y[0] = 0;
        }
        maps.add(new double[][] {wide, y});
      }
    }
    return Calibration.of(method, maps);
  }

  @ParameterizedTest
  @EnumSource
  void theGraphGivesWhatTheCalibrationSays(CalibrationMethod method) {
    long seed = 17;
    Random random = new Random(seed);
    int labels = 300;
    int count = 150;
    Calibration calibration = some(method, labels, random);
    float[] x = new float[count * labels];
    for (int i = 0; i < x.length; i++) {
      double[] points = method == CalibrationMethod.ISOTONIC
          ? calibration.map(i % labels)[0]
          : new double[] {0.5};
      x[i] = switch (i % 7) {
        case 0 -> 200; // a probability of 1
        case 1 -> -200; // and of 0
        case 2 -> {
          double p = points[random.nextInt(points.length)];
          yield (float) Math.max(-200, Math.min(200, Math.log(p / (1 - p))));
        }
        default -> (float) (4 * random.nextGaussian());
      };
    }
    Dataset data = Dataset.of(x, labels);
    SymbolicTensor input = Input.of(labels);
    try (Model model = Model.of(input, activation(SIGMOID).apply(input))) {
      float[] before = model.predict(data).flat();
      model.calibration(Optional.of(calibration));
      Predictions raw = model.predict(data, o -> o.raw(true));
      assertThat(raw.flat()).isEqualTo(before).contains(0f, 1f);
      float[] expected = before.clone();
      calibration.applyTo(expected, count, false);
      float[] made = model.predict(data).flat();
      for (int i = 0; i < made.length; i++) {
        assertThat(made[i])
            .as("seed %d, %s, label %d of %s", seed, method, i % labels, before[i])
            .isCloseTo(expected[i], within(2e-6f));
      }
      float[] sample = new float[labels];
      System.arraycopy(x, 0, sample, 0, labels);
      float[] one = model.predictor().predict(sample);
      for (int j = 0; j < labels; j++) {
        assertThat(one[j]).isCloseTo(made[j], within(1e-6f));
      }
    }
  }

  @Test
  void whatIsNotANumberStaysNone() {
    SymbolicTensor input = Input.of(2);
    try (Model model = Model.of(input, dense(2).activation(SIGMOID).name("last").apply(input))) {
      float[] broken = {Float.NaN, 0, 0, 1};
      model.setWeights(List.of(new NamedArray("last/kernel", new int[] {2, 2}, broken)));
      for (CalibrationMethod method : CalibrationMethod.values()) {
        model.calibration(Optional.of(some(method, 2, new Random(2))));
        assertThat(model.predict(Dataset.of(new float[] {1, 1}, 2)).flat()[0]).isNaN();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFittedKeptSavedAndExported(CalibrationMethod method, @TempDir Path folder)
      throws Exception {
    Dataset validation = rows(600, 2);
    Dataset fresh = rows(400, 3);
    try (Model model = sure(false)) {
      Predictions before = model.predict(fresh);
      CalibrationChoice choice = model.calibrate(validation, method);
      assertThat(choice.errorAfter()).isLessThan(choice.errorBefore() * 0.7);
      assertThat(choice.truth()).isEqualTo(validation.labels());
      assertThat(model.contract().output().calibration()).contains(choice.calibration());

      Predictions predicted = model.predict(fresh);
      assertThat(model.predict(fresh, o -> o.raw(true)).flat()).isEqualTo(before.flat());
      assertThat(
              CalibrationChoice.of(fresh.labels(), predicted.scores(), method).errorBefore())
          .isLessThan(0.7
              * CalibrationChoice.of(fresh.labels(), before.scores(), method).errorBefore());
      assertThat(model.evaluate(fresh).get("accuracy"))
          .isCloseTo(
              1 - LabelMetrics.hammingLoss(fresh.labels(), predicted.labels(0.5)), within(1e-6));

      // Calibrated again it is of the network's own probabilities, not of calibrated ones.
      assertThat(model.calibrate(validation, method).calibration()).isEqualTo(choice.calibration());
      ThresholdChoice cuts = choice.thresholds(Criterion.f1());
      model.thresholds(cuts.thresholds());
      LabelMatrix labels = model.predict(fresh).labels();
      assertThat(labels).isEqualTo(predicted.scores().above(cuts.thresholds()));
      assertThat(model.predict(fresh, o -> o.raw(true)).labels()).isEqualTo(before.labels(0.5));

      Path target = folder.resolve("m");
      model.export(target);
      SaveReport report = model.save(folder.resolve("m.keras"));
      assertThat(report.notes().toString()).contains("not calibrated");
      for (Path each : List.of(target, folder.resolve("m.keras"))) {
        try (Predictor loaded = Predictor.load(each);
            Model again = Model.load(each)) {
          assertThat(loaded.contract().outputs()).isEqualTo(model.contract().outputs());
          assertThat(loaded.predict(fresh).flat()).containsExactly(predicted.flat(), within(1e-6f));
          assertThat(loaded.predict(fresh).labels()).isEqualTo(labels);
          assertThat(loaded.predict(fresh, o -> o.raw(true)).flat())
              .containsExactly(before.flat(), within(1e-6f));
          assertThat(again.predict(fresh).flat()).containsExactly(predicted.flat(), within(1e-6f));
          assertThat(again.contract().outputs()).isEqualTo(model.contract().outputs());
        }
      }
      forPython(model, method, validation, fresh);

      model.fit(rows(64, 4), f -> f.verbose(false));
      assertThat(model.contract().output().calibration()).contains(choice.calibration());
      model.calibration(Optional.empty());
      assertThat(model.contract().output().calibration()).isEmpty();
      assertThat(model.predict(fresh).flat())
          .isEqualTo(model.predict(fresh, o -> o.raw(true)).flat());
      model.export(target);
      try (Predictor loaded = Predictor.load(target)) {
        assertThat(loaded.signatures().toString()).doesNotContain("_raw");
      }
    }
  }

  /** What check_calibrated.py holds against scikit-learn, in the real TensorFlow. */
  private static void forPython(
      Model model, CalibrationMethod method, Dataset validation, Dataset fresh) {
    String name = "calibrated-" + method.spelled();
    Path folder = Path.of("target", name);
    model.export(folder);
    try (Predictor loaded = Predictor.load(folder)) {
      assertThat(loaded
              .predict(Map.of("images", DenseArray.of(new float[6], 2, 3)))
              .keySet())
          .containsExactly("probabilities", "probabilities_raw");
    }
    write(folder, "-validation-x", model.seen(validation), 3);
    LabelMatrix truth = validation.labels();
    float[] y = new float[truth.rows() * 2];
    for (int i = 0; i < y.length; i++) {
      y[i] = truth.flat()[i];
    }
    write(folder, "-validation-y", y, 2);
    write(folder, "-x", model.seen(fresh), 3);
    write(folder, "-p", model.predict(fresh).flat(), 2);
  }

  private static void write(Path folder, String end, float[] values, int columns) {
    Npy.write(
        folder.resolveSibling(folder.getFileName() + end + ".npy"),
        NpyArray.of(NpyType.FLOAT32, values, values.length / columns, columns));
  }

  @Test
  void logitsBecomeCalibratedProbabilities() {
    Dataset validation = rows(500, 5);
    Dataset fresh = rows(100, 6);
    try (Model ofLogits = sure(true);
        Model plain = sure(false)) {
      for (CalibrationMethod method : CalibrationMethod.values()) {
        ofLogits.calibrate(validation, method);
        plain.calibrate(validation, method);
        Predictions predicted = ofLogits.predict(fresh);
        assertThat(predicted.values()).isEqualTo(OutputValues.LABEL_PROBABILITIES);
        assertThat(predicted.flat()).containsExactly(plain.predict(fresh).flat(), within(1e-5f));
        assertThat(ofLogits.predict(fresh, o -> o.raw(true)).values())
            .isEqualTo(OutputValues.LABEL_LOGITS);
        assertThat(ofLogits.evaluate(fresh).get("accuracy"))
            .isEqualTo(plain.evaluate(fresh).get("accuracy"));
      }
    }
  }

  @Test
  void bytesAreCalibratedAsFloatsAre(@TempDir Path folder) {
    Random random = new Random(8);
    byte[] pixels = new byte[20 * 8 * 8 * 3];
    random.nextBytes(pixels);
    Dataset data = Dataset.of(pixels, 8, 8, 3);
    SymbolicTensor input = Input.of(8, 8, 3);
    SymbolicTensor output = dense(2).activation(SIGMOID).apply(flatten().apply(input));
    try (Model model = Model.of(input, output)) {
      float[] raw = model.predict(data).flat();
      float[] expected = raw.clone();
      Calibration calibration = some(CalibrationMethod.ISOTONIC, 2, random);
      calibration.applyTo(expected, 20, false);
      model.calibration(Optional.of(calibration));
      model.export(folder.resolve("m"));
      try (Predictor loaded = Predictor.load(folder.resolve("m"))) {
        assertThat(loaded.predict(data).flat()).containsExactly(expected, within(1e-5f));
        assertThat(loaded.predict(data, o -> o.raw(true)).flat())
            .containsExactly(raw, within(1e-6f));
        for (String signature : List.of("serving_default", "serving_bytes", "serving_images")) {
          assertThat(loaded.signatures().toString())
              .containsPattern(signature + "\\([^)]*\\)[^)]*\\) -> probabilities: [^,]*, [^,]*, "
                  + "probabilities_raw");
        }
      }
    }
  }

  @Test
  void oneOfSeveralOutputsIsCalibrated(@TempDir Path folder) {
    SymbolicTensor input = Input.of(3);
    SymbolicTensor a = dense(2).activation(SIGMOID).name("a").apply(input);
    SymbolicTensor b = dense(1).name("a_raw").apply(input);
    Dataset data = rows(10, 1);
    try (Model model = Model.of(List.of(input), List.of(a, b), o -> {})) {
      Map<String, Predictions> before = model.predictAll(data);
      Calibration calibration = some(CalibrationMethod.PLATT, 2, new Random(1));
      model.calibration("a", Optional.of(calibration));
      Map<String, Predictions> after = model.predictAll(data);
      assertThat(after.get("a").flat()).isNotEqualTo(before.get("a").flat());
      assertThat(after.get("a_raw").flat()).isEqualTo(before.get("a_raw").flat());
      model.export(folder.resolve("m"));
      try (Predictor loaded = Predictor.load(folder.resolve("m"))) {
        assertThat(loaded.predictAll(data).get("a").flat())
            .containsExactly(after.get("a").flat(), within(1e-6f));
        Map<String, Predictions> raw = loaded.predictAll(data, o -> o.raw(true));
        assertThat(raw.get("a").flat()).containsExactly(before.get("a").flat(), within(1e-6f));
        assertThat(raw.get("a_raw").flat())
            .containsExactly(before.get("a_raw").flat(), within(1e-6f));
        assertThat(loaded
                .predict("a", Map.of("images", DenseArray.of(new float[6], 2, 3)))
                .keySet())
            .containsExactly("a", "a_raw_raw");
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.calibration("a_raw", Optional.of(calibration)))
          .withMessage("calibration of output \"a_raw\": expected 1 labels, received 2");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.calibration("c", Optional.of(calibration)))
          .withMessage("calibration: expected an output's name, one of [a, a_raw], received c");
      assertThatIllegalStateException()
          .isThrownBy(() -> model.calibrate(data, CalibrationMethod.PLATT))
          .withMessageStartingWith("calibrate: the model has several outputs, [a, a_raw]");
    }
  }

  @Test
  void classesAreNotCalibratedOneByOne() {
    SymbolicTensor input = Input.of(3);
    try (Model model = Model.of(input, dense(2).activation(SOFTMAX).apply(input))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.calibrate(rows(20, 1), CalibrationMethod.TEMPERATURE))
          .withMessageEndingWith("expected an output of labels, each with a probability of its own"
              + " (sigmoid), received class_probabilities");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      ISOTONIC    | "method" : "isotonic" | "method" : "spline" | .method: calibration: expected temperature, platt or isotonic, received spline
      ISOTONIC    | 0.25                  | NaN                 | 'NaN', which JSON does not know
      ISOTONIC    | 0.25                  | 1e999               | .points.x: expected finite numbers, received Infinity
      ISOTONIC    | 0.25                  | "a"                 | .points.x: expected finite numbers, received a
      ISOTONIC    | 0.25                  | 0.8                 | maps[0], point 1: expected probabilities, 0 to 1, that rise, received 0.75, 0.9 behind 0.8, 0.1
      ISOTONIC    | 0.25                  | 0.75                | that rise, received 0.75, 0.9 behind 0.75
      ISOTONIC    | 0.9                   | 0.05                | that rise, received 0.75, 0.05 behind 0.25, 0.1
      ISOTONIC    | 0.9                   | 1.5                 | that rise, received 0.75, 1.5
      ISOTONIC    | 0.25                  | -0.25               | point 0: expected probabilities, 0 to 1, that rise, received -0.25, 0.1
      ISOTONIC    | 0.25,                 | 0.25, 0.5,          | maps[0]: expected two lists of one length
      ISOTONIC    | "points"              | "point"             | .points: expected a list, received none
      ISOTONIC    | "y" :                 | "z" :               | .points.y: expected a list, received none
      PLATT       | 0.25,                 | 0.25, 0.25,         | .shift: expected 3 numbers, as slopes, received 2
      PLATT       | 0.25,                 | -1e400,             | .slope: expected finite numbers
      PLATT       | "slope"               | "slop"              | .slope: expected a list, received none
      TEMPERATURE | 0.25,                 | 0.5,                | maps[1]: expected the slope of the first label, 0.5, and no shift
      """)
  void aHostileCardIsRefused(CalibrationMethod method, String from, String to, String message) {
    double[][] map = method == CalibrationMethod.ISOTONIC
        ? new double[][] {{0.25, 0.75}, {0.1, 0.9}}
        : new double[][] {{0.25}, {method == CalibrationMethod.PLATT ? 0.5 : 0}};
    String json;
    try (Model model = sure(false)) {
      model.calibration(Optional.of(Calibration.of(method, List.of(map, map))));
      json = new String(model.card().toJson(), StandardCharsets.UTF_8);
    }
    assertThat(json).contains("\"format\" : 3").contains(from);
    Path file = Path.of("card");
    assertThat(ModelCard.ofJson(file, json.getBytes(StandardCharsets.UTF_8))
            .contract()
            .output()
            .calibration())
        .contains(Calibration.of(method, List.of(map, map)));
    int at = json.indexOf(from);
    String broken = json.substring(0, at) + to + json.substring(at + from.length());
    assertThatThrownBy(() -> ModelCard.ofJson(file, broken.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  /** Made once, with what the real TensorFlow said of its rows: inputs, probabilities, raw ones. */
  @Test
  void aCalibratedExportIsReadByLaterVersions() throws Exception {
    Path folder =
        Path.of(ModelCalibrationTest.class.getResource("saving/format-3").toURI());
    List<String> lines = Files.readAllLines(folder.resolveSibling("format-3-scores.txt"));
    float[] x = new float[lines.size() * 3];
    float[][] expected = new float[2][lines.size() * 2];
    for (int i = 0; i < lines.size(); i++) {
      String[] numbers = lines.get(i).split(" ", -1);
      for (int j = 0; j < 7; j++) {
        float number = Float.parseFloat(numbers[j]);
        if (j < 3) {
          x[3 * i + j] = number;
        } else {
          expected[(j - 3) / 2][2 * i + (j - 3) % 2] = number;
        }
      }
    }
    Dataset rows = Dataset.of(x, 3);
    try (Predictor loaded = Predictor.load(folder);
        Model model = Model.load(folder)) {
      assertThat(loaded.predict(rows).flat()).containsExactly(expected[0], within(1e-5f));
      assertThat(model.predict(rows).flat()).containsExactly(expected[0], within(1e-5f));
      assertThat(loaded.predict(rows, o -> o.raw(true)).flat())
          .containsExactly(expected[1], within(1e-6f));
      assertThat(loaded.contract().output().calibration().orElseThrow().method())
          .isEqualTo(CalibrationMethod.ISOTONIC);
    }
  }

  @Test
  void aCardMustSayWhatItsGraphDoes(@TempDir Path folder) throws Exception {
    try (Model model = sure(false)) {
      Path target = folder.resolve("m");
      model.export(target);
      Path file = target.resolve(ModelCard.FILE);
      String plain = Files.readString(file);
      model.calibration(Optional.of(some(CalibrationMethod.PLATT, 2, new Random(1))));
      Path calibrated = folder.resolve("c");
      model.export(calibrated);
      String card = Files.readString(calibrated.resolve(ModelCard.FILE));
      String calibration =
          card.substring(card.indexOf("\"calibration\""), card.indexOf("\"architecture\""));
      assertThat(plain).contains("\"format\" : 2").doesNotContain("calibration");
      Files.writeString(
          file,
          plain.replace(
              "\"thresholds\" :",
              calibration.replaceAll("(?s)}\\s*}\\s*],\\s*$", "},") + " \"thresholds\" :"));
      assertThatThrownBy(() -> Predictor.load(target))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("expected an output probabilities_raw as the model card says");
      Files.writeString(
          calibrated.resolve(ModelCard.FILE), card.replace("\"calibration\"", "\"note\""));
      assertThatThrownBy(() -> Predictor.load(calibrated))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("as the model card says, received [probabilities, prob");
    }
  }
}
