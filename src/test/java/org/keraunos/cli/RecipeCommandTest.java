package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.report.StrictJson;
import tools.jackson.databind.JsonNode;

/** Recipes by the command line: what they set, what changes them, what a search says. */
class RecipeCommandTest {
  @TempDir
  static Path folder;

  private static Path table;

  @BeforeAll
  static void writeTable() throws IOException {
    table = Cli.table(folder);
  }

  private static JsonNode json(Object... arguments) {
    Cli train =
        Cli.run(Stream.concat(Stream.of("train", "--json", "--no-report"), Stream.of(arguments))
            .toArray());
    assertThat(train.code()).as(train.err()).isZero();
    return StrictJson.read(train.out());
  }

  private static JsonNode scenes(Path model, Object... arguments) {
    return json(Stream.concat(
            Stream.of("--train-size", 150, "--test-size", 20, "--quiet", "--model", model),
            Stream.of(arguments))
        .toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "strong"})
  void trainsScenesAndStandsInTheCard(String recipe) {
    Path model = folder.resolve(recipe);
    JsonNode options = scenes(model, "--recipe", recipe, "--epochs", 1).get("options");
    assertThat(options.get("recipe").stringValue()).isEqualTo(recipe);
    assertThat(options.get("network").stringValue()).isEqualTo(recipe);
    assertThat(options.get("epochs").intValue()).isEqualTo(1);
    assertThat(options.get("schedule").stringValue()).isEqualTo("one-cycle");
    assertThat(options.get("augment").stringValue())
        .isEqualTo(recipe.equals("strong") ? "medium" : "none");

    Cli summary = Cli.run("summary", "--model", model);
    assertThat(summary.out()).contains("Recipe: " + recipe);
    JsonNode card =
        StrictJson.read(Cli.run("summary", "--model", model, "--json").out());
    assertThat(card.toString()).contains("\"recipe\":\"" + recipe + "\"");
  }

  @Test
  void theTutorialIsTheDefaultAndSaysSoInTheCardAlone() {
    Path model = folder.resolve("tutorial");
    JsonNode report = scenes(model, "--epochs", 1);
    assertThat(report.get("options").get("recipe").stringValue()).isEqualTo("tutorial");
    assertThat(report.get("options").get("network").stringValue()).isEqualTo("tutorial");
    assertThat(Cli.run("summary", "--model", model).out()).doesNotContain("Recipe");
  }

  @Test
  void otherOptionsChangeWhatARecipeSays() {
    JsonNode options = scenes(
            folder.resolve("changed"),
            "--recipe",
            "strong",
            "--epochs",
            1,
            "--batch-size",
            50,
            "--learning-rate",
            0.01,
            "--augment",
            "none",
            "--validation-split",
            0.2,
            "--thresholds",
            "jaccard",
            "--label-smoothing",
            0.1,
            "--precision",
            "float32",
            "--network",
            "cnn")
        .get("options");
    assertThat(options.get("batch_size").intValue()).isEqualTo(50);
    assertThat(options.get("learning_rate").doubleValue()).isEqualTo(0.01);
    assertThat(options.get("augment").stringValue()).isEqualTo("none");
    assertThat(options.get("validation_split").doubleValue()).isEqualTo(0.2);
    assertThat(options.get("thresholds").stringValue()).isEqualTo("jaccard");
    assertThat(options.get("label_smoothing").doubleValue()).isEqualTo(0.1);
    assertThat(options.get("precision").stringValue()).isEqualTo("float32");
    assertThat(options.get("network").stringValue()).isEqualTo("cnn");
  }

  @Test
  void withoutRowsToValidateOnThereIsNoEarlyStopAndNoThreshold() {
    JsonNode report = json(
        "--data",
        table,
        "--recipe",
        "strong",
        "--epochs",
        1,
        "--validation-split",
        0,
        "--model",
        folder.resolve("unheld"));
    assertThat(report.get("options").has("early_stopping")).isFalse();
    assertThat(report.has("thresholds")).isFalse();
    assertThat(report.get("history").has("val_loss")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"small,small", "strong,strong", "tutorial,mlp"})
  void fitTables(String recipe, String network) {
    Path model = folder.resolve("table-" + recipe);
    JsonNode report = json("--data", table, "--recipe", recipe, "--model", model);
    assertThat(report.get("options").get("network").stringValue()).isEqualTo(network);
    if (!recipe.equals("tutorial")) {
      assertThat(report.get("scores").get("f1_macro").doubleValue()).isGreaterThan(0.85);
    }
    assertThat(Cli.run("evaluate", "--model", model, "--data", table, "--no-report")
            .code())
        .isZero();
  }

