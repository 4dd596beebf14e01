package org.keraunos.notebook;

import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pieces of HTML. Everything that looks is in attributes that also viewers keep which throw styles away: a bar is a picture
 * of its size.
 */
final class Html {
  private static final int BAR_WIDTH = 64;
  private static final int BAR_HEIGHT = 10;
  private static final Map<Integer, String> BARS = new ConcurrentHashMap<>();

  private Html() {}

  /** Text as HTML shows it, inside an element or a quoted attribute. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** A picture of twice the shown size. */
  static String picture(BufferedImage picture, String alt) {
    return image(picture, picture.getWidth() / Pictures.DENSITY, alt, "max-width:100%;height:auto");
  }

  /** A picture of few pixels, shown without smoothing. */
  static String pixels(BufferedImage picture, int width, String alt) {
    return image(
        picture, width, alt, "width:" + width + "px;max-width:none;image-rendering:pixelated");
  }

  private static String image(BufferedImage picture, int width, String alt, String style) {
    return "<img src=\"" + uri(picture) + "\" width=\"" + width + "\" alt=\"" + escape(alt)
        + "\" style=\"" + style + "\">";
  }

  /** A bar beside a figure that says the same, so it needs no text. */
  static String bar(double share) {
    int width =
        Double.isNaN(share) ? 0 : (int) Math.round(Math.max(0, Math.min(1, share)) * BAR_WIDTH);
    return width == 0
        ? ""
        : "<img src=\"" + BARS.computeIfAbsent(width, Html::bar) + "\" alt=\"\""
            + " style=\"display:inline;max-width:none\">";
  }

  private static String bar(int width) {
    BufferedImage bar = new BufferedImage(width, BAR_HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < BAR_HEIGHT; y++) {
        bar.setRGB(x, y, Charts.BLUE.getRGB());
      }
    }
    return uri(bar);
  }

  /** A share or score with three digits. */
  static String figure(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** A number in groups of three digits. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A number that is whole unless rows have weights, in groups of three digits. */
  static String count(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.2f", value);
  }

  /** A fragment as a page of its own. */
  static String page(String title, String body) {
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
        + escape(title)
        + "</title><style>:root{color-scheme:light dark}body{font-family:sans-serif;margin:2em}"
        + "th,td{padding:.25em .6em}</style></head>\n<body>" + body + "</body></html>\n";
  }

  private static String uri(BufferedImage picture) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(Pictures.png(picture));
  }
}
