package org.keraunos.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.keraunos.report.Look;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * How all charts look: white, few lines, and colours that also the colour-blind can tell apart
 * (Okabe and Ito 2008).
 */
final class Charts {
  static final Color ORANGE = new Color(0xD55E00);
  static final Color GREEN = new Color(0x009E73);
  static final Color GRID = new Color(0xDDDDDD);

  private static final Color[] SERIES = {
    Look.BLUE,
    ORANGE,
    GREEN,
    new Color(0xCC79A7),
    new Color(0xE69F00),
    new Color(0x56B4E9),
    new Color(0x8C6D31),
    new Color(0x5254A3),
    new Color(0x7B7B7B),
    new Color(0x000000)
  };

  /** The widths of lines in pixels; a validation line is the same colour in dashes. */
  static final BasicStroke SOLID =
      new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  static final BasicStroke DASHED = new BasicStroke(
      2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1f, new float[] {5f, 5f}, 0f);

  private Charts() {}

  static Color color(int series) {
    return SERIES[series % SERIES.length];
  }

  /** Gives a chart this look. */
  static void style(AxesChartStyler styler) {
    styler.setAxisTitleFont(Look.font(Font.PLAIN, 12));
    styler.setAxisTickLabelsFont(Look.font(Font.PLAIN, 11));
    styler.setAxisTickMarksColor(GRID);
    styler.setAxisTickLabelsColor(Look.INK);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartFontColor(Look.INK);
    styler.setChartTitleFont(Look.font(Font.BOLD, 13));
    styler.setChartTitleBoxVisible(false);
    styler.setLegendFont(Look.font(Font.PLAIN, 12));
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setSeriesColors(SERIES);
    styler.setDecimalPattern("#,##0.####");
    styler.setLocale(Locale.ROOT);
  }
}
