package org.keraunos.notebook;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleFunction;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;

/** A matrix as a heat map, the first row on top, with the figures in a table below for whoever wants them. */
final class HeatMapView {
  private static final Color LOW = new Color(0xF7FBFF);
  private static final Color MIDDLE = new Color(0x9ECAE1);
  private static final Color HIGH = new Color(0x2171B5);
  private static final int MOST_WRITTEN = 24;
  private static final int CELL_WIDTH = 44;
  private static final int CELL_HEIGHT = 30;

  private HeatMapView() {}

  /** What the rows and columns of a matrix are. */
  record Axes(String rows, List<String> rowNames, String columns, List<String> columnNames) {}

  static View of(String title, Axes axes, double[][] values, DoubleFunction<String> format) {
    String text = description(title, axes, values, format);
    return new Shown(
        text,
        () -> Html.picture(picture(title, axes, values, format), text)
            + "<details><summary>The figures</summary>" + table(axes, values, format)
            + "</details>",
        () -> picture(title, axes, values, format));
  }

  private static BufferedImage picture(
      String title, Axes axes, double[][] values, DoubleFunction<String> format) {
    int rows = axes.rowNames().size();
    int columns = axes.columnNames().size();
    int longest = axes.rowNames().stream().mapToInt(String::length).max().orElse(0);
    int width = 170 + Math.min(24, longest) * 7 + Math.max(7, Math.min(20, columns)) * CELL_WIDTH;
    int height = 130 + Math.max(4, Math.min(24, rows)) * CELL_HEIGHT;
    HeatMapChart chart = new HeatMapChartBuilder()
        .width(width)
        .height(height)
        .title(title)
        .xAxisTitle(axes.columns())
        .yAxisTitle(axes.rows())
        .build();
    Charts.style(chart.getStyler());
    double highest = 0;
    List<Number[]> cells = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double value = values[row][column];
        if (Double.isFinite(value)) {
          cells.add(new Number[] {column, rows - 1 - row, value});
          highest = Math.max(highest, value);
        }
      }
    }
    chart.getStyler().setMin(0).setMax(highest == 0 ? 1 : highest);
    chart.getStyler().setRangeColors(new Color[] {LOW, MIDDLE, HIGH});
    chart.getStyler().setDrawBorder(true).setPlotContentSize(1);
    chart.getStyler().setShowValue(rows <= MOST_WRITTEN && columns <= MOST_WRITTEN);
    chart.getStyler().setValueFont(Charts.font(Font.PLAIN, 11)).setValueFontColor(Color.BLACK);
    chart.getStyler().setHeatMapDecimalValueFormatter(format::apply);
    if (String.join("", axes.columnNames()).length() > columns * 6) {
      chart.getStyler().setXAxisLabelRotation(45);
    }
    List<String> upwards = new ArrayList<>(Charts.distinct(axes.rowNames()));
    Collections.reverse(upwards);
    chart.addSeries(title, Charts.distinct(axes.columnNames()), upwards, cells);
    return Pictures.paint(width, height, chart::paint);
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
        if (values[row][column] > values[highRow][highColumn]) {
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
