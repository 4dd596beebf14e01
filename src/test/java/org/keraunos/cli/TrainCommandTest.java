package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.npy.Npz;
import org.keraunos.report.StrictJson;
import tools.jackson.databind.JsonNode;

class TrainCommandTest {
  @TempDir
  Path folder;

  @Test
  void trainsOnDigitScenesAndEndsWithTheTutorialsLines() {
    Path model = folder.resolve("model");
    Cli train =
        Cli.run("train", "--epochs", 2, "--train-size", 200, "--test-size", 50, "--model", model);

    assertThat(train.code()).isZero();
    assertThat(train.out().lines()).element(0).asString().matches("Precision: [01]\\.\\d{3}");
    assertThat(train.out())
        .containsPattern("Recall: .*\nF1 score: .*\n\nAccuracy: .*\nHamming loss: ");
    assertThat(train.out()).contains("precision    recall  f1-score   support", "samples avg");
    assertThat(train.err().lines().filter(line -> line.startsWith("Epoch "))).hasSize(2);
    assertThat(train.err()).contains("200 images to train on, 50 to test");
    assertThat(model.resolve("saved_model.pb")).exists();
  }

  @ParameterizedTest
  @CsvSource({"1e9", "1e38"})
  void aTrainingThatDivergesIsOneLineAndLeavesTheEarlierModel(String rate) throws Exception {
    Path model = folder.resolve("model");
    Object[] small = {"train", "--epochs", 3, "--train-size", 200, "--test-size", 20, "--quiet"};
    Object[] into = Stream.concat(Stream.of(small), Stream.of("--model", model)).toArray();
    assertThat(Cli.run(into).code()).isZero();
    byte[] before = Files.readAllBytes(model.resolve("saved_model.pb"));
    Cli train = Cli.run(
        Stream.concat(Stream.of(into), Stream.of("--learning-rate", rate)).toArray());
    assertThat(train.code()).isEqualTo(2);
    assertThat(train.out()).isEmpty();
    assertThat(train.err().lines())
        .singleElement()
        .asString()
        .containsPattern("(loss is|holds) (NaN|-?Infinity) at step \\d+ of epoch \\d+, at a"
            + " learning rate of 1\\.0E(9|38): the training diverged\\. Try ");
    assertThat(Files.readAllBytes(model.resolve("saved_model.pb"))).isEqualTo(before);
  }

  @Test
  void jsonIsOneObjectWithHistoryScoresTimesAndOptions() {
    Cli train = Cli.run(
        "train",
        "--epochs",
        2,
        "--train-size",
        100,
        "--test-size",
        20,
        "--validation-split",
        0.2,
        "--json",
        "--quiet",
        "--seed",
        7,
        "--model",
        folder.resolve("m"));

    assertThat(train.err()).isEmpty();
    assertThat(train.out().lines()).hasSize(1);
    JsonNode json = StrictJson.read(train.out());
    assertThat(json.get("history").propertyNames())
        .containsExactly("loss", "accuracy", "val_loss", "val_accuracy");
    assertThat(json.get("history").get("val_loss").size()).isEqualTo(2);
    assertThat(json.get("scores").propertyNames())
        .contains("loss", "precision", "recall", "f1", "accuracy", "hamming_loss", "report");
    assertThat(json.get("times").propertyNames()).contains("data", "fit", "evaluate", "total");
    assertThat(json.get("options").get("seed").asInt()).isEqualTo(7);
    assertThat(json.get("data").get("train").asInt()).isEqualTo(100);
    assertThat(json.get("interrupted").asBoolean()).isFalse();
    assertThat(json.get("model").asString()).isEqualTo(folder.resolve("m").toString());
  }

  @Test
  void theSameSeedGivesTheSameHistoryAndAnotherDoesNot() {
    assertThat(history(1)).isEqualTo(history(1)).isNotEqualTo(history(2));
  }

