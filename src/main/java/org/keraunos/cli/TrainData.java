package org.keraunos.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keraunos.Model;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.digits.DigitScenes;
import org.keraunos.data.readers.Part;
import org.keraunos.runtime.RuntimeOptions;
import picocli.CommandLine.Option;

/** The options that say what to train on: the user's data or digit scenes, all or the first. */
final class TrainData {
  private static final Path DIGITS = Path.of("models", "digit-scenes");

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "A table (.csv, .tsv, .arff), a TFRecord or JSON Lines file, a folder in one of the formats "
              + "of --format, or arrays x_train, y_train, x_test, y_test (.npz, or .npy in a folder): uint8 "
              + "(divided by 255) or floats (as they are); labels of 0 and 1, -1 or ? (NaN) is unknown. "
              + "Without a test part 20 %% are held out, stratified.")
  private @Nullable Path data;

  @Option(
      names = "--train-size",
      paramLabel = "N",
      description = "Only the first N training rows; 10000 digit scenes, all of --data.")
  private @Nullable Integer trainSize;

  @Option(
      names = "--test-size",
      paramLabel = "N",
      description = "Only the first N test rows; 2000 digit scenes, all of --data.")
  private @Nullable Integer testSize;

  TrainData() {}

  /** Whether they are digit scenes, and not data of the user's. */
  boolean areScenes() {
    return data == null;
  }

  /** Fails over values that no data could make right. */
  void check() {
    Check.argument(
        trainSize == null || trainSize >= 1, "--train-size", ">= 1", String.valueOf(trainSize));
    Check.argument(
        testSize == null || testSize >= 1, "--test-size", ">= 1", String.valueOf(testSize));
  }

  /** Refuses options that these data have no use for. */
  void checkEffects(BaseCommand command, DataOptions options) {
    if (data == null) {
      DataEffects.checkScenes(command);
    } else {
      DataEffects.check(command, options, data);
    }
  }

  /** Where they come from, for people. */
  String source() {
    return data == null ? "digit scenes" : data.toString();
  }

  /** Where the model goes if nobody says. */
  Path defaultFolder() {
    return data == null ? DIGITS : Path.of("models", stem(data));
  }

  private static String stem(Path file) {
    String name = TrainEnd.nameOf(file);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /**
   * Reads them.
   *
   * @param runtime how TensorFlow, which decodes images, is to run
   * @param input what a network that there is already takes; null where the data decide
   */
  Data read(
      BaseCommand command, DataOptions options, RuntimeOptions runtime, @Nullable Shape input) {
    if (data == null) {
      checkScenes("--train-size", trainSize);
      checkScenes("--test-size", testSize);
      return Data.digitScenes(
          trainSize == null ? DigitScenes.TRAIN_SIZE : trainSize,
          testSize == null ? DigitScenes.TEST_SIZE : testSize);
    }
    Data read = options.load(data, runtime, input);
    DataEffects.checkImages(command, read.dataset());
    return first(DataOptions.of(data, read::forTraining));
  }

  private static void checkScenes(String option, @Nullable Integer size) {
    Check.argument(
        size == null || size <= DigitScenes.MOST,
        option,
        "at most " + DigitScenes.MOST + " scenes",
        String.valueOf(size));
  }

  /** The first rows of the training and the test part. */
  private Data first(Data rows) {
    if (trainSize == null && testSize == null) {
      return rows;
    }
    int[] train = first(rows.rowsOf(Part.TRAIN), trainSize, "--train-size");
    int[] test = first(rows.rowsOf(Part.TEST), testSize, "--test-size");
    return rows.rows(Stream.of(train, rows.rowsOf(Part.VALIDATION), test)
        .flatMapToInt(IntStream::of)
        .sorted()
        .toArray());
  }

  private int[] first(int[] rows, @Nullable Integer size, String option) {
    if (size == null) {
      return rows;
    }
    Check.argument(
        size <= rows.length, option, "at most " + rows.length + ", the rows in " + data, size);
    return Arrays.copyOf(rows, size);
  }

  /** One line of what is trained on what. */
  String describe(Dataset train, Dataset test, Model network) {
    long parameters = network.getWeights().stream()
        .mapToLong(weight -> NamedArray.size(weight.shape()))
        .sum();
    return String.format(
        Locale.ROOT,
        "%s: %,d %s to train on, %,d to test, %s -> %d %s; %,d parameters",
        data == null ? "Digit scenes" : data,
        train.size(),
        train.inputs().get(0).shape().rank() == 3 ? "images" : "rows",
        test.size(),
        train.inputs().get(0).shape(),
        train.labelNames().size(),
        train.labelNames().size() == 1 ? "label" : "labels",
        parameters);
  }
}
