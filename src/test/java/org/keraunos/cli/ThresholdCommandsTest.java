package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.Predictor;
import org.keraunos.report.StrictJson;
import tools.jackson.databind.JsonNode;

/** Thresholds from the training to the labels of a prediction. */
class ThresholdCommandsTest {
  @TempDir
  static Path folder;

  private static Path table;
  private static Path model;
  private static Cli train;

  /** A label that is rare, and seldom likelier than 0.5. */
  @BeforeAll
  static void trainWithThresholds() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<String> lines = new ArrayList<>(List.of("x,y,label_rare,label_half"));
    for (int row = 0; row < 400; row++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      int rare = random.nextDouble() < 0.45 * a * a ? 1 : 0;
      lines.add(String.format(Locale.ROOT, "%.4f,%.4f,%d,%d", a, b, rare, b > 0.5 ? 1 : 0));
    }
    table = Files.write(folder.resolve("table.csv"), lines);
    model = folder.resolve("model");
    train = Cli.run(
        "train",
        "--data",
        table,
        "--epochs",
        30,
        "--learning-rate",
        0.03,
        "--hidden",
        "8",
        "--validation-split",
        0.4,
        "--thresholds",
        "f1",
        "--json",
        "--model",
        model);
  }

  @Test
  void trainChoosesAndSavesThem() {
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.err()).contains("Thresholds for f1: label_rare 0.");
    JsonNode chosen = StrictJson.read(train.out()).get("thresholds");
    assertThat(chosen.get("criterion").asString()).isEqualTo("f1");
    JsonNode rare = chosen.get("labels").get("label_rare");
    assertThat(rare.get("threshold").asDouble()).isBetween(0.0, 0.49);
    assertThat(rare.get("cross_fitted").asDouble())
        .isGreaterThan(rare.get("at_half").asDouble());
    try (Predictor predictor = Predictor.load(model)) {
      assertThat(predictor.contract().output().thresholds().get(0))
          .isEqualTo(rare.get("threshold").asDouble());
    }
    assertThat(StrictJson.read(train.out()).get("options").get("thresholds").asString())
        .isEqualTo("f1");
  }

  @Test
  void evaluateAndPredictCutThere() throws IOException {
    JsonNode own = StrictJson.read(
        Cli.run("evaluate", "--data", table, "--model", model, "--json").out());
    JsonNode trained = StrictJson.read(train.out());
    assertThat(own.get("scores").get("f1")).isEqualTo(trained.get("scores").get("f1"));
    double cut = own.get("thresholds").get("label_rare").asDouble();
    assertThat(cut)
        .isEqualTo(trained
            .get("thresholds")
            .get("labels")
            .get("label_rare")
            .get("threshold")
            .asDouble());
    JsonNode half = StrictJson.read(
        Cli.run("evaluate", "--data", table, "--model", model, "--threshold", 0.5, "--json")
            .out());
    assertThat(half.get("threshold").asDouble()).isEqualTo(0.5);
    assertThat(recall(half)).isLessThan(recall(own));

    Path file = folder.resolve("predicted.json");
    Cli predict = Cli.run("predict", "--data", table, "--model", model, "--output", file);
    assertThat(predict.code()).as(predict.err()).isZero();
    JsonNode predicted = StrictJson.read(Files.readString(file));
    assertThat(predicted.get("thresholds").get("label_rare").asDouble()).isEqualTo(cut);
    for (JsonNode row : predicted.get("predictions")) {
      float p = (float) row.get("probabilities").get("label_rare").asDouble();
      assertThat(row.get("labels").toString().contains("label_rare")).isEqualTo(p > (float) cut);
    }
  }

  private static double recall(JsonNode report) {
    return report.get("scores").get("report").get("label_rare").get("recall").asDouble();
  }

  @Test
  void evaluateChoosesOnOtherRows() {
    Cli evaluate = Cli.run(
        "evaluate",
        "--data",
        table,
        "--model",
        model,
        "--part",
        "all",
        "--thresholds",
        "recall=0.9",
        "--json");
    assertThat(evaluate.code()).as(evaluate.err()).isZero();
    JsonNode json = StrictJson.read(evaluate.out());
    assertThat(json.get("threshold_criterion").asString()).isEqualTo("recall=0.9");
    assertThat(recall(json)).isBetween(0.75, 1.0);
    Cli text = Cli.run(
        "evaluate", "--data", table, "--model", model, "--part", "all", "--thresholds", "mcc");
    assertThat(text.out())
        .contains("Thresholds for mcc: label_rare 0.")
        .contains("mean of the labels on rows that they were not chosen on");
    Cli held = Cli.run(
        "evaluate", "--data", table, "--model", model, "--part", "all", "--thresholds", "recall=1");
    assertThat(held.out()).contains("Thresholds for recall=1").doesNotContain("mean of the labels");
  }

  @Test
  void foldsHaveThresholdsOfTheirOwn() {
    Cli folds = Cli.run(
        "crossvalidate",
        "--data",
        table,
        "--folds",
        2,
        "--epochs",
        30,
        "--learning-rate",
        0.03,
        "--hidden",
        "8",
        "--validation-split",
        0.3,
        "--thresholds",
        "recall=1",
        "--json");
    assertThat(folds.code()).as(folds.err()).isZero();
    JsonNode scores = StrictJson.read(folds.out()).get("folds");
    assertThat(scores).as(folds.out()).isNotNull();
    double[] recall = DoubleStream.of(
            scores.get(0).get("recall").asDouble(), scores.get(1).get("recall").asDouble())
        .toArray();
    assertThat(recall[0]).as(folds.out()).isGreaterThan(0.85);
    assertThat(recall[1]).as(folds.out()).isGreaterThan(0.85);
  }

  @Test
  void mistakesAreNamed() {
    Cli none = Cli.run("train", "--data", table, "--thresholds", "f1");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err())
        .contains("--thresholds: expected --validation-split beside it, or data with a validation"
            + " part, received no rows to validate on");
    Cli unknown =
        Cli.run("train", "--data", table, "--validation-split", 0.2, "--thresholds", "best");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains(": --thresholds: expected f1, f0.5, f2");
    Cli share = Cli.run("evaluate", "--thresholds", "precision=2");
    assertThat(share.err()).contains("--thresholds: precision: expected 0 to 1, received 2.0");
    Cli both = Cli.run(
        "evaluate", "--data", table, "--model", model, "--threshold", 0.4, "--thresholds", "f1");
    assertThat(both.err())
        .contains("--thresholds: expected no --threshold beside it, received 0.4");
  }
}
