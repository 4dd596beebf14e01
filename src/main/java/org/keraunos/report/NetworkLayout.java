package org.keraunos.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.keraunos.layers.Call;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;

/**
 * Where the calls of a network stand in a drawing: boxes, each row one step further from the
 * inputs, and curves between them; those that jump rows bend around what is between.
 */
public final class NetworkLayout {
  /** The width of a box, in pixels. */
  public static final int BOX_WIDTH = 236;

  /** The height of a box, in pixels. */
  public static final int BOX_HEIGHT = 42;

  private static final int GAP_X = 40;
  private static final int GAP_Y = 22;
  private static final int MARGIN = 12;
  private static final int JUMP = 30;

  /**
   * A call.
   *
   * @param x the left edge
   * @param y the upper edge
   * @param input whether it is an input of the network
   * @param name of its layer
   * @param kind class and shape of what comes out
   */
  public record Box(int x, int y, boolean input, String name, String kind) {}

  /**
   * What flows from one call to another: a cubic curve that ends in a head.
   *
   * @param points x and y of start, two control points and end
   * @param headX 1 if the head points to the right, -1 to the left, else 0
   * @param headY 1 if it points down, else 0
   */
  public record Arrow(List<Double> points, int headX, int headY) {}

  private record Place(int x, int y, int depth) {}

  private final Map<Call, Place> places = new LinkedHashMap<>();
  private final List<Box> boxes = new ArrayList<>();
  private final List<Arrow> arrows = new ArrayList<>();
  private final int width;
  private final int height;

  /**
   * Places the calls of a network.
   *
   * @param network any
   */
  public NetworkLayout(Network network) {
    List<List<Call>> rows = new ArrayList<>();
    Map<Call, Integer> depths = new LinkedHashMap<>();
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
    this.width = 2 * MARGIN + inner + (jumps ? JUMP + MARGIN : 0);
    this.height = 2 * MARGIN + rows.size() * (BOX_HEIGHT + GAP_Y) - GAP_Y;
    places.forEach((call, place) -> {
      boxes.add(new Box(
          place.x(),
          place.y(),
          call.inputs().isEmpty(),
          network.nameOf(call.layer()),
          call.layer().className() + ", " + shapes(call)));
      for (SymbolicTensor input : call.inputs()) {
        Place from = places.get(input.call());
        if (from != null) {
          arrows.add(arrow(from, place));
        }
      }
    });
  }

  private static String shapes(Call call) {
    return call.outputs().stream()
        .map(output -> Text.sizes(output.shape()))
        .collect(Collectors.joining(" and "));
  }

  private Arrow arrow(Place from, Place to) {
    if (to.depth() - from.depth() > 1) {
      // Around the boxes between: out of the right side, into the right side.
      double startX = from.x() + BOX_WIDTH;
      double startY = from.y() + BOX_HEIGHT / 2.0;
      double endX = to.x() + BOX_WIDTH;
      double endY = to.y() + BOX_HEIGHT / 2.0;
      // The curve reaches three quarters of the way to its control points.
      double out = Math.max(startX, endX) + (clear(from, to) - Math.max(startX, endX)) / 0.75;
      return new Arrow(List.of(startX, startY, out, startY, out, endY, endX, endY), -1, 0);
    }
    double startX = from.x() + BOX_WIDTH / 2.0;
    double startY = from.y() + BOX_HEIGHT;
    double endX = to.x() + BOX_WIDTH / 2.0;
    double endY = to.y();
    double middle = (startY + endY) / 2;
    return new Arrow(List.of(startX, startY, startX, middle, endX, middle, endX, endY), 0, 1);
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

  /** {@return the calls, in the order of the network} */
  public List<Box> boxes() {
    return List.copyOf(boxes);
  }

  /** {@return what flows between them} */
  public List<Arrow> arrows() {
    return List.copyOf(arrows);
  }

  /** {@return the width of the drawing, in pixels} */
  public int width() {
    return width;
  }

  /** {@return the height of the drawing, in pixels} */
  public int height() {
    return height;
  }
}
