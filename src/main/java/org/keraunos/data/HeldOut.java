package org.keraunos.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.readers.Part;
import org.keraunos.data.split.Splitter;

/**
 * Decides for each row what it is for: rows that name no part train, and where none is for testing
 * a share of those that would train is held out by iterative stratification.
 */
final class HeldOut {
  private HeldOut() {}

  static List<Part> parts(Dataset all, List<Part> said, double share, long seed) {
    Check.argument(share > 0 && share < 1, "test share", "above 0 and below 1", share);
    List<Part> parts = new ArrayList<>(said);
    parts.replaceAll(part -> part == Part.NONE ? Part.TRAIN : part);
    int[] train = IntStream.range(0, parts.size())
        .filter(row -> parts.get(row) == Part.TRAIN)
        .toArray();
    Check.argument(train.length > 0, "data", "rows to train on", "rows of other parts only");
    if (!parts.contains(Part.TEST)) {
      Check.argument(train.length > 1, "data", "a row to train on and one to test", "one row");
      int[][] both = Splitter.iterative()
          .split(all.rows(train).labels(), new double[] {1 - share, share}, seed);
      for (int place : both[1]) {
        parts.set(train[place], Part.TEST);
      }
    }
    return parts;
  }

  static String sentence(int test, int all) {
    return String.format(
        Locale.ROOT,
        "No test part: %,d of %,d rows (%.0f %%), stratified by their labels, are held out as one",
        test,
        all,
        100.0 * test / all);
  }

  /**
   * Refuses what nothing is to be learned or scored on.
   *
   * @param train the rows that may train, those to be held out included
   */
  static void check(LabelMatrix train, LabelMatrix test, List<String> names) {
    Check.argument(known(test), "test part", "at least one known label", "only unknown ones");
    Check.argument(known(train), "training rows", "at least one known label", "only unknown ones");
    List<String> withoutZero = without(train, names, (byte) 0);
    List<String> withoutOne = without(train, names, (byte) 1);
    Check.argument(
        Stream.concat(withoutOne.stream(), withoutZero.stream()).distinct().count() < names.size(),
        "training rows",
        "a label that some rows are known to have and others not",
        withoutZero.isEmpty()
            ? "no row with any label"
            : "no row that is known to lack " + list(withoutZero));
  }

  private static boolean known(LabelMatrix labels) {
    for (byte cell : labels.flat()) {
      if (cell != LabelMatrix.UNKNOWN) {
        return true;
      }
    }
    return false;
  }

  /** What training should know of labels whose known cells are all alike. */
  static List<String> remarks(LabelMatrix train, List<String> names) {
    List<String> lines = new ArrayList<>();
    List<String> withoutOne = without(train, names, (byte) 1);
    List<String> withoutZero = without(train, names, (byte) 0);
    if (!withoutOne.isEmpty()) {
      lines.add("No training row has the label" + list(withoutOne, withoutOne.size()));
    }
    if (!withoutZero.isEmpty()) {
      lines.add(
          "No training row is known to lack the label" + list(withoutZero, withoutZero.size()));
    }
    return lines;
  }

  private static List<String> without(LabelMatrix labels, List<String> names, byte cell) {
    return IntStream.range(0, names.size())
        .filter(label -> !has(labels, label, cell))
        .mapToObj(names::get)
        .toList();
  }

  private static boolean has(LabelMatrix labels, int label, byte cell) {
    return IntStream.range(0, labels.rows()).anyMatch(row -> labels.get(row, label) == cell);
  }

  private static String list(List<String> names, int count) {
    return (count == 1 ? " " : "s ") + list(names);
  }

  private static String list(List<String> names) {
    int shown = Math.min(10, names.size());
    return String.join(", ", names.subList(0, shown))
        + (shown < names.size() ? " and " + (names.size() - shown) + " more" : "");
  }
}
