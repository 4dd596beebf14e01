package org.keraunos.notebook;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;
import org.keraunos.report.Html;
import org.keraunos.report.Look;
import org.keraunos.report.Pictures;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * A chart of bars, {@link Views#bars}: for each name a bar of each series.
 *
 * <pre>{@code
 * Views.bars("F1", names).bars("first model", f1).bars("second model", better)
 * }</pre>
 */
public final class BarView implements View {
  private static final int NARROWEST = 480;
  private static final int WIDEST = 1400;
  private static final int HEIGHT = 320;
  private static final int LONG_NAMES = 60;

  private final String title;
  private final List<String> names;
  private final Map<String, double[]> series = new LinkedHashMap<>();

  BarView(String title, List<String> names) {
    Check.argument(!names.isEmpty(), "names", "at least one", "none");
    this.title = title;
    this.names = List.copyOf(names);
  }

  /**
   * Adds a bar to each name.
   *
   * @param name for the legend
   * @param heights one a name; NaN is drawn as none
   * @return this
   * @throws IllegalArgumentException if there are not as many as names, or the series is there
   *     already
   */
  public BarView bars(String name, double[] heights) {
    Check.argument(
        heights.length == names.size(), "bars " + name, names.size() + " heights", heights.length);
    Check.argument(!series.containsKey(name), "series", "a new name", name);
    series.put(name, heights.clone());
    return this;
  }

  BufferedImage picture() {
    int columns = names.size() * Math.max(1, series.size());
    int width =
        Math.max(NARROWEST, Math.min(WIDEST, 90 + Math.max(22 * columns, 60 * names.size())));
    CategoryChart chart =
        new CategoryChartBuilder().width(width).height(HEIGHT).title(title).build();
    Charts.style(chart.getStyler());
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    chart.getStyler().setLegendVisible(series.size() > 1);
    chart.getStyler().setAvailableSpaceFill(0.8).setPlotGridVerticalLinesVisible(false);
    // The library's own hint leaves names out as soon as they are less than 74 pixels apart.
    chart.getStyler().setXAxisTickMarkSpacingHint(10);
    if (String.join("", names).length() > LONG_NAMES) {
      chart.getStyler().setXAxisLabelRotation(45);
    }
    List<String> shown = Look.distinct(names);
    series.forEach((name, heights) -> {
      List<Double> finite = new ArrayList<>();
      for (double height : heights) {
        finite.add(Double.isFinite(height) ? height : 0.0);
      }
      chart.addSeries(name, shown, finite);
    });
    return Pictures.paint(width, HEIGHT, chart::paint);
  }

  @Override
  public String toHtml() {
    return Html.picture(picture(), description());
  }

  @Override
  public byte[] toPng() {
    return Pictures.png(picture());
  }

  /** The title and every figure. */
  @Override
  public String description() {
    StringBuilder text = new StringBuilder("Bars: " + title + ".");
    series.forEach((name, heights) -> {
      text.append(' ').append(name).append(": ");
      for (int i = 0; i < heights.length; i++) {
        text.append(i == 0 ? "" : ", ").append(names.get(i)).append(' ');
        text.append(LiveProgress.figure(heights[i]));
      }
      text.append('.');
    });
    return text.toString();
  }

  @Override
  public String toString() {
    return description();
  }
}
