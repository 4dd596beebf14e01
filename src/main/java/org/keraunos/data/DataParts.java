package org.keraunos.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.readers.Part;
import org.keraunos.data.split.Splitter;

/**
 * The training, validation and test part of some rows. Rows that name no part train. Where none is for testing, a share of
 * those that would train is held out by iterative stratification; validation rows stay what they are.
 *
 * @param all all rows
 * @param trainRows the numbers of the rows to train on, ascending, at least one
 * @param validationRows the numbers of the rows to validate on; none if the data have no such part
 * @param testRows the numbers of the rows to test on, at least one
 * @param split whether the test part was held out here
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DataParts(
    Dataset all, int[] trainRows, int[] validationRows, int[] testRows, boolean split) {
  /** The share of the rows that is held out if none is for testing: 20 %. */
  public static final double TEST_SHARE = 0.2;

  /** The seed of that split unless the caller has another: a later evaluation finds the same rows. */
  public static final long SEED = 42;

  /**
   * Sorts rows into parts, 20 % held out with seed 42 if none is for testing.
   *
   * @param all all rows, with labels
   * @param parts the part that each says it belongs to
   * @return the parts
   * @throws IllegalArgumentException if no row is left to train on
   */
  public static DataParts of(Dataset all, List<Part> parts) {
    return of(all, parts, TEST_SHARE, SEED);
  }

  /**
   * Sorts rows into parts.
   *
   * @param all all rows, with labels
   * @param parts the part that each says it belongs to
   * @param testShare what to hold out if no row is for testing, above 0 and below 1
   * @param seed the seed of that split
   * @return the parts
   * @throws IllegalArgumentException if no row is left to train on or the share is out of range
   */
  public static DataParts of(Dataset all, List<Part> parts, double testShare, long seed) {
    Check.argument(parts.size() == all.size(), "parts", all.size() + " parts", parts.size());
    Check.argument(testShare > 0 && testShare < 1, "test share", "above 0 and below 1", testShare);
    int[] train = rows(parts, Part.TRAIN, Part.NONE);
    int[] validation = rows(parts, Part.VALIDATION);
    int[] test = rows(parts, Part.TEST);
    Check.argument(train.length > 0, "data", "rows to train on", "rows of other parts only");
    if (test.length > 0) {
      return new DataParts(all, train, validation, test, false);
    }
    Check.argument(train.length > 1, "data", "a row to train on and one to test", "one row");
    int[][] both = Splitter.iterative()
        .split(all.rows(train).labels(), new double[] {1 - testShare, testShare}, seed);
    return new DataParts(all, pick(train, both[0]), validation, pick(train, both[1]), true);
  }

  /**
   * The training part.
   *
   * @return a view
   */
  public Dataset train() {
    return all.rows(trainRows);
  }

  /**
   * The validation part.
   *
   * @return a view; empty if the data have no such part
   */
  public Optional<Dataset> validation() {
    return validationRows.length == 0 ? Optional.empty() : Optional.of(all.rows(validationRows));
  }

  /**
   * The test part.
   *
   * @return a view
   */
  public Dataset test() {
    return all.rows(testRows);
  }

  /**
   * What a user should know of the parts.
   *
   * @return a line if the test part was held out here, and one if labels have no row to learn from
   */
  public List<String> remarks() {
    List<String> lines = new ArrayList<>();
    if (split) {
      lines.add(String.format(
          Locale.ROOT,
          "No test part: %,d of %,d rows (%.0f %%), stratified by their labels, are held out as one",
          testRows.length,
          testRows.length + trainRows.length,
          100.0 * testRows.length / (testRows.length + trainRows.length)));
    }
    List<String> missing = labelsWithoutPositives();
    if (!missing.isEmpty()) {
      int shown = Math.min(10, missing.size());
      lines.add("No training row has the label" + (missing.size() == 1 ? " " : "s ")
          + String.join(", ", missing.subList(0, shown))
          + (shown < missing.size() ? " and " + (missing.size() - shown) + " more" : ""));
    }
    return lines;
  }

  private List<String> labelsWithoutPositives() {
    LabelMatrix labels = train().labels();
    List<String> missing = new ArrayList<>();
    for (int label = 0; label < labels.labels(); label++) {
      int column = label;
      if (IntStream.range(0, labels.rows()).noneMatch(row -> labels.get(row, column) == 1)) {
        missing.add(all.labelNames().names().get(label));
      }
    }
    return missing;
  }

  private static int[] rows(List<Part> parts, Part... wanted) {
    List<Part> some = Arrays.asList(wanted);
    return IntStream.range(0, parts.size())
        .filter(row -> some.contains(parts.get(row)))
        .toArray();
  }

  private static int[] pick(int[] rows, int[] places) {
    return IntStream.of(places).map(place -> rows[place]).toArray();
  }
}
