package org.keraunos.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.keraunos.layers.Network;
import org.keraunos.report.Look;
import org.keraunos.report.NetworkLayout;
import org.keraunos.report.Pictures;

/** A network's layout as a picture for notebooks, which show no SVG beside text everywhere. */
final class NetworkPicture {
  private static final Color FILL = new Color(0xEAF3FA);
  private static final Color INPUT = new Color(0xF3F3F3);

  private NetworkPicture() {}

  static BufferedImage of(Network network) {
    NetworkLayout layout = new NetworkLayout(network);
    return Pictures.paint(
        layout.width(), layout.height(), (graphics, w, h) -> draw(graphics, layout));
  }

  private static void draw(Graphics2D graphics, NetworkLayout layout) {
    graphics.setStroke(new BasicStroke(1.4f));
    layout.arrows().forEach(arrow -> arrow(graphics, arrow));
    layout.boxes().forEach(box -> box(graphics, box));
  }

  private static void box(Graphics2D graphics, NetworkLayout.Box box) {
    RoundRectangle2D outline = new RoundRectangle2D.Double(
        box.x(), box.y(), NetworkLayout.BOX_WIDTH, NetworkLayout.BOX_HEIGHT, 10, 10);
    graphics.setColor(box.input() ? INPUT : FILL);
    graphics.fill(outline);
    graphics.setColor(Look.BLUE);
    graphics.draw(outline);
    graphics.setColor(Look.INK);
    graphics.setFont(Look.font(Font.BOLD, 12));
    centred(graphics, box.name(), box, 17);
    graphics.setFont(Look.font(Font.PLAIN, 11));
    centred(graphics, box.kind(), box, 33);
  }

  private static void centred(
      Graphics2D graphics, String text, NetworkLayout.Box box, int baseline) {
    String shown = Look.cut(text, graphics.getFontMetrics(), NetworkLayout.BOX_WIDTH - 10);
    int x = box.x() + (NetworkLayout.BOX_WIDTH - graphics.getFontMetrics().stringWidth(shown)) / 2;
    graphics.drawString(shown, x, box.y() + baseline);
  }

  private static void arrow(Graphics2D graphics, NetworkLayout.Arrow arrow) {
    List<Double> p = arrow.points();
    graphics.setColor(Color.GRAY);
    graphics.draw(new CubicCurve2D.Double(
        p.get(0), p.get(1), p.get(2), p.get(3), p.get(4), p.get(5), p.get(6), p.get(7)));
    double x = p.get(6);
    double y = p.get(7);
    int toX = arrow.headX();
    int toY = arrow.headY();
    Path2D head = new Path2D.Double();
    head.moveTo(x, y);
    head.lineTo(x - 7 * toX - 4 * toY, y - 7 * toY - 4 * toX);
    head.lineTo(x - 7 * toX + 4 * toY, y - 7 * toY + 4 * toX);
    head.closePath();
    graphics.fill(head);
  }
}
