package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.npy.Npz;
import org.keraunos.report.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * The commands over data that are not digit scenes: every format of --data, the MLP on features,
 * folds.
 */
class DataCommandsTest {
  @TempDir
  static Path folder;

  private static Path table;
  private static Path model;
  private static Cli train;

  @BeforeAll
  static void trainOnATable() throws IOException {
    table = Files.writeString(folder.resolve("table.csv"), table(300, true));
    model = folder.resolve("table-model");
    train = Cli.run(
        "train", "--data", table, "--epochs", 40, "--hidden", "32,16", "--json", "--model", model);
  }

  /**
   * Three features of very different scale; label_x says the first is large, label_y the second and
   * third differ.
   */
  private static String table(int rows, boolean labels) {
    SplittableRandom random = new SplittableRandom(5);
    List<String> lines = new ArrayList<>();
    lines.add("width,depth,height" + (labels ? ",label_x,label_y" : ""));
    for (int row = 0; row < rows; row++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      double c = random.nextDouble();
      String features =
          String.format(Locale.ROOT, "%.4f,%.4f,%.6f", 5000 + 800 * a, 40 + b, c / 1000);
      lines.add(features + (labels ? "," + (a > 0.5 ? 1 : 0) + "," + (b > c ? 1 : 0) : ""));
    }
    return String.join("\n", lines) + "\n";
  }

