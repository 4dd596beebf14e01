package org.keraunos.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.keraunos.base.Check;
import org.keraunos.report.Html;

/**
 * A chart of lines as SVG: 2 to 6 KB whose text is text, so that a page gives it its font and its
 * colours, dark ones too, and a screen reader reads it.
 */
public final class SvgChart {
  static final int WIDTH = 360;
  static final int HEIGHT = 270;
  static final int LEFT = 48;
  static final int RIGHT = 12;
  static final int TOP = 10;
  static final int BOTTOM = 42;
  private static final int MOST_TICKS = 6;
  private static final String STYLE =
      "svg{background:#fff;font:12px sans-serif}.t{fill:#333}.g{stroke:#ddd}"
          + ".l{fill:none;stroke-width:2;stroke-linejoin:round}.d{stroke-dasharray:5 4}"
          + ".c0{stroke:#0072B2}.c1{stroke:#D55E00}.c2{stroke:#009E73}.c3{stroke:#AA4499}"
          + ".c4{stroke:#8C6D31}.c5{stroke:#5254A3}.c6{stroke:#7B7B7B}.c7{stroke:#117733}"
          + ".c8{stroke:#882255}.c9{stroke:#000}";

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final List<Line> lines = new ArrayList<>();
  private double fromX;
  private double toX = 1;
  private double fromY;
  private double toY = 1;
  private boolean diagonal;
  private boolean wholeSteps;

  @SuppressWarnings("ArrayRecordComponent") // a bag of points that nobody compares
  record Line(String name, double[] x, double[] y, int color, boolean dashed) {}

  /**
   * An empty chart whose axes go from 0 to 1.
   *
   * @param title what it shows
   * @param x what goes to the right
   * @param y what goes up
   */
  public SvgChart(String title, String x, String y) {
    this.title = title;
    this.xTitle = x;
    this.yTitle = y;
  }

  /**
   * Other ranges.
   *
   * @param lowX the left end
   * @param highX the right end
   * @param lowY the lower end
   * @param highY the upper end
   * @return this
   */
  public SvgChart range(double lowX, double highX, double lowY, double highY) {
    Check.argument(highX > lowX && highY > lowY, "range", "ends in order", highX + ", " + highY);
    this.fromX = lowX;
    this.toX = highX;
    this.fromY = lowY;
    this.toY = highY;
    return this;
  }

  /**
   * A thin line from corner to corner: what chance, or perfect calibration, looks like.
   *
   * @return this
   */
  public SvgChart diagonal() {
    this.diagonal = true;
    return this;
  }

  /**
   * Marks whole numbers alone to the right.
   *
   * @return this
   */
  public SvgChart wholeSteps() {
    this.wholeSteps = true;
    return this;
  }

  /**
   * Adds a line; points that are no finite numbers are left out.
   *
   * @param name for the legend
   * @param x the places of the points
   * @param y their heights
   * @return this
   */
  public SvgChart line(String name, double[] x, double[] y) {
    return line(name, x, y, lines.size(), false);
  }

  /**
   * Adds a line of a colour.
   *
   * @param name for the legend
   * @param x the places of the points
   * @param y their heights
   * @param color the number of a colour; they come again after ten
   * @param dashed as validation is
   * @return this
   */
  public SvgChart line(String name, double[] x, double[] y, int color, boolean dashed) {
    Check.argument(x.length == y.length, "line " + name, x.length + " heights", y.length);
    lines.add(new Line(name, x.clone(), y.clone(), color % 10, dashed));
    return this;
  }

  /** {@return the chart and its legend, to be put into a page that has its styles} */
  public String figure() {
    StringBuilder html = new StringBuilder("<figure><figcaption>");
    html.append(Html.escape(title)).append("</figcaption>").append(svg(""));
    if (lines.size() > 1) {
      html.append("<ul class=\"legend\">");
      for (Line line : lines) {
        html.append("<li><svg width=\"22\" height=\"8\" aria-hidden=\"true\"><path class=\"")
            .append(classes(line))
            .append("\" d=\"M1 4h20\"/></svg> ")
            .append(Html.escape(line.name()))
            .append("</li>");
      }
      html.append("</ul>");
    }
    return html.append("</figure>").toString();
  }

  /** {@return the chart as a file of its own, its legend inside} */
  public String file() {
    StringBuilder legend = new StringBuilder();
    for (int i = 0; lines.size() > 1 && i < lines.size(); i++) {
      int y = HEIGHT + 14 + 18 * i;
      legend.append(text("<path class=\"%s\" d=\"M%d %dh20\"/>", classes(lines.get(i)), LEFT, y));
      legend.append(text(
          "<text class=\"t\" x=\"%d\" y=\"%d\">%s</text>",
          LEFT + 28, y + 4, Html.escape(lines.get(i).name())));
    }
    String heading = text(
        "<text class=\"t\" x=\"%d\" y=\"-6\" font-weight=\"bold\">%s</text>",
        LEFT, Html.escape(title));
    int more = lines.size() > 1 ? 18 * lines.size() + 8 : 0;
    return svg("<style>" + STYLE + "</style>" + heading + legend)
            .replaceFirst(
                "<svg [^>]*>",
                text(
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" height=\"%d\""
                        + " viewBox=\"0 -24 %d %d\">",
                    WIDTH * 2, (HEIGHT + 24 + more) * 2, WIDTH, HEIGHT + 24 + more))
        + "\n";
  }

