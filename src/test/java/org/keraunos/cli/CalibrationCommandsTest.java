package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.Predictor;
import org.keraunos.decisions.CalibrationMethod;
import org.keraunos.report.StrictJson;
import tools.jackson.databind.JsonNode;

/** Calibration from the training to a report. */
class CalibrationCommandsTest {
  @TempDir
  static Path folder;

  private static Path table;
  private static Path model;
  private static Cli train;

  /** Few rows of many columns that mean nothing, so that the network is too sure of itself. */
  @BeforeAll
  static void trainCalibrated() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder head = new StringBuilder();
    for (int column = 0; column < 12; column++) {
      head.append("x").append(column).append(',');
    }
    List<String> lines = new ArrayList<>(List.of(head + "label_rare,label_half"));
    for (int row = 0; row < 500; row++) {
      StringBuilder line = new StringBuilder();
      double a = 0;
      double b = 0;
      for (int column = 0; column < 12; column++) {
        double x = random.nextDouble();
        a = column == 0 ? x : a;
        b = column == 1 ? x : b;
        line.append(String.format(Locale.ROOT, "%.4f,", x));
      }
      int rare = random.nextDouble() < 0.5 * a * a ? 1 : 0;
      int half = random.nextDouble() < b ? 1 : 0;
      lines.add(line.toString() + rare + "," + half);
    }
    table = Files.write(folder.resolve("table.csv"), lines);
    model = folder.resolve("model");
    train = Cli.run(
        "train",
        "--data",
        table,
        "--epochs",
        60,
        "--learning-rate",
        0.02,
        "--hidden",
        "32",
        "--validation-split",
        0.4,
        "--calibrate",
        "platt",
        "--thresholds",
        "f1",
        "--json",
        "--report",
        folder.resolve("train.html"),
        "--model",
        model);
  }

  private static void isBetter(JsonNode calibration, String method) {
    assertThat(calibration.get("method").asString()).isEqualTo(method);
    JsonNode error = calibration.get("expected_calibration_error");
    assertThat(error.get("before").asDouble()).isGreaterThan(0.08);
    assertThat(error.get("after").asDouble()).isLessThan(error.get("before").asDouble() * 0.7);
  }

  @Test
  void trainCalibratesBeforeItChooses() throws IOException {
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.err())
        .containsPattern(
            "(?s)Calibrated \\(platt\\): expected calibration error, mean of the labels,"
                + " on rows that it was not fitted on 0\\.\\d{4}, before 0\\.\\d{4}.*Thresholds for f1");
    JsonNode json = StrictJson.read(train.out());
    isBetter(json.get("calibration"), "platt");
    assertThat(json.get("options").get("calibrate").asString()).isEqualTo("platt");
    try (Predictor predictor = Predictor.load(model)) {
      assertThat(predictor.contract().output().calibration().orElseThrow().method())
          .isEqualTo(CalibrationMethod.PLATT);
      assertThat(predictor.contract().output().thresholds().get(0))
          .isEqualTo(json.get("thresholds")
              .get("labels")
              .get("label_rare")
              .get("threshold")
              .asDouble());
      assertThat(predictor.card().orElseThrow().training()).containsKey("calibration");
    }
    String summary = Cli.run("summary", "--model", model).out();
    assertThat(summary).contains("Calibration: platt");
    JsonNode results = StrictJson.read(Files.readString(folder.resolve("train.json")));
    double before =
        results.get("before_calibration").get("expected_calibration_error").asDouble();
    assertThat(results.get("expected_calibration_error").asDouble()).isLessThan(before);
    assertThat(Files.readString(folder.resolve("train.html")))
        .contains("before calibration " + String.format(Locale.ROOT, "%.3f", before));
  }

  @Test
  void evaluateScoresWhatTheModelGives() {
    JsonNode own = StrictJson.read(
        Cli.run("evaluate", "--data", table, "--model", model, "--json").out());
    assertThat(own.get("scores").get("f1"))
        .isEqualTo(StrictJson.read(train.out()).get("scores").get("f1"));
    assertThat(own.get("calibration").get("method").asString()).isEqualTo("platt");
  }

  @Test
  void evaluateSaysWhatAnotherWouldComeTo() {
    JsonNode json = StrictJson.read(Cli.run(
            "evaluate",
            "--data",
            table,
            "--model",
            model,
            "--part",
            "all",
            "--calibrate",
            "isotonic",
            "--json")
        .out());
    isBetter(json.get("calibration"), "isotonic");
    assertThat(json.get("threshold").asDouble()).isEqualTo(0.5);
    Cli text = Cli.run(
        "evaluate",
        "--data",
        table,
        "--model",
        model,
        "--calibrate",
        "temperature",
        "--thresholds",
        "f1");
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out())
        .containsPattern("(?s)Calibrated \\(temperature\\): .*Thresholds for f1: label_rare");
    try (Predictor predictor = Predictor.load(model)) {
      assertThat(predictor.contract().output().calibration().orElseThrow().method())
          .isEqualTo(CalibrationMethod.PLATT);
    }
  }

  /** Its calibration is of other weights. */
  @Test
  void whatGoesOnFromTheModelBeginsWithout() {
    Path next = folder.resolve("next");
    Cli made = Cli.run(
        "train", "--data", table, "--from", model, "--epochs", 1, "--no-report", "--model", next);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(Cli.run("summary", "--model", next).out()).doesNotContain("Calibration");
  }

  @Test
  void aStrategyIsCalibratedToo() {
    Path chain = folder.resolve("chain");
    Cli made = Cli.run(
        "train",
        "--data",
        table,
        "--network",
        "chain",
        "--validation-split",
        0.3,
        "--calibrate",
        "isotonic",
        "--json",
        "--model",
        chain);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(StrictJson.read(made.out()).get("calibration").get("method").asString())
        .isEqualTo("isotonic");
    JsonNode scores = StrictJson.read(
        Cli.run("evaluate", "--data", table, "--model", chain, "--json").out());
    assertThat(scores.get("scores").get("f1").asDouble())
        .isCloseTo(StrictJson.read(made.out()).get("scores").get("f1").asDouble(), within(1e-12));
  }

  @Test
  void mistakesAreNamed() {
    Cli none = Cli.run("train", "--data", table, "--calibrate", "platt");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err())
        .contains("--calibrate: expected --validation-split beside it, or data with a validation"
            + " part, received no rows to validate on");
    for (String command : List.of("train", "evaluate")) {
      Cli unknown = Cli.run(command, "--data", table, "--calibrate", "beta");
      assertThat(unknown.code()).isEqualTo(2);
      assertThat(unknown.err())
          .contains("keraunos " + command
              + ": --calibrate: expected temperature, platt or isotonic, received beta");
    }
    Cli knn = Cli.run("train", "--data", table, "--network", "knn", "--calibrate", "platt");
    assertThat(knn.code()).isEqualTo(2);
    assertThat(knn.err()).contains("--calibrate: expected a method that is saved");
  }
}
