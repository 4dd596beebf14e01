package org.keraunos.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntBinaryOperator;
import org.keraunos.report.Html;
import org.keraunos.report.results.LabelResult;
import org.keraunos.report.results.Results;
import org.keraunos.report.results.Together;

/** Labels two by two: a matrix of few, the most frequent pairs of many. */
final class TogetherSection {
  private static final int MATRIX = 24;
  private static final int PAIRS = 20;

  private final Results results;
  private final List<String> names;

  TogetherSection(Results results) {
    this.results = results;
    this.names = results.labels().stream().map(LabelResult::name).toList();
  }

  String html() {
    Together together = results.together();
    if (names.size() < 2) {
      return "";
    }
    if (!together.isCounted()) {
      return Piece.section(
          "together",
          "Labels together",
          Piece.p("Pairs of more than " + Html.count(Together.MOST) + " labels are not counted."));
    }
    StringBuilder html = new StringBuilder(Piece.h3("True of the same row"));
    if (names.size() <= MATRIX) {
      html.append(
          matrix("Rows that have both labels; on the diagonal those that have it", together::both));
    }
    html.append(together(together));
    html.append(Piece.h3("Taken for another"));
    List<Together.Pair> mixed = together.mostMixedUp(PAIRS);
    if (mixed.isEmpty()) {
      return Piece.section(
          "together",
          "Labels together",
          html + Piece.p("No row misses one label and has another wrongly."));
    }
    if (names.size() <= MATRIX) {
      html.append(matrix(
          "Rows that miss the label of the line and are wrongly said to have that of the column",
          together::instead));
    }
    List<List<String>> rows = new ArrayList<>();
    for (Together.Pair pair : mixed) {
      rows.add(List.of(
          Html.escape(names.get(pair.first())),
          "<b>" + Html.escape(names.get(pair.second())) + "</b>",
          Html.count(pair.rows())));
    }
    html.append(Piece.table("The most frequent", List.of("Missed", "Said instead", "Rows"), rows));
    return Piece.section("together", "Labels together", html.toString());
  }

  private String together(Together together) {
    List<List<String>> rows = new ArrayList<>();
    for (Together.Pair pair : together.mostOften(PAIRS)) {
      rows.add(List.of(
          Html.escape(names.get(pair.first())),
          "<b>" + Html.escape(names.get(pair.second())) + "</b>",
          Html.count(pair.rows()),
          String.format(Locale.ROOT, "%.2f", pair.lift())));
    }
    return rows.isEmpty()
        ? Piece.p("No row has two labels.")
        : Piece.table(
            "The most frequent pairs; as often as by chance is 1",
            List.of("Label", "With", "Rows", "Against chance"),
            rows);
  }

  private String matrix(String caption, IntBinaryOperator count) {
    int highest = 1;
    for (int i = 0; i < names.size(); i++) {
      for (int j = 0; j < names.size(); j++) {
        highest = Math.max(highest, count.applyAsInt(i, j));
      }
    }
    StringBuilder html = new StringBuilder("<table class=\"heat\"><caption>");
    html.append(Html.escape(caption)).append("</caption><thead><tr><td></td>");
    names.forEach(
        name -> html.append("<th scope=\"col\">").append(Html.escape(name)).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (int i = 0; i < names.size(); i++) {
      html.append("<tr><th scope=\"row\">").append(Html.escape(names.get(i))).append("</th>");
      for (int j = 0; j < names.size(); j++) {
        int rows = count.applyAsInt(i, j);
        int shade = (int) Math.ceil(9.0 * rows / highest);
        html.append(shade == 0 ? "<td>" : "<td class=\"h" + shade + "\">");
        html.append(Html.count(rows)).append("</td>");
      }
      html.append("</tr>");
    }
    return Piece.wide(caption, html.append("</tbody></table>").toString());
  }
}
