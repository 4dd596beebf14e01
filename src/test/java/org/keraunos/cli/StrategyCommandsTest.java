package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.report.StrictJson;
import tools.jackson.databind.JsonNode;

/** What is fitted in place of a network, from a table to a model that is evaluated. */
class StrategyCommandsTest {
  @TempDir
  static Path folder;

  private static Path table;

  @BeforeAll
  static void writeTable() throws IOException {
    table = Cli.table(folder);
  }

  @Test
  void stackingWantsARowAFold() {
    Cli train = Cli.run("train", "--network", "stacking", "--train-size", 3, "--test-size", 5);
    assertThat(train.code()).isEqualTo(2);
    assertThat(train.err().strip())
        .endsWith("--network stacking: expected 5 rows to train on, one a fold, received 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logistic", "chain", "chains", "stacking"})
  void isScoredSavedAndEvaluatedAlike(String network) {
    Path model = folder.resolve(network);
    Cli train = Cli.run(
        "train",
        "--data",
        table,
        "--network",
        network,
        "--model",
        model,
        "--validation-split",
        0.3,
        "--thresholds",
        "f1",
        "--json");
    assertThat(train.code()).as(train.err()).isZero();
    JsonNode report = StrictJson.read(train.out());
    assertThat(report.get("scores").get("f1").doubleValue()).isGreaterThan(0.85);
    assertThat(report.get("options").get("network").stringValue()).isEqualTo(network);
    Cli evaluate =
        Cli.run("evaluate", "--model", model, "--data", table, "--part", "test", "--json");
    assertThat(evaluate.code()).as(evaluate.err()).isZero();
  }

  @Test
  void neighboursAreScoredAndNotSaved() {
    Cli train = Cli.run("train", "--data", table, "--network", "knn", "--json");
    assertThat(train.code()).as(train.err()).isZero();
    JsonNode report = StrictJson.read(train.out());
    assertThat(report.get("scores").get("f1").doubleValue()).isGreaterThan(0.85);
    assertThat(report.has("model")).isFalse();
    assertThat(train.err()).contains("neighbours are not saved");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--epochs 5 --network logistic"
            + "|--epochs: expected a network that is trained in epochs, received --network logistic",
        "--loss asl --network chain"
            + "|--loss: expected a network that is trained in epochs, received --network chain",
        "--thresholds f1 --validation-split 0.2 --network knn"
            + "|--thresholds: expected a method that is saved, received --network knn",
        "--network forest"
            + "|--network: expected tutorial, cnn, mlp or logistic, chain, chains, stacking, knn, received forest",
        "--network cnn|--network cnn: expected images, received features (None, 2)"
      })
  void whatHasNoEffectIsRefused(String options, String message) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", table));
    arguments.addAll(List.of(options.split(" ")));
    Cli run = Cli.run(arguments.toArray());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }
}
