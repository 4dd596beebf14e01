package org.keraunos.notebook;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.report.Html;
import org.keraunos.report.Pictures;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A chart of lines, {@link Views#lines}. Points that are NaN or infinite are left out.
 *
 * <pre>{@code
 * Views.lines("F1 by threshold").axes("threshold", "F1").line("macro", thresholds, macro)
 * }</pre>
 */
public final class LineView implements View {
  private static final int FEW_POINTS = 40;

  private final String title;
  private final List<Line> lines = new ArrayList<>();
  private String xTitle = "";
  private String yTitle = "";
  private double @Nullable [] range;
  private boolean wholeSteps;
  private boolean powers;
  private int width = 640;
  private int height = 360;

  private record Line(String name, List<Double> x, List<Double> y, int color, boolean dashed) {}

  LineView(String title) {
    this.title = title;
  }

  /**
   * Names the axes.
   *
   * @param x what goes to the right
   * @param y what goes up
   * @return this
   */
  public LineView axes(String x, String y) {
    this.xTitle = x;
    this.yTitle = y;
    return this;
  }

  /**
   * Fixes the range of the upward axis.
   *
   * @param low its lower end
   * @param high its upper end
   * @return this
   * @throws IllegalArgumentException if the ends are not finite numbers in order
   */
  public LineView range(double low, double high) {
    Check.argument(
        Double.isFinite(low) && Double.isFinite(high) && low < high,
        "range",
        "finite low < high",
        low + " to " + high);
    this.range = new double[] {low, high};
    return this;
  }

  /**
   * Adds a line.
   *
   * @param name for the legend
   * @param x the places of the points
   * @param y their heights
   * @return this
   * @throws IllegalArgumentException if there are not as many of both, or the name is taken
   */
  public LineView line(String name, double[] x, double[] y) {
    return line(name, x, y, lines.size(), false);
  }

  LineView line(String name, double[] x, double[] y, int color, boolean dashed) {
    Check.argument(x.length == y.length, "line " + name, x.length + " heights", y.length);
    Check.argument(
        lines.stream().noneMatch(line -> line.name().equals(name)), "line name", "a new one", name);
    lines.add(new Line(name, boxed(x), boxed(y), color, dashed));
    return this;
  }

  LineView logarithmic() {
    this.powers = true;
    return this;
  }

  LineView wholeSteps() {
    this.wholeSteps = true;
    return this;
  }

  LineView size(int shownWidth, int shownHeight) {
    this.width = shownWidth;
    this.height = shownHeight;
    return this;
  }

  private static List<Double> boxed(double[] values) {
    return DoubleStream.of(values).boxed().toList();
  }

  BufferedImage picture() {
    XYChart chart = new XYChartBuilder()
        .width(width)
        .height(height)
        .title(title)
        .xAxisTitle(xTitle)
        .yAxisTitle(yTitle)
        .build();
    Charts.style(chart.getStyler());
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    if (range != null) {
      chart.getStyler().setYAxisMin(range[0]).setYAxisMax(range[1]);
    }
    if (wholeSteps) {
      chart
          .getStyler()
          .setXAxisTickLabelsFormattingFunction(
              place -> place == Math.rint(place) ? Html.count(place) : " ");
    }
    if (powers) {
      chart
          .getStyler()
          .setXAxisLogarithmic(true)
          .setXAxisTickLabelsFormattingFunction(place -> String.format(Locale.ROOT, "%.0e", place));
    }
    int drawn = 0;
    for (Line line : lines) {
      drawn += add(chart, line) ? 1 : 0;
    }
    chart.getStyler().setLegendVisible(drawn > 1);
    return Pictures.paint(width, height, chart::paint);
  }

  private static boolean add(XYChart chart, Line line) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < line.x().size(); i++) {
      if (Double.isFinite(line.x().get(i)) && Double.isFinite(line.y().get(i))) {
        x.add(line.x().get(i));
        y.add(line.y().get(i));
      }
    }
    if (x.isEmpty()) {
      return false;
    }
    XYSeries series = chart.addSeries(line.name(), x, y);
    series.setLineColor(Charts.color(line.color()));
    series.setMarkerColor(Charts.color(line.color()));
    series.setLineStyle(line.dashed() ? Charts.DASHED : Charts.SOLID);
    series.setMarker(x.size() <= FEW_POINTS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    return true;
  }

  @Override
  public String toHtml() {
    return Html.picture(picture(), description());
  }

  @Override
  public byte[] toPng() {
    return Pictures.png(picture());
  }

  /** The title, and where each line begins, ends and is highest. */
  @Override
  public String description() {
    StringBuilder text = new StringBuilder("Chart: " + title + ".");
    for (Line line : lines) {
      List<Double> y = line.y().stream().filter(Double::isFinite).toList();
      if (!y.isEmpty()) {
        text.append(' ').append(line.name()).append(" from ").append(Html.figure(y.get(0)));
        text.append(" to ").append(Html.figure(y.get(y.size() - 1)));
        text.append(", at most ").append(Html.figure(Collections.max(y))).append('.');
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return description();
  }
}
