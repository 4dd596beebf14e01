package org.keraunos.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.DataParts;
import org.keraunos.data.Dataset;
import org.keraunos.data.DigitSceneData;

/**
 * What {@code train} trains, validates and tests on.
 *
 * @param train the training part
 * @param validation the validation part where the data have one
 * @param test the test part
 * @param features the names of the columns of a table; none for images
 * @param remarks what a user should know of the parts
 * @param leftOut how many rows could not be used
 * @param heldOut whether the data have no test part and one was held out
 */
record TrainingData(
    Dataset train,
    Optional<Dataset> validation,
    Dataset test,
    List<String> features,
    List<String> remarks,
    int leftOut,
    boolean heldOut) {
  static TrainingData scenes(@Nullable Integer trainSize, @Nullable Integer testSize) {
    return new TrainingData(
        trainSize == null ? DigitSceneData.train() : DigitSceneData.train(trainSize, 42),
        Optional.empty(),
        testSize == null ? DigitSceneData.test() : DigitSceneData.test(testSize, 42),
        List.of(),
        List.of(),
        0,
        false);
  }

  static TrainingData of(LoadedData data) {
    DataParts parts = DataParts.of(data.dataset(), data.rows().parts());
    LabelMatrix truth = parts.test().labels();
    boolean known = false;
    for (byte cell : truth.flat()) {
      known |= cell != LabelMatrix.UNKNOWN;
    }
    Check.argument(known, "test part", "at least one known label", "only unknown ones");
    return new TrainingData(
        parts.train(),
        parts.validation(),
        parts.test(),
        data.features(),
        parts.remarks(),
        data.rows().leftOut(),
        parts.split());
  }

  /** The first rows of both parts. */
  TrainingData first(@Nullable Integer trainSize, @Nullable Integer testSize, Path origin) {
    return new TrainingData(
        first(train, trainSize, "--train-size", origin),
        validation,
        first(test, testSize, "--test-size", origin),
        features,
        remarks,
        leftOut,
        heldOut);
  }

  private static Dataset first(Dataset rows, @Nullable Integer size, String option, Path origin) {
    if (size == null) {
      return rows;
    }
    Check.argument(
        size <= rows.size(), option, "at most " + rows.size() + ", the rows in " + origin, size);
    return rows.take(size);
  }
}
