package org.keraunos.report;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures in rows and columns, each with a line of text below. */
public final class PictureGrid {
  private static final int SIDE = 96;
  private static final int GAP = 10;
  private static final int LINE = 16;
  private static final int COLUMNS = 8;
  private static final int MOST_STORED = 192;

  /**
   * A cell.
   *
   * @param picture any size
   * @param captions what is written below it, a line each
   * @param alt what it shows, for those who cannot see it
   */
  public record Entry(BufferedImage picture, List<String> captions, String alt) {}

  private PictureGrid() {}

  /**
   * {@return the cells as a table}
   *
   * @param entries the cells
   */
  public static String html(List<Entry> entries) {
    StringBuilder html = new StringBuilder("<table role=\"presentation\">");
    for (int i = 0; i < entries.size(); i++) {
      html.append(i % COLUMNS == 0 ? "<tr>" : "").append("<td style=\"text-align:center\">");
      Entry entry = entries.get(i);
      html.append(Html.pixels(Pictures.within(entry.picture(), MOST_STORED), SIDE, entry.alt()));
      for (String caption : entry.captions()) {
        html.append("<br>").append(Html.escape(caption));
      }
      boolean last = i % COLUMNS == COLUMNS - 1 || i == entries.size() - 1;
      html.append("</td>").append(last ? "</tr>" : "");
    }
    return html.append("</table>").toString();
  }

  /**
   * {@return the cells as one picture}
   *
   * @param entries the cells
   */
  public static BufferedImage picture(List<Entry> entries) {
    int columns = Math.min(COLUMNS, entries.size());
    int rows = (entries.size() + COLUMNS - 1) / COLUMNS;
    int lines =
        entries.stream().mapToInt(entry -> entry.captions().size()).max().orElse(0);
    int cellHeight = SIDE + lines * LINE + GAP;
    return Pictures.paint(
        GAP + columns * (SIDE + GAP), GAP + rows * cellHeight, (graphics, width, height) -> {
          graphics.setFont(Look.font(Font.PLAIN, 11));
          graphics.setColor(Look.INK);
          graphics.setRenderingHint(
              RenderingHints.KEY_INTERPOLATION,
              RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
          for (int i = 0; i < entries.size(); i++) {
            int x = GAP + i % COLUMNS * (SIDE + GAP);
            draw(graphics, entries.get(i), x, GAP + i / COLUMNS * cellHeight);
          }
        });
  }

  private static void draw(Graphics2D graphics, Entry entry, int x, int y) {
    BufferedImage picture = entry.picture();
    double scale = (double) SIDE / Math.max(picture.getWidth(), picture.getHeight());
    int width = Math.max(1, (int) (picture.getWidth() * scale));
    int height = Math.max(1, (int) (picture.getHeight() * scale));
    graphics.drawImage(
        picture, x + (SIDE - width) / 2, y + (SIDE - height) / 2, width, height, null);
    FontMetrics metrics = graphics.getFontMetrics();
    int line = 1;
    for (String caption : entry.captions()) {
      String shown = Look.cut(caption, metrics, SIDE + GAP);
      int left = x + (SIDE - metrics.stringWidth(shown)) / 2;
      graphics.drawString(shown, left, y + SIDE + LINE * line++ - 4);
    }
  }

  /**
   * {@return names as a caption}
   *
   * @param names may be none
   */
  public static String join(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
