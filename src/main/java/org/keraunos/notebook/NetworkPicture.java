package org.keraunos.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.layers.Call;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.report.Look;
import org.keraunos.report.Pictures;

/**
 * The calls of a network as boxes, each row one step further from the inputs; lines that jump rows
 * bend around.
 */
final class NetworkPicture {
  private static final int BOX_WIDTH = 190;
  private static final int BOX_HEIGHT = 42;
  private static final int GAP_X = 40;
  private static final int GAP_Y = 22;
  private static final int MARGIN = 12;
  private static final int JUMP = 30;
  private static final Color FILL = new Color(0xEAF3FA);
  private static final Color INPUT = new Color(0xF3F3F3);

  private record Place(int x, int y, int depth) {}

  private final Network network;
  private final Map<Call, Place> places = new LinkedHashMap<>();
  private final int right;
  private final int width;
  private final int height;

  private NetworkPicture(Network network) {
    this.network = network;
    Map<Call, Integer> depths = new LinkedHashMap<>();
    List<List<Call>> rows = new ArrayList<>();
    boolean jumps = false;
    for (Call call : network.calls()) {
      int depth = 0;
      for (SymbolicTensor input : call.inputs()) {
        depth = Math.max(depth, 1 + depths.getOrDefault(input.call(), 0));
      }
      for (SymbolicTensor input : call.inputs()) {
        jumps |= depth - depths.getOrDefault(input.call(), 0) > 1;
      }
      depths.put(call, depth);
      while (rows.size() <= depth) {
        rows.add(new ArrayList<>());
      }
      rows.get(depth).add(call);
    }
    int widest = rows.stream().mapToInt(List::size).max().orElse(1);
    int inner = widest * (BOX_WIDTH + GAP_X) - GAP_X;
    for (int depth = 0; depth < rows.size(); depth++) {
      List<Call> row = rows.get(depth);
      int left = MARGIN + (inner - row.size() * (BOX_WIDTH + GAP_X) + GAP_X) / 2;
      for (int i = 0; i < row.size(); i++) {
        int y = MARGIN + depth * (BOX_HEIGHT + GAP_Y);
        places.put(row.get(i), new Place(left + i * (BOX_WIDTH + GAP_X), y, depth));
      }
    }
    this.right = MARGIN + inner;
    this.width = right + MARGIN + (jumps ? JUMP + MARGIN : 0);
    this.height = 2 * MARGIN + rows.size() * (BOX_HEIGHT + GAP_Y) - GAP_Y;
  }

  static BufferedImage of(Network network) {
    NetworkPicture picture = new NetworkPicture(network);
    return Pictures.paint(
        picture.width, picture.height, (graphics, w, h) -> picture.draw(graphics));
  }

  private void draw(Graphics2D graphics) {
    graphics.setStroke(new BasicStroke(1.4f));
    places.forEach((call, place) -> {
      for (SymbolicTensor input : call.inputs()) {
        Place from = places.get(input.call());
        if (from != null) {
          arrow(graphics, from, place);
        }
      }
    });
    places.forEach((call, place) -> box(graphics, call, place));
  }

  private void box(Graphics2D graphics, Call call, Place place) {
    RoundRectangle2D box =
        new RoundRectangle2D.Double(place.x(), place.y(), BOX_WIDTH, BOX_HEIGHT, 10, 10);
    graphics.setColor(call.inputs().isEmpty() ? INPUT : FILL);
    graphics.fill(box);
    graphics.setColor(Look.BLUE);
    graphics.draw(box);
    graphics.setColor(Look.INK);
    graphics.setFont(Look.font(Font.BOLD, 12));
    centred(graphics, network.nameOf(call.layer()), place, 17);
    graphics.setFont(Look.font(Font.PLAIN, 11));
    String type =
        call.layer().className() + ", " + DatasetView.shape(call.output().shape());
    centred(graphics, type, place, 33);
  }

  private static void centred(Graphics2D graphics, String text, Place place, int baseline) {
    String shown = Look.cut(text, graphics.getFontMetrics(), BOX_WIDTH - 10);
    int x = place.x() + (BOX_WIDTH - graphics.getFontMetrics().stringWidth(shown)) / 2;
    graphics.drawString(shown, x, place.y() + baseline);
  }

  /** A place to the right of all boxes between two rows. */
  private int clear(Place from, Place to) {
    int widest = Math.max(from.x(), to.x());
    for (Place place : places.values()) {
      if (place.depth() > from.depth() && place.depth() < to.depth()) {
        widest = Math.max(widest, place.x());
      }
    }
    return widest + BOX_WIDTH + JUMP;
  }

  private void arrow(Graphics2D graphics, Place from, Place to) {
    graphics.setColor(Color.GRAY);
    double startX = from.x() + BOX_WIDTH / 2.0;
    double startY = from.y() + BOX_HEIGHT;
    double endX = to.x() + BOX_WIDTH / 2.0;
    double endY = to.y();
    if (to.depth() - from.depth() > 1) {
      // Around the boxes between: out of the right side, into the right side.
      startX = from.x() + BOX_WIDTH;
      startY = from.y() + BOX_HEIGHT / 2.0;
      endX = to.x() + BOX_WIDTH;
      endY = to.y() + BOX_HEIGHT / 2.0;
      // The curve reaches three quarters of the way to its control points.
      double out = Math.max(startX, endX) + (clear(from, to) - Math.max(startX, endX)) / 0.75;
      graphics.draw(new CubicCurve2D.Double(startX, startY, out, startY, out, endY, endX, endY));
      head(graphics, endX, endY, -1, 0);
      return;
    }
    double middle = (startY + endY) / 2;
    graphics.draw(
        new CubicCurve2D.Double(startX, startY, startX, middle, endX, middle, endX, endY));
    head(graphics, endX, endY, 0, 1);
  }

  private static void head(Graphics2D graphics, double x, double y, int toX, int toY) {
    Path2D head = new Path2D.Double();
    head.moveTo(x, y);
    head.lineTo(x - 7 * toX - 4 * toY, y - 7 * toY - 4 * toX);
    head.lineTo(x - 7 * toX + 4 * toY, y - 7 * toY + 4 * toX);
    head.closePath();
    graphics.fill(head);
  }
}