  @Test
  void aTableTrainsAStandardisedMlpAndSaysWhatWasHeldOut() {
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.err())
        .contains(
            "No test part: 60 of 300 rows (20 %), stratified by their labels, are held out as one",
            "240 rows to train on, 60 to test, (None, 3) -> 2 labels");
    JsonNode json = StrictJson.read(train.out());
    assertThat(json.get("options").get("network").asString()).isEqualTo("mlp");
    assertThat(json.get("options").get("hidden").toString()).isEqualTo("[32,16]");
    assertThat(json.get("data").get("features").toString())
        .isEqualTo("[\"width\",\"depth\",\"height\"]");
    assertThat(json.get("data").get("test_held_out").asBoolean()).isTrue();
    assertThat(json.get("scores").get("f1").asDouble()).isGreaterThan(0.9);
    assertThat(Cli.run("summary", "--model", model).out())
        .contains("normalization (Normalization)", "Non-trainable params: 7", "label_x, label_y");
  }

  @Test
  void evaluateScoresTheRowsThatTrainHeldOut() {
    Cli evaluate = Cli.run("evaluate", "--data", table, "--model", model, "--json");
    assertThat(evaluate.code()).as(evaluate.err()).isZero();
    JsonNode json = StrictJson.read(evaluate.out());
    assertThat(json.get("rows").asInt()).isEqualTo(60);
    JsonNode expected = StrictJson.read(train.out()).get("scores");
    for (String score : List.of("f1", "hamming_loss", "accuracy")) {
      assertThat(json.get("scores").get(score)).as(score).isEqualTo(expected.get(score));
    }
    assertThat(evaluate.err()).contains("No test part: 60 of 300 rows");
    Cli all = Cli.run("evaluate", "--data", table, "--model", model, "--part", "all", "--json");
    assertThat(StrictJson.read(all.out()).get("rows").asInt()).isEqualTo(300);
    Cli none = Cli.run("evaluate", "--data", table, "--model", model, "--part", "validation");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("--part: expected a part that the data have");
  }

  @Test
  void oneLabelsReportCallsItByItsName() throws IOException {
    String one = table(300, true).replaceAll("(?m),[^,]*$", "");
    Path file = Files.writeString(folder.resolve("one.csv"), one);
    Path to = folder.resolve("one-model");
    Cli trained = Cli.run(
        "train", "--data", file, "--epochs", 20, "--hidden", "16", "--model", to, "--quiet");
    assertThat(trained.out())
        .as(trained.err())
        .containsPattern("\n +not label_x +[01]\\.")
        .containsPattern("\n +label_x +[01]\\.");
    Cli evaluate = Cli.run("evaluate", "--data", file, "--model", to, "--json");
    JsonNode scores = StrictJson.read(evaluate.out()).get("scores");
    assertThat(scores.get("report").propertyNames())
        .containsExactly("not label_x", "label_x", "accuracy", "macro avg", "weighted avg");
    assertThat(scores.get("f1")).isEqualTo(scores.get("report").get("label_x").get("f1-score"));
  }

  @Test
  void predictTakesATablesColumnsByNameAndNeedsNoLabels() throws IOException {
    Path labelled = folder.resolve("all.npy");
    Cli first = Cli.run("predict", "--data", table, "--model", model, "--output", labelled);
    assertThat(first.code()).as(first.err()).isZero();
    List<String> lines = table(300, false).lines().toList();
    StringBuilder turned = new StringBuilder();
    for (String line : lines) {
      String[] cells = line.split(",");
      turned.append(String.join(",", cells[2], "7", cells[1], cells[0])).append('\n');
    }
    String named = turned.toString().replaceFirst("7", "extra");
    Path other = Files.writeString(folder.resolve("turned.csv"), named);
    Path unlabelled = folder.resolve("unlabelled.npy");
    Cli second = Cli.run("predict", "--data", other, "--model", model, "--output", unlabelled);
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(Npy.read(unlabelled).toFloats()).isEqualTo(Npy.read(labelled).toFloats());
    Path less = Files.writeString(folder.resolve("less.csv"), "width,depth\n1,2\n");
    Cli missing = Cli.run("predict", "--data", less, "--model", model);
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err())
        .contains("expected the features that the model was trained on, missing: height");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "features.csv",
        "features.tsv",
        "features.jsonl",
        "table_parts",
        "arff",
        "meka.arff",
        "tfrecord/classes.tfrecord",
        "tfrecord/vectors.tfrecord",
        "cifar10",
        "cifar100",
        "folders",
        "parts",
        "jsonl",
        "coco",
        "voc"
      })
  void everyFormatTrainsEvaluatesAndPredicts(String fixture) throws URISyntaxException {
    Path data = fixture(fixture);
    Path to = folder.resolve("formats").resolve(fixture);
    boolean table = Set.of("features.csv", "features.tsv", "table_parts", "arff", "meka.arff")
        .contains(fixture);
    List<Object> options =
        new ArrayList<>(List.of("--data", data, "--model", to, "--max-skipped", 1));
    boolean features = table
        || Set.of("features.jsonl", "tfrecord/classes.tfrecord", "tfrecord/vectors.tfrecord")
            .contains(fixture);
    if (!features) {
      options.addAll(List.of("--cache", "none"));
    }
    if (fixture.equals("tfrecord/vectors.tfrecord")) {
      options.addAll(List.of("--unknown", "-1"));
    }
    List<Object> training = new ArrayList<>(List.of("train", "--epochs", 1, "--quiet"));
    training.addAll(options);
    if (!features) {
      training.addAll(List.of("--image-size", 12));
    }
    Cli trained = Cli.run(training.toArray());
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("Hamming loss");
    options.add(0, "predict");
    Cli predicted = Cli.run(options.toArray());
    assertThat(predicted.code()).as(predicted.err()).isZero();
    options.set(0, "evaluate");
    options.addAll(List.of("--part", "all"));
    Cli evaluated = Cli.run(options.toArray());
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    List<Object> looking = new ArrayList<>(List.of("inspect", data));
    if (fixture.equals("tfrecord/vectors.tfrecord")) {
      looking.addAll(List.of("--unknown", "-1"));
    }
    Cli inspected = Cli.run(looking.toArray());
    assertThat(inspected.code()).as(inspected.err()).isZero();
    assertThat(inspected.out()).contains("Labels by frequency", "Cardinality");
  }

  private static Path fixture(String name) throws URISyntaxException {
    return Path.of(
        DataCommandsTest.class.getResource("/org/keraunos/data/readers/" + name).toURI());
  }

  @Test
  void earlyStoppingEndsEachTrainingAndKeepsTheBestWeights() {
    Cli train = Cli.run(
        "train",
        "--data",
        table,
        "--epochs",
        60,
        "--early-stopping",
        2,
        "--validation-split",
        0.25,
        "--learning-rate",
        0.3,
        "--json",
        "--model",
        folder.resolve("early"));
    assertThat(train.code()).as(train.err()).isZero();
    JsonNode json = StrictJson.read(train.out());
    JsonNode loss = json.get("history").get("val_loss");
    int epochs = loss.size();
    assertThat(epochs).isBetween(3, 59);
    assertThat(train.err()).contains("Stopped after epoch " + epochs + ": ");
    assertThat(json.get("options").get("early_stopping").asInt()).isEqualTo(2);
    for (int epoch = 0; epoch < epochs - 3; epoch++) {
      assertThat(loss.get(epoch).asDouble()).isGreaterThan(loss.get(epochs - 3).asDouble());
    }
    Cli folds = Cli.run(
        "crossvalidate",
        "--data",
        table,
        "--folds",
        2,
        "--epochs",
        60,
        "--early-stopping",
        1,
        "--validation-split",
        0.25,
        "--learning-rate",
        0.3);
    assertThat(folds.code()).as(folds.err()).isZero();
    assertThat(folds.err().lines().filter(line -> line.startsWith("Stopped after epoch")))
        .hasSize(2);
  }

  @Test
  void balancedWeightsFindMoreOfARareLabel() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,rare,common\n");
    Random random = new Random(3);
    for (int row = 0; row < 400; row++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      int rare = a + 0.3 * random.nextDouble() > 1.2 ? 1 : 0;
      rows.append(a).append(',').append(b).append(',').append(rare).append(',');
      rows.append(b > 0.5 ? 1 : 0).append('\n');
    }
    Path data = Files.writeString(folder.resolve("rare.csv"), rows);
    JsonNode plain = scores(data, "--epochs", "10");
    JsonNode balanced = scores(data, "--epochs", "10", "--class-weight", "balanced");
    assertThat(balanced.get("options").get("class_weight").asString()).isEqualTo("balanced");
    assertThat(plain.get("options").has("class_weight")).isFalse();
    assertThat(recall(balanced)).isGreaterThan(recall(plain) + 0.2);
    Cli wrong = Cli.run("train", "--data", data, "--class-weight", "equal");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("--class-weight: expected balanced or effective, received equal");
  }

  private static JsonNode scores(Path data, String... options) {
    List<Object> words = new ArrayList<>(List.of(
        "train",
        "--data",
        data,
        "--label-count",
        2,
        "--json",
        "--quiet",
        "--model",
        folder.resolve("weighed")));
    words.addAll(List.of(options));
    Cli cli = Cli.run(words.toArray());
    assertThat(cli.code()).as(cli.err()).isZero();
    return StrictJson.read(cli.out());
  }

  private static double recall(JsonNode trained) {
    return trained.get("scores").get("report").get("rare").get("recall").asDouble();
  }

  @Test
  void aTestPartWithoutAnyKnownLabelIsRefusedBeforeTraining() throws URISyntaxException {
    Path to = folder.resolve("tags-model");
    Cli trained = Cli.run(
        "train", "--data", fixture("tags"), "--max-skipped", 1, "--cache", "none", "--model", to);
    assertThat(trained.code()).isEqualTo(2);
    assertThat(trained.err())
        .contains("test part: expected at least one known label, received only unknown ones")
        .doesNotContain("Epoch");
    assertThat(to).doesNotExist();
  }

  @Test
  void imagesWithAColumnOfZeroAndOneForEachLabel() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("photos"));
    StringBuilder csv = new StringBuilder("file,dark,red\n");
    for (int i = 0; i < 20; i++) {
      BufferedImage picture = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < 63; pixel++) {
        picture.setRGB(pixel % 9, pixel / 9, (i % 3 * 100 << 16) + i + pixel * 2);
      }
      ImageIO.write(picture, "png", photos.resolve(i + ".png").toFile());
      csv.append(i + ".png," + i % 2 + "," + (i % 3 == 0 ? "?" : 1) + "\n");
    }
    Files.writeString(photos.resolve("labels.csv"), csv);
    Path to = folder.resolve("photo-model");
    Cli trained = Cli.run(
        "train", "--data", photos, "--epochs", 1, "--cache", "none", "--model", to, "--json");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("Images are stretched to 64 x 64 (--image-size");
    JsonNode data = StrictJson.read(trained.out()).get("data");
    assertThat(data.get("shape").toString()).isEqualTo("[64,64,3]");
    assertThat(data.get("labels").toString()).isEqualTo("[\"dark\",\"red\"]");
    Cli predicted = Cli.run("predict", "--data", photos, "--model", to, "--cache", "none");
    assertThat(predicted.out()).startsWith("0.png: ");
    Cli one = Cli.run("predict", "--model", to, photos.resolve("0.png"));
    assertThat(one.out().replace(photos + "/", ""))
        .as("a file alone goes through the same graph")
        .isEqualTo(predicted.out().lines().findFirst().orElseThrow() + System.lineSeparator());
    Cli other = Cli.run(
        "evaluate", "--data", photos, "--model", to, "--cache", "none", "--image-size", "8x9");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("--image-size: expected 64x64, what the model takes");
    Files.writeString(photos.resolve("labels.csv"), csv.toString().replace("dark", "bird"));
    Cli birds = Cli.run("evaluate", "--data", photos, "--model", to, "--cache", "none");
    assertThat(birds.code()).isEqualTo(2);
    assertThat(birds.err())
        .contains("expected the labels that the model was trained on, [dark, red], received "
            + "[bird, red]; unknown to the model: [bird]; missing: [dark]")
        .contains("--labels dark,red takes those alone");
    Files.writeString(photos.resolve("labels.csv"), csv);
    Cli table = Cli.run(
        "evaluate", "--data", photos, "--model", model, "--cache", "none", "--labels", "red");
    assertThat(table.code()).isEqualTo(2);
    assertThat(table.err()).contains("--data: expected features, as the model takes (None, 3)");
  }

  @Test
  void arraysOfFeaturesWithoutATestPart() {
    Path file = folder.resolve("plain.npz");
    Npz.write(file, features(""));
    Path to = folder.resolve("plain-model");
    Cli trained = Cli.run("train", "--data", file, "--labels", "a,b", "--epochs", 1, "--model", to);
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("No test part: 8 of 40 rows (20 %)");
    assertThat(trained.out()).contains("           a ", "           b ");
    Path arrays = folder.resolve("arrays");
    features("_train").forEach((name, array) -> Npy.write(arrays.resolve(name + ".npy"), array));
    features("_test").forEach((name, array) -> Npy.write(arrays.resolve(name + ".npy"), array));
    Cli apart = Cli.run("train", "--data", arrays, "--epochs", 1, "--json", "--model", to);
    assertThat(apart.code()).as(apart.err()).isZero();
    assertThat(apart.err()).doesNotContain("No test part");
    JsonNode data = StrictJson.read(apart.out()).get("data");
    assertThat(data.get("train").asInt()).isEqualTo(40);
    assertThat(data.get("test").asInt()).isEqualTo(40);
    Cli inspected = Cli.run("inspect", arrays, "--json");
    JsonNode same = StrictJson.read(inspected.out()).get("same_bytes");
    assertThat(same.size()).isEqualTo(40);
    assertThat(same.get(0).get("across_parts").asBoolean()).isTrue();
  }

  private static Map<String, NpyArray> features(String part) {
    float[] x = new float[40 * 3];
    byte[] y = new byte[40 * 2];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 7 + i;
    }
    for (int i = 0; i < y.length; i++) {
      y[i] = (byte) (i * 5 / 3 % 2);
    }
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("x" + part, NpyArray.of(NpyType.FLOAT32, x, 40, 3));
    arrays.put("y" + part, NpyArray.of(NpyType.UINT8, y, 40, 2));
    return arrays;
  }

  @Test
  void foldsGiveMeanAndDeviation() {
    String[] command = {
      "crossvalidate", "--data", table.toString(), "--folds", "4", "--epochs", "3", "--hidden", "8"
    };
    Cli text = Cli.run((Object[]) command);
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out().lines()).hasSize(1 + 1 + 4 + 1 + 2);
    assertThat(text.out())
        .contains("F1 micro", "LRAP")
        .containsPattern("Mean +0\\.")
        .contains("Std");
    assertThat(text.err().lines().filter(line -> line.startsWith("Fold "))).hasSize(4);
    Cli json = Cli.run(
        Stream.concat(Arrays.stream(command), Stream.of("--json", "--quiet")).toArray());
    assertThat(json.err()).isEmpty();
    JsonNode report = StrictJson.read(json.out());
    double[] f1 = new double[4];
    int rows = 0;
    for (int fold = 0; fold < 4; fold++) {
      f1[fold] = report.get("folds").get(fold).get("f1").asDouble();
      rows += report.get("folds").get(fold).get("test_rows").asInt();
    }
    assertThat(rows).isEqualTo(300);
    double mean = Arrays.stream(f1).average().orElseThrow();
    double squares =
        Arrays.stream(f1).map(each -> (each - mean) * (each - mean)).sum();
    assertThat(report.get("mean").get("f1").asDouble()).isCloseTo(mean, Offset.offset(1e-12));
    assertThat(report.get("std").get("f1").asDouble())
        .isCloseTo(Math.sqrt(squares / 3), Offset.offset(1e-12));
    assertThat(Cli.run(Stream.concat(Arrays.stream(command), Stream.of("--json", "--quiet"))
                .toArray())
            .out())
        .as("the same seed")
        .isEqualTo(json.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --network rnn | --network: expected tutorial, cnn, mlp or logistic, chain, chains, stacking, knn, received rnn",
        "train --hidden 0 | --hidden: expected numbers >= 1",
        "train --network tutorial --hidden 8 | --hidden: expected --network mlp",
        "train --network tutorial | --network tutorial: expected images, received features",
        "train --image-size 0 | --image-size: expected N or HxW",
        "train --format xls | --format: expected one of npz, npy, image-csv",
        "train --label-count 0 | --label-count: expected a number other than 0",
        "train --label-count 9 | expected features beside 9 labels",
        "train --on-error ignore | --on-error: expected skip or fail",
        "train --max-skipped 2 | --max-skipped: expected a share",
        "train --labels rain | rain",
        "train --augment light | --augment light: expected images, received features (None, ",
        "crossvalidate --augment light | --augment light: expected images, received features",
        "crossvalidate --folds 1 | --folds: expected >= 2, received 1",
        "crossvalidate --folds 1000 | --folds: expected at most 300",
        "crossvalidate --splitter best | --splitter: expected iterative"
      })
  void mistakesAreOneLineAndExitCode2(String command, String message) {
    List<Object> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--data", table));
    Cli failed = Cli.run(words.toArray());
    assertThat(failed.code()).as(failed.err()).isEqualTo(2);
    assertThat(failed.err()).contains(message);
    assertThat(failed.err().lines().filter(line -> !line.startsWith("No test part")))
        .hasSize(1);
  }

  @Test
  void rowsThatCannotBeUsedAreSkippedUpToOnePercentOrFatal() throws IOException {
    Path broken = Files.writeString(
        folder.resolve("broken.csv"), table(200, true).replaceFirst("\n[0-9.]+,", "\nwide,"));
    Path to = folder.resolve("broken-model");
    Cli skipped = Cli.run("train", "--data", broken, "--epochs", 1, "--model", to);
    assertThat(skipped.code()).as(skipped.err()).isZero();
    assertThat(skipped.err())
        .contains("Left out 1 of 200 rows (0.50 %)", "line 2: expected a number in column 'width'");
    Cli fatal =
        Cli.run("train", "--data", broken, "--epochs", 1, "--model", to, "--on-error", "fail");
    assertThat(fatal.code()).isEqualTo(2);
    assertThat(fatal.err()).contains("broken.csv: line 2: expected a number in column 'width'");
    Cli many =
        Cli.run("train", "--data", broken, "--epochs", 1, "--model", to, "--max-skipped", 0.001);
    assertThat(many.code()).isEqualTo(2);
    assertThat(many.err()).contains("1 of 200 rows cannot be used, more than 0.1 %");
  }
}
