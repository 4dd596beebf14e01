package org.keraunos.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keraunos.data.inspect.LabelFigures;
import org.keraunos.report.Text;

/** An inspection for a terminal. */
final class InspectText {
  private static final int BAR = 40;
  private static final int MOST_LABELS = 40;
  private static final int MOST_LINES = 10;

  private InspectText() {}

  static String of(InspectReport report) {
    StringBuilder text = new StringBuilder(report.data()).append('\n');
    report
        .reading()
        .lines()
        .forEach(line -> text.append("  ").append(Text.line(line)).append('\n'));
    text.append('\n');
    Map<String, String> overview = report.overview();
    int widest = overview.keySet().stream().mapToInt(String::length).max().orElse(0);
    overview.forEach((name, value) ->
        text.append(String.format(Locale.ROOT, "  %-" + widest + "s  %s%n", name, value)));
    text.append("\nLabels by frequency\n").append(bars(report));
    LabelFigures figures = report.figures();
    if (!figures.pairs().isEmpty()) {
      text.append("\nLabels that go together\n");
      figures.pairs().stream()
          .limit(MOST_LINES)
          .forEach(pair -> text.append(String.format(
              Locale.ROOT,
              "  %,8d  %s + %s%n",
              pair.rows(),
              Text.line(report.label(pair.first())),
              Text.line(report.label(pair.second())))));
      more(text, figures.pairs().size());
    }
    text.append("\nLabel sets\n");
    figures.sets().stream()
        .limit(MOST_LINES)
        .forEach(set -> text.append(
            String.format(Locale.ROOT, "  %,8d  %s%n", set.rows(), Text.line(report.set(set)))));
    more(text, figures.sets().size());
    report.warnings().forEach((heading, lines) -> warn(text, heading, lines));
    if (report.warnings().isEmpty()) {
      text.append("\nNothing broken, no duplicates, no label with too few rows.\n");
    }
    return text.toString();
  }

  private static String bars(InspectReport report) {
    LabelFigures figures = report.figures();
    int[] order = figures.byFrequency();
    int shown = Math.min(MOST_LABELS, order.length);
    int most = Math.max(1, figures.positives()[order[0]]);
    int widest = 0;
    for (int i = 0; i < shown; i++) {
      widest = Math.max(widest, Text.line(report.label(order[i])).length());
    }
    widest = Math.min(widest, 30);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      int rows = figures.positives()[order[i]];
      text.append(String.format(
          Locale.ROOT,
          "  %-" + widest + "s  %,8d  %5.1f %%  %s%n",
          shorten(Text.line(report.label(order[i])), widest),
          rows,
          figures.rows() == 0 ? 0 : 100.0 * rows / figures.rows(),
          "#".repeat((int) Math.ceil((double) BAR * rows / most))));
    }
    if (shown < order.length) {
      text.append(String.format(
          Locale.ROOT,
          "  ... and %,d rarer ones (--html and --json have all)%n",
          order.length - shown));
    }
    return text.toString();
  }

  private static String shorten(String name, int width) {
    return name.length() <= width ? name : name.substring(0, width - 3) + "...";
  }

  private static void warn(StringBuilder text, String heading, List<String> lines) {
    text.append('\n').append(heading).append(": ").append(InspectReport.count(lines.size()));
    text.append('\n');
    lines.stream()
        .limit(MOST_LINES)
        .forEach(line -> text.append("  ").append(Text.line(line)).append('\n'));
    more(text, lines.size());
  }

  private static void more(StringBuilder text, int all) {
    if (all > MOST_LINES) {
      text.append(String.format(Locale.ROOT, "  ... and %,d more%n", all - MOST_LINES));
    }
  }
}
