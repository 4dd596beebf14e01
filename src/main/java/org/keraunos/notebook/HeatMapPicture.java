package org.keraunos.notebook;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.DoubleFunction;
import org.keraunos.report.Look;
import org.keraunos.report.Pictures;

/**
 * Draws a heat map. The chart library's leaves out every second name and writes all digits of a
 * number, which is why this one is drawn by hand.
 */
final class HeatMapPicture {
  private static final Color LOW = new Color(0xF7FBFF);
  private static final Color HIGH = new Color(0x084A91);
  private static final int MOST_WRITTEN = 24;
  private static final int CELL_HEIGHT = 28;
  private static final int MARGIN = 14;
  private static final int TITLE = 30;
  private static final int LONGEST_NAME = 130;
  private static final int SLANTED = 75;

  private final String title;
  private final HeatMapView.Axes axes;
  private final double[][] values;
  private final DoubleFunction<String> format;
  private final double highest;

  private HeatMapPicture(
      String title, HeatMapView.Axes axes, double[][] values, DoubleFunction<String> format) {
    this.title = title;
    this.axes = axes;
    this.values = values;
    this.format = format;
    double found = 0;
    for (double[] row : values) {
      for (double value : row) {
        found = Double.isFinite(value) ? Math.max(found, value) : found;
      }
    }
    this.highest = found == 0 ? 1 : found;
  }

  static BufferedImage of(
      String title, HeatMapView.Axes axes, double[][] values, DoubleFunction<String> format) {
    HeatMapPicture map = new HeatMapPicture(title, axes, values, format);
    BufferedImage[] drawn = new BufferedImage[1];
    // Sizes of text are known on a canvas only: the first one is there to measure.
    Pictures.paint(1, 1, (graphics, width, height) -> drawn[0] = map.paint(graphics));
    return drawn[0];
  }

  private BufferedImage paint(Graphics2D measure) {
    measure.setFont(Look.font(Font.PLAIN, 11));
    FontMetrics metrics = measure.getFontMetrics();
    boolean written = values.length <= MOST_WRITTEN && axes.columnNames().size() <= MOST_WRITTEN;
    int widestCell = 30;
    for (double[] row : values) {
      for (double value : row) {
        widestCell = Math.max(widestCell, metrics.stringWidth(text(value)) + 12);
      }
    }
    int widestName = widest(metrics, axes.columnNames());
    boolean slanted = widestName > 90;
    int cellWidth = !written ? 14 : slanted ? widestCell : Math.max(widestCell, widestName + 10);
    int cellHeight = written ? CELL_HEIGHT : 14;
    int left = MARGIN + Math.min(LONGEST_NAME, widest(metrics, axes.rowNames())) + 24;
    int top = MARGIN + TITLE;
    int columns = axes.columnNames().size();
    int mapHeight = values.length * cellHeight;
    int bottom = (slanted ? SLANTED : 20) + (axes.columns().isEmpty() ? 0 : 18);
    int titleWidth = measure.getFontMetrics(Look.font(Font.BOLD, 13)).stringWidth(title);
    int width = Math.max(left + columns * cellWidth, MARGIN + titleWidth) + (slanted ? 40 : MARGIN);
    return Pictures.paint(width, top + mapHeight + bottom + MARGIN, (graphics, w, h) -> {
      graphics.setColor(Look.INK);
      graphics.setFont(Look.font(Font.BOLD, 13));
      graphics.drawString(title, MARGIN, MARGIN + 14);
      graphics.setFont(Look.font(Font.PLAIN, 11));
      for (int row = 0; row < values.length; row++) {
        int y = top + row * cellHeight;
        name(graphics, axes.rowNames().get(row), left - 6, y + cellHeight / 2 + 4);
        for (int column = 0; column < columns; column++) {
          cell(graphics, values[row][column], new int[] {
            left + column * cellWidth, y, cellWidth, cellHeight
          });
          if (written) {
            figure(graphics, values[row][column], left + column * cellWidth + cellWidth / 2, y);
          }
        }
      }
      graphics.setColor(Look.INK);
      for (int column = 0; column < columns; column++) {
        int x = left + column * cellWidth + cellWidth / 2;
        columnName(graphics, axes.columnNames().get(column), x, top + mapHeight + 15, slanted);
      }
      graphics.setFont(Look.font(Font.ITALIC, 12));
      int middle = left + columns * cellWidth / 2;
      int half = graphics.getFontMetrics().stringWidth(axes.columns()) / 2;
      graphics.drawString(axes.columns(), middle - half, top + mapHeight + bottom);
      graphics.rotate(-Math.PI / 2);
      int tall = graphics.getFontMetrics().stringWidth(axes.rows()) / 2;
      graphics.drawString(axes.rows(), -(top + mapHeight / 2) - tall, MARGIN + 4);
    });
  }

  private void cell(Graphics2D graphics, double value, int[] place) {
    graphics.setColor(Double.isFinite(value) ? color(value / highest) : Charts.GRID);
    graphics.fillRect(place[0], place[1], place[2] - 1, place[3] - 1);
  }

  private void figure(Graphics2D graphics, double value, int x, int y) {
    graphics.setColor(value / highest > 0.5 ? Color.WHITE : Color.BLACK);
    int half = graphics.getFontMetrics().stringWidth(text(value)) / 2;
    graphics.drawString(text(value), x - half, y + CELL_HEIGHT / 2 + 4);
    graphics.setColor(Look.INK);
  }

  private static void name(Graphics2D graphics, String name, int right, int baseline) {
    String shown = Look.cut(name, graphics.getFontMetrics(), LONGEST_NAME);
    graphics.setColor(Look.INK);
    graphics.drawString(shown, right - graphics.getFontMetrics().stringWidth(shown), baseline);
  }

  private static void columnName(Graphics2D graphics, String name, int x, int y, boolean slanted) {
    if (!slanted) {
      graphics.drawString(name, x - graphics.getFontMetrics().stringWidth(name) / 2, y);
      return;
    }
    Graphics2D turned = (Graphics2D) graphics.create();
    turned.rotate(Math.PI / 4, x, y);
    turned.drawString(Look.cut(name, turned.getFontMetrics(), SLANTED), x - 4, y);
    turned.dispose();
  }

  private String text(double value) {
    return Double.isFinite(value) ? format.apply(value) : "–";
  }

  private static int widest(FontMetrics metrics, List<String> names) {
    return names.stream().mapToInt(metrics::stringWidth).max().orElse(0);
  }

  private static Color color(double share) {
    double at = Math.max(0, Math.min(1, share));
    return new Color(
        mix(LOW.getRed(), HIGH.getRed(), at),
        mix(LOW.getGreen(), HIGH.getGreen(), at),
        mix(LOW.getBlue(), HIGH.getBlue(), at));
  }

  private static int mix(int low, int high, double share) {
    return (int) Math.round(low + (high - low) * share);
  }
}
