package org.keraunos.report.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import org.keraunos.report.Look;
import org.keraunos.report.Pictures;
import org.keraunos.report.page.SvgChart.Line;

/** A chart of lines in pixels: what {@link SvgChart} writes, for whoever takes no SVG. */
public final class ChartPicture {
  private static final Color GRID = new Color(0xDDDDDD);
  private static final int HEADING = 24;
  private static final int ROW = 18;
  private static final Color[] COLORS = {
    Look.BLUE,
    new Color(0xD55E00),
    new Color(0x009E73),
    new Color(0xAA4499),
    new Color(0x8C6D31),
    new Color(0x5254A3),
    new Color(0x7B7B7B),
    new Color(0x117733),
    new Color(0x882255),
    Color.BLACK
  };
  private static final Stroke THIN = new BasicStroke(1f);
  private static final Stroke DOTS =
      new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {3, 3}, 0);
  private static final Stroke SOLID =
      new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final Stroke DASHES =
      new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1f, new float[] {5, 4}, 0);

  private final SvgChart chart;
  private final Graphics2D g;

  private ChartPicture(SvgChart chart, Graphics2D graphics) {
    this.chart = chart;
    this.g = graphics;
  }

  /**
   * {@return the chart and its legend}
   *
   * @param chart any
   */
  public static BufferedImage of(SvgChart chart) {
    int legend = chart.lines().size() > 1 ? ROW * chart.lines().size() + 8 : 0;
    return Pictures.paint(
        SvgChart.WIDTH,
        HEADING + SvgChart.HEIGHT + legend,
        (graphics, width, height) -> new ChartPicture(chart, graphics).paint());
  }

  private void paint() {
    g.translate(0, HEADING);
    g.setFont(Look.font(Font.BOLD, 12));
    text(chart.title(), SvgChart.LEFT, -6, 0);
    g.setFont(Look.font(Font.PLAIN, 12));
    int right = SvgChart.WIDTH - SvgChart.RIGHT;
    int bottom = SvgChart.HEIGHT - SvgChart.BOTTOM;
    chart.ticks(true, (at, said) -> {
      line(THIN, chart.px(at), SvgChart.TOP, chart.px(at), bottom);
      text(said, chart.px(at), bottom + 15, 0.5);
    });
    chart.ticks(false, (at, said) -> {
      line(THIN, SvgChart.LEFT, chart.py(at), right, chart.py(at));
      text(said, SvgChart.LEFT - 5, chart.py(at) + 4, 1);
    });
    text(chart.xTitle(), (SvgChart.LEFT + right) / 2.0, SvgChart.HEIGHT - 6, 0.5);
    g.rotate(-Math.PI / 2);
    text(chart.yTitle(), -(SvgChart.TOP + bottom) / 2.0, 12, 0.5);
    g.rotate(Math.PI / 2);
    if (chart.hasDiagonal()) {
      line(DOTS, chart.px(0), chart.py(0), chart.px(1), chart.py(1));
    }
    int y = SvgChart.HEIGHT + 14;
    for (Line line : chart.lines()) {
      g.setColor(COLORS[line.color()]);
      g.setStroke(line.dashed() ? DASHES : SOLID);
      g.draw(path(line));
      if (chart.lines().size() > 1) {
        g.draw(new Line2D.Double(SvgChart.LEFT, y, SvgChart.LEFT + 20, y));
        text(
            Look.cut(line.name(), g.getFontMetrics(), right - SvgChart.LEFT - 28),
            SvgChart.LEFT + 28,
            y + 4,
            0);
        y += ROW;
      }
    }
  }

  private Path2D path(Line line) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < line.x().length; i++) {
      if (Double.isFinite(line.x()[i]) && Double.isFinite(line.y()[i])) {
        double x = chart.px(line.x()[i]);
        double y = chart.py(line.y()[i]);
        if (path.getCurrentPoint() == null) {
          path.moveTo(x, y);
        }
        // To itself: a point alone is seen as a round end.
        path.lineTo(x, y);
      }
    }
    return path;
  }

  private void line(Stroke stroke, double x, double y, double toX, double toY) {
    g.setColor(GRID);
    g.setStroke(stroke);
    g.draw(new Line2D.Double(x, y, toX, toY));
  }

  /** Text whose beginning, middle or end is at a place. */
  private void text(String said, double x, double y, double before) {
    FontMetrics metrics = g.getFontMetrics();
    g.setColor(Look.INK);
    g.drawString(said, (float) (x - before * metrics.stringWidth(said)), (float) y);
  }
}
