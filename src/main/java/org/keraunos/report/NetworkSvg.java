package org.keraunos.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.layers.Network;

/**
 * A network as a drawing that any browser shows and that stays sharp at any size, as
 * {@code keras.utils.plot_model} gives with {@code show_shapes} and {@code show_layer_names}.
 */
public final class NetworkSvg {
  /** So many letters of 12 pixels have room, in a bold font without serifs. */
  private static final int MOST_BOLD = (int) ((NetworkLayout.BOX_WIDTH - 10) / 7.4);

  /** So many of 11 pixels. */
  private static final int MOST = (int) ((NetworkLayout.BOX_WIDTH - 10) / 6.3);

  private NetworkSvg() {}

  /**
   * Writes a drawing, wholly or not at all.
   *
   * @param network what is drawn
   * @param file is replaced
   * @throws DataException if it cannot be written
   */
  public static void write(Network network, Path file) {
    Check.given(file, "file");
    byte[] svg = of(network).getBytes(StandardCharsets.UTF_8);
    AtomicFiles.writeFile(file, out -> out.write(svg));
  }

  /**
   * {@return a drawing as the text of an SVG file}
   *
   * @param network what is drawn
   */
  public static String of(Network network) {
    NetworkLayout layout = new NetworkLayout(Check.given(network, "network"));
    StringBuilder svg = new StringBuilder();
    svg.append(text(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %1$d %2$d\" role=\"img\" font-family=\"sans-serif\""
            + " text-anchor=\"middle\">\n",
        layout.width(), layout.height()));
    svg.append("<title>Graph of the model, ")
        .append(layout.boxes().size())
        .append(" calls</title>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    layout.arrows().forEach(arrow -> svg.append(arrow(arrow)));
    layout.boxes().forEach(box -> svg.append(box(box)));
    return svg.append("</svg>\n").toString();
  }

  private static String arrow(NetworkLayout.Arrow arrow) {
    List<Double> p = arrow.points();
    double x = p.get(6);
    double y = p.get(7);
    int toX = arrow.headX();
    int toY = arrow.headY();
    return text(
            "<path d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" fill=\"none\" stroke=\"gray\""
                + " stroke-width=\"1.4\"/>",
            p.toArray())
        + text(
            "<path d=\"M%.1f %.1fL%.1f %.1fL%.1f %.1fZ\" fill=\"gray\"/>\n",
            x,
            y,
            x - 7 * toX - 4 * toY,
            y - 7 * toY - 4 * toX,
            x - 7 * toX + 4 * toY,
            y - 7 * toY + 4 * toX);
  }

  private static String box(NetworkLayout.Box box) {
    int middle = box.x() + NetworkLayout.BOX_WIDTH / 2;
    return text(
            "<g><title>%s: %s</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\""
                + " fill=\"%s\" stroke=\"#0072B2\" stroke-width=\"1.4\"/>",
            Html.escape(box.name()),
            Html.escape(box.kind()),
            box.x(),
            box.y(),
            NetworkLayout.BOX_WIDTH,
            NetworkLayout.BOX_HEIGHT,
            box.input() ? "#F3F3F3" : "#EAF3FA")
        + label(
            cut(box.name(), MOST_BOLD),
            middle,
            box.y() + 17,
            "font-size=\"12\" font-weight=\"bold\"")
        + label(cut(box.kind(), MOST), middle, box.y() + 33, "font-size=\"11\"")
        + "</g>\n";
  }

  private static String cut(String label, int most) {
    return label.length() > most ? label.substring(0, most - 1) + "…" : label;
  }

  private static String label(String label, int x, int y, String font) {
    return text(
        "<text x=\"%d\" y=\"%d\" fill=\"#333333\" %s>%s</text>", x, y, font, Html.escape(label));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
