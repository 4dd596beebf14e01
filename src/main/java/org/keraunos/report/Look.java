package org.keraunos.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How everything drawn looks: dark ink on white, and colours that also the colour-blind can tell
 * apart (Okabe and Ito 2008).
 */
public final class Look {
  /** The first colour. */
  public static final Color BLUE = new Color(0x0072B2);

  /** Text and outlines. */
  public static final Color INK = new Color(0x333333);

  private static final int LONGEST = 24;

  private Look() {}

  /**
   * {@return the font of everything drawn}
   *
   * @param style of {@link Font}
   * @param size in points
   */
  public static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  /**
   * {@return names cut to a length that fits an axis, and different ones: charts take them for
   * keys}
   *
   * @param names what to cut
   */
  public static List<String> distinct(List<String> names) {
    Set<String> taken = new LinkedHashSet<>();
    for (String name : names) {
      String shown = name.length() > LONGEST ? name.substring(0, LONGEST - 1) + "…" : name;
      while (!taken.add(shown)) {
        shown += " ";
      }
    }
    return List.copyOf(taken);
  }

  /**
   * {@return text that is not wider than this, cut where it must be}
   *
   * @param text what to cut
   * @param metrics of the font that it is drawn in
   * @param width in pixels
   */
  public static String cut(String text, FontMetrics metrics, int width) {
    String shown = text;
    while (metrics.stringWidth(shown) > width && shown.length() > 2) {
      shown = shown.substring(0, shown.length() - 2) + "…";
    }
    return shown;
  }
}
