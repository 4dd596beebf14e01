package org.keraunos.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;

/** Scores of folds as a table: a line a fold, then mean and standard deviation. */
public final class FoldTable {
  private FoldTable() {}

  /**
   * {@return the mean}
   *
   * @param values one a fold
   */
  public static double mean(double[] values) {
    return StatUtils.mean(values);
  }

  /**
   * {@return the sample's standard deviation, over n - 1}
   *
   * @param values one a fold
   */
  public static double deviation(double[] values) {
    return Math.sqrt(StatUtils.variance(values));
  }

  /**
   * The table.
   *
   * @param columns the scores to show: key to heading
   * @param tests the rows of each fold
   * @param values the scores of the folds by key
   * @return lines, the last one ended
   */
  public static String of(
      Map<String, String> columns, int[][] tests, Map<String, double[]> values) {
    List<String[]> lines = new ArrayList<>();
    List<String> shown = columns.keySet().stream().filter(values::containsKey).toList();
    List<String> heading = new ArrayList<>(List.of("Fold", "Rows"));
    shown.forEach(key -> heading.add(columns.get(key)));
    lines.add(heading.toArray(String[]::new));
    for (int fold = 0; fold < tests.length; fold++) {
      int row = fold;
      lines.add(line(
          String.valueOf(fold + 1),
          String.valueOf(tests[fold].length),
          shown.stream().mapToDouble(key -> values.getOrDefault(key, new double[0])[row])));
    }
    lines.add(line(
        "Mean",
        "",
        shown.stream().mapToDouble(key -> mean(values.getOrDefault(key, new double[0])))));
    lines.add(line(
        "Std",
        "",
        shown.stream().mapToDouble(key -> deviation(values.getOrDefault(key, new double[0])))));
    return text(lines);
  }

  private static String[] line(String name, String rows, DoubleStream figures) {
    List<String> cells = new ArrayList<>(List.of(name, rows));
    figures.forEach(figure -> cells.add(String.format(Locale.ROOT, "%.4f", figure)));
    return cells.toArray(String[]::new);
  }

  private static String text(List<String[]> lines) {
    int[] widths = new int[lines.get(0).length];
    for (String[] line : lines) {
      Arrays.setAll(widths, i -> Math.max(widths[i], line[i].length()));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      if (i == 1 || i == lines.size() - 2) {
        text.append("-".repeat(Arrays.stream(widths).sum() + 2 * (widths.length - 1)))
            .append('\n');
      }
      String[] line = lines.get(i);
      StringBuilder cells = new StringBuilder(String.format("%-" + widths[0] + "s", line[0]));
      for (int column = 1; column < line.length; column++) {
        cells.append("  ").append(" ".repeat(widths[column] - line[column].length()));
        cells.append(line[column]);
      }
      text.append(cells.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
