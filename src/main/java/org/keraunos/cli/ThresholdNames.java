package org.keraunos.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.report.Text;

/** Thresholds for people and for JSON: one number where all labels have the same. */
final class ThresholdNames {
  private ThresholdNames() {}

  /** Puts one number for all labels, or a map with one for each label's name. */
  static void put(Map<String, Object> json, List<String> labels, List<Double> cuts) {
    if (cuts.stream().distinct().count() == 1) {
      json.put("threshold", cuts.get(0));
      return;
    }
    Map<String, Object> named = new LinkedHashMap<>();
    IntStream.range(0, labels.size()).forEach(j -> named.put(labels.get(j), cuts.get(j)));
    json.put("thresholds", named);
  }

  /** What a choice came to, in a line. */
  static String line(ThresholdChoice choice, List<String> labels) {
    double[] each = choice.thresholds();
    String cuts = IntStream.range(0, each.length)
        .mapToObj(j -> String.format(Locale.ROOT, "%s %.3f", Text.line(labels.get(j)), each[j]))
        .collect(Collectors.joining(", "));
    String line = "Thresholds for " + choice.criterion() + ": " + cuts;
    // What a rate to hold or a cost comes to is for comparing thresholds, and no figure to read.
    return choice.criterion().toString().contains("=")
        ? line
        : line
            + String.format(
                Locale.ROOT,
                "; mean of the labels on rows that they were not chosen on %.3f, at 0.5 %.3f",
                mean(choice.crossFitted()),
                mean(choice.atHalf()));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