  @Test
  void autoSaysWhatItTriedAndKeepsTheBest() {
    Path model = folder.resolve("auto");
    Path page = folder.resolve("auto.html");
    Cli train = Cli.run(
        "train",
        "--data",
        table,
        "--train-size",
        90,
        "--recipe",
        "auto",
        "--time-budget",
        "5m",
        "--model",
        model,
        "--report",
        page,
        "--json");
    assertThat(train.code()).as(train.err()).isZero();
    JsonNode report = StrictJson.read(train.out());
    List<String> names = new ArrayList<>();
    String kept = "";
    double best = 0;
    for (JsonNode each : report.get("search")) {
      names.add(each.get("name").stringValue());
      double f1 = each.get("f1_macro").doubleValue();
      assertThat(f1).isBetween(each.get("low").doubleValue(), each.get("high").doubleValue());
      if (each.get("kept").booleanValue()) {
        kept = names.get(names.size() - 1);
        best = f1;
      }
    }
    assertThat(names).containsExactly("logistic", "knn", "chains", "small", "strong", "mlp");
    assertThat(report.get("options").get("recipe").stringValue()).isEqualTo("auto");
    assertThat(report.get("options").get("found").stringValue()).isEqualTo(kept);
    assertThat(report.get("options").get("time_budget").intValue()).isEqualTo(300);
    for (JsonNode each : report.get("search")) {
      if (!each.get("name").stringValue().equals("knn")) {
        assertThat(each.get("f1_macro").doubleValue()).isLessThanOrEqualTo(best);
      }
    }
    assertThat(train.err()).contains("Tried strong: F1 macro ");
    assertThat(page).content().contains("tried: " + kept, "kept");
    assertThat(Cli.run("summary", "--model", model).out())
        .contains("Recipe: auto, which found " + kept);
  }

  @Test
  void autoPrintsATableOfWhatItTried() {
    Cli train = Cli.run(
        "train",
        "--data",
        table,
        "--recipe",
        "auto",
        "--time-budget",
        "1s",
        "--validation-split",
        0.3,
        "--quiet",
        "--no-report",
        "--model",
        folder.resolve("quick"));
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.err()).isEmpty();
    assertThat(train.out().lines().limit(7).toList())
        .first()
        .asString()
        .matches("Tried +F1 macro +95 % interval +Seconds");
    assertThat(train.out()).containsPattern("\nlogistic +0\\.\\d{3} +0\\.\\d{3} to [01]\\.\\d{3} ");
    assertThat(train.out()).contains("kept", "\nPrecision: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--recipe weak|--recipe: expected tutorial, small, strong or auto, received weak",
        "--recipe strong --network chain"
            + "|--recipe: expected a network, which recipes train, received --network chain",
        "--recipe auto --from x.keras"
            + "|--from: expected a recipe other than auto, which tries its own, received --recipe auto",
        "--recipe auto --network cnn"
            + "|--network: expected a recipe other than auto, which tries its own, received --recipe auto",
        "--recipe auto --epochs 3"
            + "|--epochs: expected a recipe other than auto, which tries its own, received --recipe auto",
        "--recipe auto --augment light"
            + "|--augment: expected a recipe other than auto, which tries its own, received --recipe auto",
        "--recipe auto --checkpoint-dir x"
            + "|--checkpoint-dir: expected a recipe other than auto, which tries its own, received --recipe auto",
        "--recipe auto --calibrate platt"
            + "|--calibrate: expected a recipe other than auto, which calibrates none, received --recipe auto",
        "--recipe auto --time-budget soon"
            + "|--time-budget: expected seconds, minutes or hours such as 90s, 10m, 1h, received soon",
        "--time-budget 5m|--time-budget: expected --recipe auto beside it, received none",
        "--recipe strong --thresholds f1 --validation-split 0"
            + "|--thresholds: expected --validation-split beside it, or data with a validation part, received no rows to validate on"
      })
  void whatMakesNoSenseIsRefused(String options, String message) {
    Cli train = Cli.run(Stream.concat(
            Stream.of("train", "--train-size", "100", "--test-size", "10"),
            Stream.of(options.split(" ")))
        .toArray());
    assertThat(train.code()).isEqualTo(2);
    assertThat(train.err().strip()).isEqualTo("keraunos train: " + message);
  }

  @Test
  void aSearchWithoutRowsToJudgeByNamesTheOption() {
    for (String[] options : new String[][] {{"--train-size", "3"}, {"--validation-split", "0"}}) {
      Cli train = Cli.run(Stream.concat(
              Stream.of("train", "--data", table.toString(), "--recipe", "auto", "--quiet"),
              Stream.of(options))
          .toArray());
      assertThat(train.code()).as(train.err()).isEqualTo(2);
      assertThat(train.err()).startsWith("keraunos train: --validation-split: expected ");
    }
  }

  @Test
  void recipesAreCrossValidatedButNotASearch() {
    Cli folds = Cli.run(
        "crossvalidate",
        "--data",
        table,
        "--recipe",
        "small",
        "--folds",
        2,
        "--epochs",
        1,
        "--json");
    assertThat(folds.code()).as(folds.err()).isZero();
    assertThat(StrictJson.read(folds.out()).get("options").get("recipe").stringValue())
        .isEqualTo("small");
    Cli auto = Cli.run("crossvalidate", "--data", table, "--recipe", "auto");
    assertThat(auto.err()).contains("--recipe: expected tutorial, small or strong here");
    Cli logistic = Cli.run("crossvalidate", "--data", table, "--network", "logistic");
    assertThat(logistic.err()).contains("--network: expected a network that is trained in epochs");
  }
}
