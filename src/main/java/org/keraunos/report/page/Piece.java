package org.keraunos.report.page;

import java.util.List;
import org.keraunos.report.Html;
import org.keraunos.report.results.Bounds;

/** Small pieces of the page. */
final class Piece {
  private Piece() {}

  static String section(String id, String heading, String body) {
    return "<section aria-labelledby=\"" + id + "\"><h2 id=\"" + id + "\">" + Html.escape(heading)
        + "</h2>\n" + body + "</section>\n";
  }

  static String p(String text) {
    return "<p>" + Html.escape(text) + "</p>\n";
  }

  static String h3(String text) {
    return "<h3>" + Html.escape(text) + "</h3>\n";
  }

  /** A figure with its interval, if it has one. */
  static String figure(double value, Bounds bounds) {
    return Html.figure(value) + (bounds.isThere() ? " <small>" + between(bounds) + "</small>" : "");
  }

  static String between(Bounds bounds) {
    return Html.figure(bounds.low()) + "–" + Html.figure(bounds.high());
  }

  /** Something wide, which scrolls by itself and can be reached by keyboard to do so. */
  static String wide(String name, String inside) {
    return "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"" + Html.escape(name)
        + "\">" + inside + "</div>\n";
  }

  /** A table; the first column is of names, and cells are HTML. */
  static String table(String caption, List<String> columns, List<List<String>> rows) {
    StringBuilder html = new StringBuilder("<table>");
    if (!caption.isEmpty()) {
      html.append("<caption>").append(Html.escape(caption)).append("</caption>");
    }
    html.append("<thead><tr>");
    columns.forEach(
        name -> html.append("<th scope=\"col\">").append(Html.escape(name)).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (List<String> row : rows) {
      html.append("<tr><th scope=\"row\">").append(row.get(0)).append("</th>");
      row.subList(1, row.size())
          .forEach(cell -> html.append("<td>").append(cell).append("</td>"));
      html.append("</tr>");
    }
    return wide(
        caption.isEmpty() ? columns.get(0) : caption,
        html.append("</tbody></table>").toString());
  }
}