  /** An empty frame of this chart, into which a script draws. */
  String frame() {
    return svg("");
  }

  private String svg(String head) {
    StringBuilder svg = new StringBuilder(text(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" class=\"chart\"><title>%s</title>%s",
        WIDTH, HEIGHT, Html.escape(description()), head));
    axis(svg, true);
    axis(svg, false);
    svg.append(text(
        "<text class=\"t\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, Html.escape(xTitle)));
    int middle = (TOP + HEIGHT - BOTTOM) / 2;
    svg.append(text(
        "<text class=\"t\" x=\"12\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 12 %d)\">"
            + "%s</text>",
        middle, middle, Html.escape(yTitle)));
    if (diagonal) {
      svg.append(text(
          "<path class=\"g\" stroke-dasharray=\"3 3\" d=\"M%s %sL%s %s\"/>",
          number(px(fromX)), number(py(fromY)), number(px(toX)), number(py(toY))));
    }
    for (Line line : lines) {
      String path = path(line);
      if (!path.isEmpty()) {
        svg.append(text("<path class=\"%s\" d=\"%s\"/>", classes(line), path));
      }
    }
    return svg.append("</svg>").toString();
  }

  /** A mark of an axis, and what is written beside it. */
  @FunctionalInterface
  interface Tick {
    void at(double place, String said);
  }

  void ticks(boolean across, Tick tick) {
    double low = across ? fromX : fromY;
    double high = across ? toX : toY;
    double step = step(high - low, across && wholeSteps);
    for (double at = Math.ceil(low / step - 1e-9) * step; at <= high + step * 1e-9; at += step) {
      tick.at(at, label(at, step));
    }
  }

  private void axis(StringBuilder svg, boolean across) {
    ticks(across, (at, label) -> {
      String place = number(across ? px(at) : py(at));
      if (across) {
        svg.append(text(
            "<path class=\"g\" d=\"M%s %dV%d\"/><text class=\"t\" x=\"%s\" y=\"%d\""
                + " text-anchor=\"middle\">%s</text>",
            place, TOP, HEIGHT - BOTTOM, place, HEIGHT - BOTTOM + 15, label));
      } else {
        svg.append(text(
            "<path class=\"g\" d=\"M%d %sH%d\"/><text class=\"t\" x=\"%d\" y=\"%s\""
                + " text-anchor=\"end\">%s</text>",
            LEFT, place, WIDTH - RIGHT, LEFT - 5, number(py(at) + 4), label));
      }
    });
  }

  /** 1, 2 or 5 times a power of ten, so that there are few marks. */
  private static double step(double range, boolean whole) {
    double power = Math.pow(10, Math.floor(Math.log10(range / MOST_TICKS)));
    double step = power;
    for (double times : new double[] {1, 2, 5, 10}) {
      step = times * power;
      if (range / step <= MOST_TICKS) {
        break;
      }
    }
    return whole ? Math.max(1, step) : step;
  }

  private static String label(double at, double step) {
    int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    double shown = Math.abs(at) < step * 1e-6 ? 0 : at;
    return digits > 4
        ? text("%.1e", shown)
        : String.format(Locale.ROOT, "%,." + digits + "f", shown);
  }

  private String path(Line line) {
    StringBuilder path = new StringBuilder();
    int points = 0;
    for (int i = 0; i < line.x().length; i++) {
      if (Double.isFinite(line.x()[i]) && Double.isFinite(line.y()[i])) {
        double y = Math.max(fromY, Math.min(toY, line.y()[i]));
        path.append(points++ == 0 ? 'M' : 'L').append(number(px(line.x()[i])));
        path.append(' ').append(number(py(y)));
      }
    }
    // A point alone has no length, and is seen as a round end.
    return points == 1 ? path + "h.1" : path.toString();
  }

  double px(double x) {
    return LEFT + (x - fromX) / (toX - fromX) * (WIDTH - LEFT - RIGHT);
  }

  double py(double y) {
    return HEIGHT - BOTTOM - (y - fromY) / (toY - fromY) * (HEIGHT - TOP - BOTTOM);
  }

  private static String classes(Line line) {
    return "l c" + line.color() + (line.dashed() ? " d" : "");
  }

  String title() {
    return title;
  }

  String xTitle() {
    return xTitle;
  }

  String yTitle() {
    return yTitle;
  }

  List<Line> lines() {
    return lines;
  }

  boolean hasDiagonal() {
    return diagonal;
  }

  /** {@return the title, and where each line begins and ends} */
  public String description() {
    StringBuilder text = new StringBuilder(title);
    for (Line line : lines) {
      double[] y = Arrays.stream(line.y()).filter(Double::isFinite).toArray();
      if (y.length > 0) {
        text.append("; ").append(line.name()).append(" from ").append(Html.figure(y[0]));
        text.append(" to ").append(Html.figure(y[y.length - 1]));
      }
    }
    return text.toString();
  }

  private static String number(double value) {
    double rounded = Math.rint(value * 10) / 10;
    return rounded == Math.rint(rounded)
        ? Integer.toString((int) rounded)
        : Double.toString(rounded);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
