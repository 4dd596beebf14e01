package org.keraunos.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.keraunos.report.Html;
import org.keraunos.report.HtmlTable;

/**
 * A matrix as a heat map, the first row on top, with the figures in a table below for whoever wants
 * them.
 */
final class HeatMapView {
  private HeatMapView() {}

  /** What the rows and columns of a matrix are. */
  record Axes(String rows, List<String> rowNames, String columns, List<String> columnNames) {}

  static View of(String title, Axes axes, double[][] values, DoubleFunction<String> format) {
    String text = description(title, axes, values, format);
    return new Shown(
        text,
        () -> Html.picture(HeatMapPicture.of(title, axes, values, format), text)
            + "<details><summary>The figures</summary>" + table(axes, values, format)
            + "</details>",
        () -> HeatMapPicture.of(title, axes, values, format));
  }

  private static String table(Axes axes, double[][] values, DoubleFunction<String> format) {
    List<String> header = new ArrayList<>(List.of(axes.rows() + " \\ " + axes.columns()));
    header.addAll(axes.columnNames());
    HtmlTable table = new HtmlTable("", header);
    for (int row = 0; row < values.length; row++) {
      List<String> cells = new ArrayList<>();
      for (double value : values[row]) {
        cells.add(Double.isFinite(value) ? format.apply(value) : "–");
      }
      table.row(axes.rowNames().get(row), cells);
    }
    return table.toString();
  }

  private static String description(
      String title, Axes axes, double[][] values, DoubleFunction<String> format) {
    int highRow = 0;
    int highColumn = 0;
    for (int row = 0; row < values.length; row++) {
      for (int column = 0; column < values[row].length; column++) {
        double highest = values[highRow][highColumn];
        if (values[row][column] > highest || Double.isNaN(highest)) {
          highRow = row;
          highColumn = column;
        }
      }
    }
    return "Heat map: " + title + ", " + axes.rows() + " by " + axes.columns() + ". Highest: "
        + axes.rowNames().get(highRow) + " with " + axes.columnNames().get(highColumn) + ", "
        + format.apply(values[highRow][highColumn]) + ".";
  }
}
