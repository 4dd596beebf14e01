package org.keraunos.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.keraunos.metrics.Bootstrap;
import org.keraunos.recipes.Attempt;

/** What a search tried, for people. */
final class AttemptTable {
  private AttemptTable() {}

  /** A line a candidate below a heading, the last one ended. */
  static String of(List<Attempt> attempts) {
    String[][] lines = new String[attempts.size() + 1][];
    lines[0] = new String[] {"Tried", "F1 macro", "95 % interval", "Seconds", ""};
    for (int i = 0; i < attempts.size(); i++) {
      Attempt each = attempts.get(i);
      lines[i + 1] = new String[] {
        each.name(),
        each.score().map(s -> number("%.3f", s.estimate())).orElse("-"),
        each.score().map(AttemptTable::interval).orElse("-"),
        each.seconds() > 0 ? number("%.1f", each.seconds()) : "-",
        said(each)
      };
    }
    int[] widths = new int[4];
    for (String[] line : lines) {
      Arrays.setAll(widths, i -> Math.max(widths[i], line[i].length()));
    }
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      StringBuilder cells = new StringBuilder(String.format("%-" + widths[0] + "s", line[0]));
      for (int column = 1; column < widths.length; column++) {
        cells.append("  ").append(" ".repeat(widths[column] - line[column].length()));
        cells.append(line[column]);
      }
      text.append(cells.append("  ").append(line[4]).toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** One of them in one line. */
  static String line(Attempt each) {
    return each.score()
            .map(s -> number("F1 macro %.3f", s.estimate()) + " (" + interval(s) + "), ")
            .orElse("")
        + (each.seconds() > 0 ? number("%.1f s", each.seconds()) : "not tried")
        + (said(each).isEmpty() ? "" : ", " + said(each));
  }

  private static String said(Attempt each) {
    return each.kept() && !each.note().isEmpty()
        ? "kept; " + each.note()
        : each.kept() ? "kept" : each.note();
  }

  private static String interval(Bootstrap.Interval score) {
    return number("%.3f", score.low()) + " to " + number("%.3f", score.high());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
