package org.keraunos.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.embedding;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.lstm;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keraunos.Model;
import org.keraunos.Predictions;
import org.keraunos.Predictor;
import org.keraunos.Sequential;
import org.keraunos.base.DataException;
import org.keraunos.base.ElementType;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.testing.SplitMix;
import org.tensorflow.types.TInt32;

class SavedModelTest {
  private static final int ROWS = 150;
  private static Model model;
  private static Dataset data;
  private static float[] expected;

  private static Model network(DTypePolicy policy) {
    return Sequential.of(
        options -> options.name("scenes").dtypePolicy(policy),
        Input.of(8, 8, 3),
        conv2d(4, 3).activation(RELU),
        maxPooling2d(2),
        batchNormalization(),
        flatten(),
        dropout(0.3),
        dense(3).activation(SIGMOID));
  }

  private static Dataset rows(int rows) {
    SplitMix random = new SplitMix(1);
    return Dataset.of(random.bytes(rows * 8 * 8 * 3), 8, 8, 3)
        .withLabels(random.bits(rows, 3))
        .withLabelNames("cat", "dog", "\u00fcber");
  }

  @BeforeAll
  static void train() {
    model = network(DTypePolicy.FLOAT32);
    data = rows(ROWS);
    model.compile(adam(0.01), binaryCrossentropy());
    model.fit(data, fit -> fit.epochs(3));
    expected = model.predict(data).flat();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void whatIsLoadedPredictsAsTheModelFromBytesAndFromFloats(@TempDir Path folder) {
    Path target = folder.resolve("models/scenes");
    model.export(target, Map.of("epochs", 3));
    try (Predictor loaded = Predictor.load(target)) {
      assertThat(loaded.predict(data).flat()).containsExactly(expected, within(1e-6f));
      Dataset floats = Dataset.of(asFloats(), 8, 8, 3);
      assertThat(loaded.predict(floats).flat()).containsExactly(expected, within(1e-6f));
      Dataset raw = Dataset.of(
          new Feature("images", FloatColumn.of(unscaled(), Shape.of(8, 8, 3)), Scaling.PIXELS));
      assertThat(loaded.predict(raw).flat()).containsExactly(expected, within(1e-6f));
      float[] one = Arrays.copyOf(asFloats(), 8 * 8 * 3);
      assertThat(loaded.predict(one)[1]).isCloseTo(expected[1], within(1e-6f));
      assertThat(loaded.labelNames().names()).containsExactly("cat", "dog", "\u00fcber");
      assertThat(loaded.predict(data).labelNames().names()).contains("\u00fcber");
      assertThat(loaded.inputShape()).isEqualTo(Shape.of(8, 8, 3));
      ModelCard card = loaded.card().orElseThrow();
      assertThat(card.name()).isEqualTo("scenes");
      assertThat(card.contract().input().preprocessing().orElseThrow().divisor())
          .containsExactly(255f);
      assertThat(card.contract().input().shape()).isEqualTo(Shape.of(8, 8, 3));
      assertThat(card.training()).containsEntry("epochs", 3);
    }
  }

  @Test
  void theFrozenGraphIsTheTrainingGraphsInference() {
    // evaluate runs the training graph's inference tower, predict the frozen graph.
    double loss = model.evaluate(data).get("loss");
    double sum = 0;
    float[] y = new float[3];
    for (int row = 0; row < ROWS; row++) {
      data.targets().get(0).column().read(row, y, 0);
      for (int label = 0; label < 3; label++) {
        float p = expected[row * 3 + label];
        sum -= Math.log(y[label] == 1 ? p : 1 - p);
      }
    }
    assertThat(loss).isCloseTo(sum / ROWS / 3, within(1e-6));
  }

  @Test
  void anExportReplacesAModelAndNothingElse(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("scenes");
    try (Model other = network(DTypePolicy.FLOAT32)) {
      other.export(target);
      model.export(target);
      try (Predictor loaded = Predictor.load(target)) {
        assertThat(loaded.predict(data).flat()).containsExactly(expected, within(1e-6f));
      }
    }
    assertThat(names(folder)).containsExactly("scenes");
    Path own = Files.createDirectory(folder.resolve("photos"));
    Files.writeString(own.resolve("holiday.txt"), "mine");
    assertThatThrownBy(() -> model.export(own))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("photos")
        .hasMessageContaining(
            "expected a new or empty folder or one with a model of Keraunos, received one with holiday.txt");
    assertThat(Files.readString(own.resolve("holiday.txt"))).isEqualTo("mine");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    model.export(empty);
    assertThat(names(empty)).contains("saved_model.pb");
    assertThat(names(folder)).containsExactly("empty", "photos", "scenes");
  }

  @Test
  void filesThatNoCardListsStay(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("scenes");
    model.export(target);
    Files.writeString(target.resolve("p.csv"), "mine");
    Files.createDirectory(target.resolve("notes"));
    Files.writeString(target.resolve("notes/one.txt"), "mine");
    model.export(target);
    assertThat(target.resolve("p.csv")).hasContent("mine");
    assertThat(target.resolve("notes/one.txt")).hasContent("mine");
    assertThat(names(folder)).containsExactly("scenes");
    SavedModelFolder.copy(target, folder.resolve("copy"));
    assertThat(names(folder.resolve("copy"))).containsExactly("assets.extra", "saved_model.pb");
  }

  @Test
  void aGraphThatNoCardListsIsNotReplaced(@TempDir Path folder) throws IOException {
    Path project = Files.createDirectory(folder.resolve("proj"));
    Files.writeString(project.resolve("Main.java"), "mine");
    Files.writeString(project.resolve("saved_model.pb"), "mine");
    assertThatThrownBy(() -> model.export(project))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("received one with Main.java, which no model card lists");
    Files.delete(project.resolve("Main.java"));
    assertThatThrownBy(() -> model.export(project))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("received one with saved_model.pb, which no model card lists");
    assertThat(project.resolve("saved_model.pb")).hasContent("mine");
  }

  @Test
  void aGraphThatSomebodyElseWroteOverOursIsNotReplaced(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("scenes");
    model.export(target);
    Files.writeString(target.resolve("saved_model.pb"), "mine");
    Files.createDirectory(target.resolve("variables"));
    Files.writeString(target.resolve("variables/variables.index"), "mine");
    for (ThrowingCallable write : List.<ThrowingCallable>of(
        () -> model.export(target), () -> SavedModelFolder.checkTarget(target))) {
      assertThatThrownBy(write)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("one with saved_model.pb, which is not what its model card lists");
    }
    assertThat(target.resolve("saved_model.pb")).hasContent("mine");
    assertThat(target.resolve("variables/variables.index")).hasContent("mine");
  }

  @Test
  void whatAWriterLeftBetweenItsRenamesIsRead(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("scenes");
    model.export(target);
    Files.writeString(target.resolve("p.csv"), "mine");
    Files.move(target, folder.resolve(".scenes.replaced"));
    SavedModelFolder.checkModel(target);
    assertThat(target.resolve("p.csv")).hasContent("mine");
    Files.move(target, folder.resolve(".scenes.replaced"));
    try (Predictor loaded = Predictor.load(target)) {
      assertThat(loaded.predict(data).flat()).containsExactly(expected, within(1e-6f));
    }
    Files.move(target, folder.resolve(".scenes.replaced"));
    model.export(target);
    assertThat(target.resolve("p.csv")).hasContent("mine");
    assertThat(names(folder)).containsExactly("scenes");
  }

  @Test
  void aCardLeadsToNoFileElsewhere(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("scenes");
    model.export(target);
    Path card = target.resolve("assets.extra/keraunos.json");
    String text = Files.readString(card);
    for (String name : List.of("../secret", "/etc/hostname", "a/../../secret", "x\\u0000")) {
      Files.writeString(card, text.replace("\"saved_model.pb\"", '"' + name + '"'));
      assertThatThrownBy(() -> SavedModelFolder.copy(target, folder.resolve("copy")))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("files: expected paths below the folder, received ");
    }
    assertThat(folder.resolve("copy")).doesNotExist();
  }

  @Test
  void aModelOfTheFirstFormatIsStillReadAndReplaced(@TempDir Path folder) throws Exception {
    Path origin = Path.of(SavedModelTest.class.getResource("format-1").toURI());
    Path copy = folder.resolve("old");
    Files.createDirectories(copy.resolve("assets.extra"));
    for (String file : List.of("saved_model.pb", "assets.extra/keraunos.json")) {
      Files.copy(origin.resolve(file), copy.resolve(file));
    }
    SplitMix random = new SplitMix(1);
    Dataset rows = Dataset.of(random.bytes(20 * 192), 8, 8, 3);
    List<String> scores = Files.readAllLines(origin.resolveSibling("format-1-scores.txt"));
    try (Predictor loaded = Predictor.load(copy)) {
      float[] predicted = loaded.predict(rows).flat();
      for (int i = 0; i < predicted.length; i++) {
        assertThat(predicted[i]).isCloseTo(Float.parseFloat(scores.get(i)), within(1e-6f));
      }
      assertThat(loaded.labelNames().names()).containsExactly("cat", "dog", "\u00fcber");
      assertThat(loaded.contract().input().preprocessing().orElseThrow().uniform())
          .contains(Scaling.PIXELS);
    }
    model.export(copy);
    try (Predictor loaded = Predictor.load(copy)) {
      assertThat(loaded.predict(data).flat()).containsExactly(expected, within(1e-6f));
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      , "dog"              |                  | labels: expected 3 names
      "thresholds" : [ 0.5 | "thresholds" : [ 7 | probabilities, 0 to 1, received [7.0]
      "divisor" : [ 255.0  | "divisor" : [ 0  | divisor: expected finite numbers that are not 0
      "format" : 2         | "format" : 9     | format: expected 1 to 3, received 9
      "shape" : [ 8        | "shape" : [ 9    | inputs: expected shape (None, 8, 8, 3)
      "name" : "scenes"    | "nam" : "scenes" | name: expected a string, received none
      "files" : {          | "files" : ,      | line 4, column
      "saved_model.pb" :   | "other.pb" :     | files: expected saved_model.pb with its checksum
      "divisor" : [        | "divisor" : [ 2, | divisor: expected one number, or 3, a channel each
      "type" : "float32"   | "type" : "text"  | inputs.type: expected one of [float32, int32]
      "labels" : [         | "labels" : [ NaN,| 'NaN', which JSON does not know
      """)
  void aCardThatWasEditedIsRefusedByItsName(
      String from, String to, String message, @TempDir Path folder) throws IOException {
    model.export(folder.resolve("m"));
    Path card = folder.resolve("m/assets.extra/keraunos.json");
    String text = Files.readString(card);
    assertThat(text).contains(from);
    Files.writeString(card, text.replace(from, to == null ? "" : to));
    assertThatThrownBy(() -> Predictor.load(folder.resolve("m")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("keraunos.json")
        .hasMessageContaining(message);
  }

  @Test
  void eachLabelHasTheThresholdThatTheCardSays(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("m");
    model.export(target);
    Path card = target.resolve("assets.extra/keraunos.json");
    String text = Files.readString(card);
    Files.writeString(
        card, text.replaceAll("\"thresholds\" : \\[[^]]*]", "\"thresholds\" : [0, 0.5, 1]"));
    try (Predictor loaded = Predictor.load(target)) {
      Predictions predicted = loaded.predict(data);
      LabelMatrix labels = predicted.labels();
      LabelMatrix half = predicted.labels(0.5);
      for (int row = 0; row < ROWS; row++) {
        assertThat(labels.get(row, 0)).isEqualTo((byte) 1);
        assertThat(labels.get(row, 1)).isEqualTo(half.get(row, 1));
        assertThat(labels.get(row, 2)).isEqualTo((byte) 0);
      }
    }
  }

  @Test
  void aCardThatEndsTooEarlyIsToldWithoutTheParsersWords(@TempDir Path folder) throws IOException {
    model.export(folder);
    Path card = folder.resolve("assets.extra/keraunos.json");
    for (String text : List.of("{", "")) {
      Files.writeString(card, text);
      assertThatThrownBy(() -> Predictor.load(folder))
          .hasMessageContaining("expected a model card in JSON, received ")
          .hasMessageMatching("(?s).*received (a text that ends too early|nothing)");
    }
  }

  @Test
  void numbersOfAnotherProgramsGraphAreNoProbabilities(@TempDir Path folder) throws IOException {
    try (Model logits = Sequential.of(Input.of(8, 8, 3), flatten(), dense(3));
        Model map = Sequential.of(Input.of(8, 8, 3), conv2d(2, 3).activation(SIGMOID))) {
      logits.export(folder.resolve("logits"));
      map.export(folder.resolve("map"));
    }
    model.export(folder.resolve("sigmoid"));
    for (String name : List.of("logits", "map", "sigmoid")) {
      Files.delete(folder.resolve(name).resolve("assets.extra/keraunos.json"));
      try (Predictor loaded = Predictor.load(folder.resolve(name))) {
        Predictions predicted = loaded.predict(data.withScaling(Scaling.PIXELS));
        if (name.equals("sigmoid")) {
          assertThat(predicted.probabilities().values())
              .isEqualTo(OutputValues.LABEL_PROBABILITIES);
        } else {
          assertThatIllegalStateException()
              .isThrownBy(predicted::probabilities)
              .withMessageContaining("the output is numbers, not probabilities");
        }
      }
    }
  }

  @Test
  void predictionsMayHaveAnotherTypeThanTraining() {
    float[] exact;
    try (Model plain = Sequential.of(o -> o.seed(3), Input.of(8, 8, 3), flatten(), dense(3))) {
      exact = plain.predict(data).flat();
    }
    try (Model coarse = Sequential.of(
        o -> o.seed(3).inferenceDtypePolicy(DTypePolicy.MIXED_BFLOAT16),
        Input.of(8, 8, 3),
        flatten(),
        dense(3))) {
      assertThat(coarse.predict(data).flat())
          .isNotEqualTo(exact)
          .containsExactly(exact, within(0.05f));
    }
  }

  @Test
  void thresholdsAreGivenWithTheExport(@TempDir Path folder) {
    model.export(folder.resolve("m"), e -> e.thresholds(0.1, 0.5, 0.9));
    try (Predictor loaded = Predictor.load(folder.resolve("m"))) {
      assertThat(loaded.contract().output().thresholds()).containsExactly(0.1, 0.5, 0.9);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.export(folder.resolve("m"), e -> e.thresholds(0.1, 0.5)))
        .withMessageContaining("expected one, or 3, received 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.export(folder.resolve("m"), e -> e.thresholds("genre", 0.5)))
        .withMessageStartingWith("thresholds: expected an output's name, one of [");
  }

  @Test
  void versionsStandBesideEachOther(@TempDir Path folder) {
    Path first = model.exportVersion(folder.resolve("m"), e -> {});
    Path second = model.exportVersion(folder.resolve("m"), e -> e.training(Map.of("second", true)));
    assertThat(first).isEqualTo(folder.resolve("m/1"));
    assertThat(second).isEqualTo(folder.resolve("m/2"));
    for (Path version : List.of(first, second)) {
      try (Predictor loaded = Predictor.load(version)) {
        assertThat(loaded.predict(data).flat()).containsExactly(expected, within(1e-5f));
      }
    }
  }

  @Test
  void aSequenceOfTokensTrainsIsExportedAndLoadedWithoutRewriting(@TempDir Path folder) {
    int steps = 160;
    SymbolicTensor tokens = Input.of(ElementType.INT32, steps);
    SymbolicTensor x = lstm(2).apply(embedding(5, 2).apply(tokens));
    float[] given = new float[4 * steps];
    for (int i = 0; i < given.length; i++) {
      given[i] = i / steps < 2 ? i % 2 : 2 + i % 3;
    }
    Dataset sequences =
        Dataset.of(given, steps).withLabels(new int[][] {{1, 0}, {1, 0}, {0, 1}, {0, 1}});
    try (Model network = Model.of(tokens, dense(2).activation(SIGMOID).apply(x))) {
      network.compile(adam(0.05), binaryCrossentropy());
      double[] losses = network.fit(sequences, f -> f.epochs(3).verbose(false)).get("loss");
      assertThat(losses[2]).isLessThan(losses[0]);
      network.export(folder.resolve("m"));
      float[] predicted = network.predict(sequences).flat();
      SavedModelFolder.Loaded loaded =
          SavedModelFolder.read(folder.resolve("m"), new PredictorOptions());
      try (InferenceGraph graph = loaded.graph()) {
        assertThat(graph.session().isRewritten()).isFalse();
        assertThat(graph.ports().get(0).placeholder().asOutput().type()).isEqualTo(TInt32.class);
        float[][] again = new float[1][predicted.length];
        graph.runFloats(List.of(given), 4, again, 0, false);
        assertThat(again[0]).containsExactly(predicted, within(1e-6f));
      }
      try (Predictor predictor = Predictor.load(folder.resolve("m"))) {
        assertThat(predictor.predict(sequences).flat()).containsExactly(predicted, within(1e-6f));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> predictor.predict(new float[steps - 1]))
            .withMessage("sample: expected 160 values, received 159");
        float[] half = new float[steps];
        half[7] = 0.5f;
        assertThatIllegalArgumentException()
            .isThrownBy(() -> predictor.predict(half))
            .withMessageStartingWith("input[7]: expected a whole number");
      }
    }
    model.export(folder.resolve("images"));
    try (InferenceGraph graph =
        SavedModelFolder.read(folder.resolve("images"), new PredictorOptions()).graph()) {
      assertThat(graph.session().isRewritten()).isTrue();
    }
  }

  @Test
  void zeroedBytesOfTheGraphAreFound(@TempDir Path folder) throws IOException {
    model.export(folder.resolve("m"));
    Path graph = folder.resolve("m/saved_model.pb");
    byte[] bytes = Files.readAllBytes(graph);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 8, (byte) 0);
    Files.write(graph, bytes);
    assertThatThrownBy(() -> Predictor.load(folder.resolve("m")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("saved_model.pb: is damaged or was changed");
  }

  @Test
  void aFileInTheWayIsNamedAndNothingIsHalfWritten(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "mine");
    for (Path target : List.of(file, file.resolve("below"))) {
      assertThatThrownBy(() -> model.export(target))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("taken");
    }
    assertThat(Files.readString(file)).isEqualTo("mine");
    assertThat(names(folder)).containsExactly("taken");
    assertThat(model.predict(data).flat()).as("the model goes on").isEqualTo(expected);
  }

  @Test
  void aSecondExportOfOneModelHasTheSameSignatures(@TempDir Path folder) throws IOException {
    model.export(folder.resolve("a"));
    model.export(folder.resolve("b"));
    assertThat(Files.size(folder.resolve("a/saved_model.pb")))
        .isEqualTo(Files.size(folder.resolve("b/saved_model.pb")));
  }

  @Test
  void aModelThatWasNeverTrainedTakesBytesForPixels(@TempDir Path folder) {
    try (Model fresh = network(DTypePolicy.FLOAT32)) {
      float[] predicted = fresh.predict(data).flat();
      fresh.export(folder.resolve("fresh"));
      try (Predictor loaded = Predictor.load(folder.resolve("fresh"))) {
        assertThat(loaded.predict(data).flat()).containsExactly(predicted, within(1e-6f));
        assertThat(loaded.labelNames().names()).containsExactly("0", "1", "2");
        Dataset unscaled =
            Dataset.of(new SplitMix(1).bytes(4 * 192), 8, 8, 3).withScaling(Scaling.NONE);
        assertThat(fresh.predict(unscaled).flat()[0]).as("nothing is known yet").isFinite();
        assertThatIllegalArgumentException()
            .isThrownBy(() -> loaded.predict(unscaled))
            .withMessage("data input \"images\": expected bytes with the scaling that the model was"
                + " trained on, (stored - 0.0) / 255.0, received (stored - 0.0) / 1.0"
                + " (Dataset.withScaling changes it)");
      }
    }
  }

  @Test
  void ascaleOfItsOwnComesBack(@TempDir Path folder) {
    Dataset shifted = rows(20).withScaling(new Scaling(64, 128));
    try (Model own = network(DTypePolicy.FLOAT32)) {
      own.compile(adam(), binaryCrossentropy());
      own.fit(shifted, fit -> {});
      float[] predicted = own.predict(shifted).flat();
      own.export(folder.resolve("own"));
      try (Predictor loaded = Predictor.load(folder.resolve("own"))) {
        Scaling kept =
            loaded.contract().input().preprocessing().orElseThrow().uniform().orElseThrow();
        assertThat(kept).isEqualTo(new Scaling(64, 128));
        assertThat(loaded.predict(shifted).flat()).containsExactly(predicted, within(1e-6f));
        for (ThrowingCallable forgotten : List.<ThrowingCallable>of(
            () -> loaded.predict(data.take(20)),
            () -> own.predict(data.take(20)),
            () -> own.evaluate(data.take(20)),
            () -> own.fit(shifted, fit -> fit.validationData(data.take(20)).verbose(false)))) {
          assertThatIllegalArgumentException()
              .isThrownBy(forgotten)
              .withMessageContaining("the model was trained on, (stored - 128.0) / 64.0");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeIsExportedAsFloat32(DTypePolicy policy, @TempDir Path folder) {
    try (Model typed = network(policy)) {
      typed.setWeights(model.getWeights());
      float[] predicted = typed.predict(data).flat();
      assertThat(predicted).containsExactly(expected, within(1e-5f));
      typed.export(folder.resolve("typed"));
      try (Predictor loaded = Predictor.load(folder.resolve("typed"))) {
        assertThat(loaded.predict(data).flat()).containsExactly(predicted, within(1e-6f));
      }
    }
  }

  @Test
  void severalInputsKeepTheirNames(@TempDir Path folder) {
    SymbolicTensor b = Input.named("b", 3);
    SymbolicTensor a = Input.named("a", 3);
    SymbolicTensor sum = add().apply(b, dense(3).name("only_a").apply(a));
    try (Model two = Model.of(List.of(b, a), sum, o -> {})) {
      Feature first = new Feature(
          "a", FloatColumn.of(new SplitMix(1).uniform(12, 0, 1), Shape.of(3)), Scaling.NONE);
      Feature second = new Feature(
          "b", FloatColumn.of(new SplitMix(2).uniform(12, 0, 1), Shape.of(3)), Scaling.NONE);
      float[] predicted = two.predict(Dataset.of(first, second)).flat();
      assertThat(two.predict(Dataset.of(second, first)).flat()).isEqualTo(predicted);
      two.export(folder.resolve("two"));
      try (Predictor loaded = Predictor.load(folder.resolve("two"))) {
        assertThat(loaded.predict(Dataset.of(first, second)).flat())
            .containsExactly(predicted, within(1e-6f));
      }
    }
  }

  @Test
  void fourThreadsPredictWhatOneDoes(@TempDir Path folder) throws Exception {
    model.export(folder.resolve("scenes"));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Predictor loaded = Predictor.load(folder.resolve("scenes"))) {
      float[] serial = loaded.predict(data).flat();
      List<Future<float[]>> parallel = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        parallel.add(threads.submit(() -> loaded.predict(data).flat()));
      }
      for (Future<float[]> each : parallel) {
        assertThat(each.get()).isEqualTo(serial);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aClosedPredictorSaysSo(@TempDir Path folder) {
    model.export(folder.resolve("scenes"));
    Predictor loaded = Predictor.load(folder.resolve("scenes"));
    loaded.close();
    loaded.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> loaded.predict(data))
        .withMessageContaining("the model is closed");
  }

  @Test
  void brokenFoldersAreNamed(@TempDir Path folder) throws IOException {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> Predictor.load(none))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none")
        .hasMessageContaining(
            "expected a model folder with saved_model.pb, received no such folder");
    Path broken = folder.resolve("broken");
    model.export(broken);
    Files.write(broken.resolve("saved_model.pb"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> Predictor.load(broken))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("broken")
        .hasMessageContaining("its checksum is not the one in the model card");
    Path card = folder.resolve("card");
    model.export(card);
    Files.writeString(card.resolve("assets.extra/keraunos.json"), "{\"format\": 7");
    assertThatThrownBy(() -> Predictor.load(card))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a model card");
    Files.writeString(card.resolve("assets.extra/keraunos.json"), "{}");
    assertThatThrownBy(() -> Predictor.load(card))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("keraunos.json");
  }

  private static float[] unscaled() {
    byte[] pixels = new SplitMix(1).bytes(ROWS * 192);
    float[] floats = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      floats[i] = pixels[i] & 0xFF;
    }
    return floats;
  }

  private static float[] asFloats() {
    float[] floats = unscaled();
    for (int i = 0; i < floats.length; i++) {
      floats[i] /= 255;
    }
    return floats;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }
}
