package org.keraunos.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.keraunos.data.inspect.LabelFigures;
import org.keraunos.report.Text;

/**
 * An inspection as a page of its own: no script, nothing loaded, every figure in a table that a
 * screen reader reads.
 */
final class InspectHtml {
  private static final int MOST_LINES = 200;
  private static final int MOST_LABELS = 2000;
  private static final int MATRIX = 30;
  private static final int MOST_GROUPS = 10;
  private static final int MOST_PICTURES = 6;

  private static final String STYLE = """
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
      h1, h2 { line-height: 1.2; overflow-wrap: anywhere; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; }
      caption { text-align: left; padding-bottom: 0.25rem; }
      figure { margin: 0.5rem 0 1.5rem; }
      figure img { margin: 0.25rem; image-rendering: pixelated; }
      th, td { padding: 0.2rem 0.6rem; text-align: left; border-bottom: 1px solid #8886; vertical-align: top; }
      td.n { text-align: right; font-variant-numeric: tabular-nums; }
      td.bar { width: 20rem; }
      td.bar span { display: block; height: 0.9rem; background: #2563a8; min-width: 1px; }
      @media (prefers-color-scheme: dark) { td.bar span { background: #7db3e8; } }
      .matrix th[scope=col] { writing-mode: vertical-rl; }
      li { overflow-wrap: anywhere; }
      """;

  private InspectHtml() {}

