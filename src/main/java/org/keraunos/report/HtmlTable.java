package org.keraunos.report;

import java.util.List;

/** A table with a caption and a header for each row and column. */
public final class HtmlTable {
  private static final String LEFT = " style=\"text-align:left\"";
  private static final String RIGHT = " style=\"text-align:right\"";

  private final StringBuilder html = new StringBuilder("<table>");

  /**
   * A table; the texts are escaped here.
   *
   * @param caption may be empty
   * @param columns their headings
   */
  public HtmlTable(String caption, List<String> columns) {
    if (!caption.isEmpty()) {
      html.append("<caption style=\"text-align:left;white-space:nowrap\">");
      html.append(Html.escape(caption));
      html.append("</caption>");
    }
    html.append("<thead><tr>");
    for (int i = 0; i < columns.size(); i++) {
      html.append("<th scope=\"col\"").append(i == 0 ? LEFT : RIGHT).append('>');
      html.append(Html.escape(columns.get(i))).append("</th>");
    }
    html.append("</tr></thead><tbody>");
  }

  /**
   * Adds a row.
   *
   * @param name its heading, escaped here
   * @param cells HTML
   * @return this
   */
  public HtmlTable row(String name, List<String> cells) {
    html.append("<tr><th scope=\"row\"").append(LEFT).append('>').append(Html.escape(name));
    html.append("</th>");
    for (String cell : cells) {
      html.append("<td").append(RIGHT).append('>').append(cell).append("</td>");
    }
    html.append("</tr>");
    return this;
  }

  /**
   * Adds a rule: what follows is of another kind.
   *
   * @return this
   */
  public HtmlTable section() {
    html.append("</tbody><tbody style=\"border-top:1px solid #888\">");
    return this;
  }

  @Override
  public String toString() {
    return html + "</tbody></table>";
  }
}