  private JsonNode history(int seed) {
    Cli train = Cli.run(
        "train",
        "--epochs",
        1,
        "--train-size",
        100,
        "--test-size",
        10,
        "--json",
        "--quiet",
        "--seed",
        seed,
        "--model",
        folder.resolve("m"));
    return StrictJson.read(train.out()).get("history");
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, 4, 3, 4",
    "FLOAT32, 4, 1, 1",
    "FLOAT64, 4, 2, 3",
    "FLOAT16, 3, 1, 2",
    "UINT8, 3, 1, 5"
  })
  void fitsTheNetworkToArrays(NpyType type, int rank, int channels, int labels) {
    Path data = npz("data.npz", arrays(type, rank, channels, labels));
    Cli train = Cli.run(
        "train",
        "--data",
        data,
        "--epochs",
        1,
        "--model",
        folder.resolve("m"),
        "--precision",
        "float64");
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.err()).contains("(None, 11, 12, " + channels + ") -> " + labels + " label");

    Cli evaluate = Cli.run("evaluate", "--data", data, "--model", folder.resolve("m"));
    assertThat(evaluate.out()).isEqualTo(train.out());
  }

  @Test
  void takesUnknownLabelsAndNamesLabels() {
    Map<String, NpyArray> arrays = arrays(NpyType.UINT8, 4, 3, 2);
    float[] labels = new float[24];
    labels[3] = Float.NaN;
    labels[5] = 1;
    arrays.put("y_train", NpyArray.of(NpyType.FLOAT32, labels, 12, 2));
    Path data = npz("data.npz", arrays);
    Path model = folder.resolve("m");

    Cli train = Cli.run(
        "train", "--data", data, "--label-names", "cat,dog", "--epochs", 1, "--model", model);

    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.out()).contains("cat", "dog");
    assertThat(Cli.run("summary", "--model", model).out()).contains("Labels: cat, dog");
  }

  @Test
  void namesOfArraysAreMatchedToo() {
    Map<String, NpyArray> arrays = arrays(NpyType.UINT8, 4, 3, 2);
    Path data = npz("data.npz", arrays);
    for (String part : List.of("y_train", "y_test")) {
      NpyArray y = arrays.get(part);
      byte[] values = ((byte[]) y.values()).clone();
      for (int i = 0; i < values.length; i += 2) {
        byte first = values[i];
        values[i] = values[i + 1];
        values[i + 1] = first;
      }
      arrays.put(part, NpyArray.of(y.type(), values, y.shape()));
    }
    Path swapped = npz("swapped.npz", arrays);
    Path model = folder.resolve("m");
    Cli train =
        Cli.run("train", "--data", data, "--labels", "cat,dog", "--epochs", 1, "--model", model);
    assertThat(train.code()).as(train.err()).isZero();
    Cli same = Cli.run(
        "evaluate", "--model", model, "--data", data, "--labels", "cat,dog", "--threshold", 0);
    Cli other = Cli.run(
        "evaluate", "--model", model, "--data", swapped, "--labels", "dog,cat", "--threshold", 0);
    assertThat(other.code()).as(other.err()).isZero();
    assertThat(other.out()).isEqualTo(same.out()).contains("cat", "dog");
    for (String command : List.of("evaluate", "predict")) {
      Cli birds = Cli.run(command, "--model", model, "--data", data, "--labels", "bird,cat");
      assertThat(birds.code()).isEqualTo(2);
      assertThat(birds.err())
          .contains("--data labels: expected the labels that the model was trained on, [cat, dog],"
              + " received [bird, cat]; unknown to the model: [bird]; missing: [dog]");
    }
  }

  @Test
  void aLabelWithALineBreakStaysOnItsLine() {
    Path data = npz("data.npz", arrays(NpyType.UINT8, 4, 3, 2));
    Path model = folder.resolve("m");
    String names = "big\ncat,dog\t";
    Cli train =
        Cli.run("train", "--data", data, "--labels", names, "--epochs", 1, "--model", model);
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.out()).contains("big\\ncat", "dog\\t");
    assertThat(Cli.run("summary", "--model", model).out()).contains("Labels: big\\ncat, dog\\t\n");
    Cli predict = Cli.run("predict", "--model", model, "--data", data, "--threshold", 0);
    assertThat(predict.out().lines()).hasSize(6).allMatch(line -> line.contains("big\\ncat 0."));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("--batch-size: expected >= 1, received 0", "--batch-size", "0"),
        mistake("--epochs: expected >= 1, received -1", "--epochs", "-1"),
        mistake(
            "--epochs: expected a whole number up to 2147483647, received ten", "--epochs", "ten"),
        mistake("--learning-rate: expected a number > 0", "--learning-rate", "0"),
        mistake("--validation-split: expected 0 <= share < 1", "--validation-split", "1"),
        mistake("--train-size: expected >= 1", "--train-size", "0"),
        mistake("--threads: expected 1 to 1024", "--threads", "0"),
        mistake("--threads: expected 1 to 1024, received 100000", "--threads", "100000"),
        mistake("--early-stopping: expected >= 1", "--early-stopping", "0"),
        mistake("--early-stopping: expected --validation-split", "--early-stopping", "2"),
        mistake("--precision: expected float32, bfloat16, float64 or auto", "--precision", "int8"),
        mistake("train: --device: expected auto, cpu or gpu:0", "--device", "tpu"),
        mistake("did you mean --epochs?", "--epoch", "3"),
        mistake("--labels: expected --data beside it", "--label-names", "a,b"));
  }

  private static Arguments mistake(String message, String... arguments) {
    return Arguments.of(message, arguments);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsOneLineAndExitCode2(String message, String[] arguments) {
    Object[] all = Stream.concat(Stream.of("train"), Stream.of(arguments)).toArray();
    assertRefused(Cli.run(all), message);
  }

  static Stream<Arguments> badArrays() {
    byte[] tiny = new byte[12 * 2 * 2];
    float[] nan = new float[12 * 11 * 12];
    nan[11 * 12 + 5] = Float.NaN;
    return Stream.of(
        bad("x_train", images(tiny, 12, 2, 2), "x_test: expected images of shape (None, 2, 2, 1)"),
        bad(
            "x_train",
            NpyArray.of(NpyType.FLOAT32, nan, 12, 11, 12),
            "x_train: expected finite numbers, received NaN in row 1"),
        bad("x_train", images(new byte[0], 0, 11, 12), "x_train: expected at least one row"),
        bad("x_train", images(new byte[24], 12, 2), "x_test: expected features of shape (None, 2)"),
        bad(
            "x_train",
            NpyArray.of(NpyType.INT64, new long[24], 12, 2, 1),
            "expected uint8 (0 to 255) or floats, received int64"),
        bad("y_train", images(new byte[10], 5, 2), "y_train: expected 12 rows"),
        bad(
            "y_train",
            images(new byte[36], 12, 3),
            "y_test: expected 3 labels as y_train, received 2"),
        bad("y_train", images(twos(24), 12, 2), "labels[0][0]: expected 0, 1 or NaN, received 2.0"),
        bad(
            "y_train",
            NpyArray.of(NpyType.FLOAT32, nans(24), 12, 2),
            "training rows: expected at least one known label"));
  }

  private static NpyArray images(byte[] values, int... shape) {
    return NpyArray.of(NpyType.UINT8, values, shape);
  }

  private static byte[] twos(int n) {
    byte[] values = new byte[n];
    Arrays.fill(values, (byte) 2);
    return values;
  }

  private static float[] nans(int n) {
    float[] values = new float[n];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  private static Arguments bad(String name, NpyArray array, String message) {
    return Arguments.of(name, array, message);
  }

  @ParameterizedTest
  @MethodSource("badArrays")
  void badArraysAreRefusedAndNothingIsWritten(String name, NpyArray array, String message) {
    Map<String, NpyArray> arrays = arrays(NpyType.UINT8, 3, 1, 2);
    arrays.put(name, array);
    Path model = folder.resolve("m");
    Cli train = Cli.run("train", "--data", npz("d.npz", arrays), "--quiet", "--model", model);
    assertRefused(train, message);
    assertThat(model).doesNotExist();
  }

  @Test
  void aKernelLargerThanItsInputIsRefused() {
    Map<String, NpyArray> arrays = arrays(NpyType.UINT8, 3, 1, 2);
    arrays.put("x_train", images(new byte[12 * 4], 12, 2, 2));
    arrays.put("x_test", images(new byte[6 * 4], 6, 2, 2));
    assertRefused(
        Cli.run("train", "--data", npz("d.npz", arrays), "--model", folder.resolve("m")),
        "Conv2D input: expected a picture of at least 3 x 3 (its window), received (None, 2, 2, 1)");
  }

  @Test
  void filesThatAreNoneAreRefused() throws Exception {
    Path fake = Files.writeString(folder.resolve("fake.npz"), "hello");
    assertRefused(
        Cli.run("train", "--data", fake, "--model", folder.resolve("m")), "no readable zip");
    assertRefused(
        Cli.run("train", "--data", folder.resolve("none.npz"), "--model", folder.resolve("m")),
        "no such file");
    Map<String, NpyArray> arrays = arrays(NpyType.UINT8, 3, 1, 2);
    arrays.remove("x_test");
    assertRefused(
        Cli.run("train", "--data", npz("d.npz", arrays), "--model", folder.resolve("m")),
        "expected inputs beside the labels 'y_test', found x_train uint8 (12, 11, 12), y_train bool");
  }

  @Test
  void anImpossibleTargetIsFoundBeforeTraining() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(full.resolve("thesis.tex"), "");
    assertRefused(train(file), "received a file");
    assertRefused(train(file.resolve("sub")), "is a file, not a folder");
    assertRefused(train(full), "received one with thesis.tex");
    assertThat(full.resolve("thesis.tex")).exists();
  }

  @Test
  void goesOnFromACheckpoint() {
    Path model = folder.resolve("model");
    Object[] run = {
      "train", "--epochs", 2, "--train-size", 128, "--test-size", 20, "--json", "--model", model
    };
    Cli first = Cli.run(with(run, "--checkpoint-every", "1", "--resume"));
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err())
        .contains("no checkpoint is in " + folder.resolve("model.checkpoints") + " yet");
    assertThat(folder.resolve("model.checkpoints").resolve("checkpoint-000005.ckpt"))
        .exists();
    assertRefused(
        Cli.run(with(run, "--checkpoint-every", "1")),
        "--checkpoint-dir: expected a folder without checkpoints, or --resume to go on from them");
    Cli again = Cli.run(with(run, "--resume"));
    assertThat(StrictJson.read(again.out()).get("history"))
        .isEqualTo(StrictJson.read(first.out()).get("history"));
    assertRefused(
        Cli.run(with(run, "--resume", "--batch-size", 8, "--quiet")),
        "resume: options: batchSize: expected 64 as in the checkpoint, received 8");
    assertRefused(
        Cli.run(with(run, "--checkpoint-every", "0m")),
        "--checkpoint-every: expected steps (500) or minutes (10m), received 0m");
  }

  private static Object[] with(Object[] run, Object... more) {
    return Stream.concat(Stream.of(run), Stream.of(more)).toArray();
  }

  private static Cli train(Path model) {
    return Cli.run("train", "--epochs", 1000, "--model", model);
  }

  private static void assertRefused(Cli cli, String message) {
    assertThat(cli.err()).contains(message);
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.err()).startsWith("keraunos train: ");
    assertThat(cli.out()).isEmpty();
    assertThat(cli.code()).isEqualTo(2);
  }

  private Path npz(String name, Map<String, NpyArray> arrays) {
    Path file = folder.resolve(name);
    Npz.write(file, arrays);
    return file;
  }

  private static Map<String, NpyArray> arrays(NpyType type, int rank, int channels, int labels) {
    Random random = new Random(5);
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("x_train", pictures(random, type, rank, 12, channels));
    arrays.put("y_train", labels(random, 12, labels));
    arrays.put("x_test", pictures(random, type, rank, 6, channels));
    arrays.put("y_test", labels(random, 6, labels));
    return arrays;
  }

  private static NpyArray labels(Random random, int rows, int labels) {
    byte[] values = new byte[rows * labels];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) random.nextInt(2);
    }
    return NpyArray.of(NpyType.BOOL, values, rows, labels);
  }

  private static NpyArray pictures(Random random, NpyType type, int rank, int rows, int channels) {
    int size = rows * 11 * 12 * channels;
    int[] shape = rank == 4 ? new int[] {rows, 11, 12, channels} : new int[] {rows, 11, 12};
    Object values = switch (type) {
      case UINT8 -> {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        yield bytes;
      }
      // 0x3800 is 0.5 in half precision
      case FLOAT16 -> {
        short[] halves = new short[size];
        Arrays.fill(halves, (short) 0x3800);
        yield halves;
      }
      case FLOAT32 -> {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
          floats[i] = random.nextFloat();
        }
        yield floats;
      }
      default -> random.doubles(size).toArray();
    };
    return NpyArray.of(type, values, shape);
  }

  @Test
  void augmentsTrainingImagesAndSaysSo() {
    Path model = folder.resolve("augmented");
    Cli light = augmented("light", model);
    assertThat(light.code()).as(light.err()).isZero();
    assertThat(light.err()).doesNotContain("mirror");
    JsonNode json = StrictJson.read(light.out());
    assertThat(json.get("options").get("augment").asString()).isEqualTo("light");
    assertThat(StrictJson.read(augmented("light", model).out()).get("history"))
        .isEqualTo(json.get("history"));
    Cli none = augmented("none", model);
    assertThat(StrictJson.read(none.out()).get("options").get("augment").asString())
        .isEqualTo("none");
    assertThat(StrictJson.read(none.out()).get("history")).isNotEqualTo(json.get("history"));
    assertThat(augmented("strong", model).err()).contains("mirrored digits are others");
    Cli wrong = augmented("some", model);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("--augment: expected none, light, medium or strong, received some");
  }

  private static Cli augmented(String how, Path model) {
    return Cli.run(
        "train",
        "--epochs",
        1,
        "--train-size",
        100,
        "--test-size",
        10,
        "--json",
        "--augment",
        how,
        "--model",
        model);
  }
}