  static String of(InspectReport report, Thumbnails thumbnails) {
    StringBuilder page = new StringBuilder();
    String title = "Inspection of " + escape(report.data());
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<title>").append(title).append("</title>\n<style>\n").append(STYLE);
    page.append("</style>\n</head>\n<body>\n<main>\n<h1>").append(title).append("</h1>\n");
    reading(page, report);
    overview(page, report.overview());
    warnings(page, report.warnings());
    if (thumbnails.any()) {
      pictures(page, report, thumbnails);
    }
    labels(page, report);
    matrix(page, report);
    sets(page, report);
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static void reading(StringBuilder page, InspectReport report) {
    page.append("<h2>How it was read</h2>\n<ul>\n");
    report
        .reading()
        .lines()
        .forEach(
            line -> page.append("<li>").append(escape(Text.line(line.strip()))).append("</li>\n"));
    page.append("</ul>\n");
  }

  /**
   * What somebody wants to see with their own eyes: pictures that are there twice, and those of
   * rare labels.
   */
  private static void pictures(StringBuilder page, InspectReport report, Thumbnails thumbnails) {
    page.append("<h2>Pictures</h2>\n");
    report.found().duplicates().same().stream()
        .limit(MOST_GROUPS)
        .forEach(same -> figure(page, report, thumbnails, "The same bytes", same.rows()));
    report.found().duplicates().near().stream()
        .limit(MOST_GROUPS)
        .forEach(near -> figure(
            page,
            report,
            thumbnails,
            "Near-duplicates, " + near.distance() + " of 64 bits",
            List.of(near.first(), near.second())));
    int[] order = report.figures().byFrequency();
    for (int i = order.length - 1; i >= Math.max(0, order.length - MOST_GROUPS); i--) {
      List<Integer> rows = thumbnails.rowsWith(order[i], MOST_PICTURES);
      if (!rows.isEmpty()) {
        figure(page, report, thumbnails, "Rare: " + report.label(order[i]), rows);
      }
    }
  }

  private static void figure(
      StringBuilder page,
      InspectReport report,
      Thumbnails thumbnails,
      String caption,
      List<Integer> rows) {
    page.append("<figure>\n<figcaption>")
        .append(escape(Text.line(caption)))
        .append("</figcaption>\n");
    rows.stream().limit(MOST_PICTURES).forEach(row -> {
      String name = escape(Text.line(report.found().rowNames().get(row)));
      String source = thumbnails.source(row);
      if (source.isEmpty()) {
        page.append("<span>").append(name).append("</span>\n");
      } else {
        page.append("<img src=\"").append(source).append("\" alt=\"").append(name);
        page.append("\" title=\"").append(name).append("\">\n");
      }
    });
    page.append("</figure>\n");
  }

  private static void overview(StringBuilder page, Map<String, String> overview) {
    page.append("<table>\n<caption>The data as a whole</caption>\n<tbody>\n");
    overview.forEach((name, value) -> page.append("<tr><th scope=\"row\">")
        .append(escape(name))
        .append("</th><td>")
        .append(escape(value))
        .append("</td></tr>\n"));
    page.append("</tbody>\n</table>\n");
  }

  private static void warnings(StringBuilder page, Map<String, List<String>> warnings) {
    page.append("<h2>To look at</h2>\n");
    if (warnings.isEmpty()) {
      page.append("<p>Nothing broken, no duplicates, no label with too few rows.</p>\n");
    }
    warnings.forEach((heading, lines) -> {
      page.append("<h3>").append(escape(heading)).append(": ");
      page.append(InspectReport.count(lines.size())).append("</h3>\n<ul>\n");
      lines.stream()
          .limit(MOST_LINES)
          .forEach(line -> page.append("<li>").append(escape(line)).append("</li>\n"));
      page.append("</ul>\n");
      if (lines.size() > MOST_LINES) {
        page.append("<p>And ").append(InspectReport.count(lines.size() - MOST_LINES));
        page.append(" more; <code>--json</code> has all.</p>\n");
      }
    });
  }

  private static void labels(StringBuilder page, InspectReport report) {
    LabelFigures figures = report.figures();
    int[] order = figures.byFrequency();
    int most = Math.max(1, figures.positives()[order[0]]);
    page.append("<h2>Labels</h2>\n<div class=\"scroll\">\n<table>\n");
    page.append("<caption>Rows that have each label</caption>\n<thead><tr>");
    heading(page, "Label", "Rows", "Share");
    report.found().figuresOf().keySet().forEach(part -> heading(page, InspectReport.name(part)));
    heading(page, "Unknown");
    page.append("<td></td></tr></thead>\n<tbody>\n");
    for (int label : Arrays.copyOf(order, Math.min(order.length, MOST_LABELS))) {
      int rows = figures.positives()[label];
      page.append("<tr><th scope=\"row\">").append(escape(report.label(label))).append("</th>");
      number(page, InspectReport.count(rows));
      number(
          page,
          String.format(
              Locale.ROOT, "%.1f %%", figures.rows() == 0 ? 0 : 100.0 * rows / figures.rows()));
      report
          .found()
          .figuresOf()
          .values()
          .forEach(part -> number(page, InspectReport.count(part.positives()[label])));
      number(page, InspectReport.count(figures.unknowns()[label]));
      page.append(String.format(
          Locale.ROOT,
          "<td class=\"bar\" aria-hidden=\"true\"><span style=\"width: %.1f%%\"></span></td></tr>%n",
          100.0 * rows / most));
    }
    page.append("</tbody>\n</table>\n</div>\n");
    if (order.length > MOST_LABELS) {
      page.append("<p>And ").append(InspectReport.count(order.length - MOST_LABELS));
      page.append(" rarer ones; <code>--json</code> has all.</p>\n");
    }
  }

  private static void matrix(StringBuilder page, InspectReport report) {
    LabelFigures figures = report.figures();
    int[] order = figures.byFrequency();
    int shown = Math.min(MATRIX, order.length);
    int[] place = new int[order.length];
    Arrays.fill(place, -1);
    IntStream.range(0, shown).forEach(i -> place[order[i]] = i);
    int[][] together = new int[shown][shown];
    for (LabelFigures.PairCount pair : figures.pairs()) {
      int a = place[pair.first()];
      int b = place[pair.second()];
      if (a >= 0 && b >= 0) {
        together[a][b] = pair.rows();
        together[b][a] = pair.rows();
      }
    }
    page.append("<h2>Labels that go together</h2>\n<div class=\"scroll\">\n");
    page.append("<table class=\"matrix\">\n<caption>Rows that have both labels")
        .append(shown < order.length ? ", of the " + shown + " most frequent" : "")
        .append("; on the diagonal rows that have the label</caption>\n<thead><tr><td></td>");
    for (int i = 0; i < shown; i++) {
      heading(page, report.label(order[i]));
    }
    page.append("</tr></thead>\n<tbody>\n");
    for (int i = 0; i < shown; i++) {
      page.append("<tr><th scope=\"row\">")
          .append(escape(report.label(order[i])))
          .append("</th>");
      int own = figures.positives()[order[i]];
      for (int j = 0; j < shown; j++) {
        int rows = i == j ? own : together[i][j];
        page.append(String.format(
            Locale.ROOT,
            "<td class=\"n\" style=\"background: rgb(37 99 168 / %.2f)\">%,d</td>",
            own == 0 ? 0 : 0.6 * rows / own,
            rows));
      }
      page.append("</tr>\n");
    }
    page.append("</tbody>\n</table>\n</div>\n");
  }

  private static void sets(StringBuilder page, InspectReport report) {
    List<LabelFigures.LabelSetCount> sets = report.figures().sets();
    page.append("<h2>Label sets</h2>\n<table>\n<caption>The most frequent of ");
    page.append(InspectReport.count(sets.size())).append("</caption>\n<thead><tr>");
    heading(page, "Rows", "Labels");
    page.append("</tr></thead>\n<tbody>\n");
    sets.stream().limit(MOST_LINES).forEach(set -> {
      page.append("<tr>");
      number(page, InspectReport.count(set.rows()));
      page.append("<td>").append(escape(report.set(set))).append("</td></tr>\n");
    });
    page.append("</tbody>\n</table>\n");
  }

  private static void heading(StringBuilder page, String... names) {
    for (String name : names) {
      page.append("<th scope=\"col\">").append(escape(name)).append("</th>");
    }
  }

  private static void number(StringBuilder page, String figure) {
    page.append("<td class=\"n\">").append(figure).append("</td>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
