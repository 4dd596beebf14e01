package org.keraunos.report;

import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pieces of HTML. Everything that looks is in attributes that also viewers keep which throw styles
 * away: a bar is a picture of its size.
 */
public final class Html {
  private static final int BAR_WIDTH = 64;
  private static final int BAR_HEIGHT = 10;
  private static final Map<Integer, String> BARS = new ConcurrentHashMap<>();

  private Html() {}

  /**
   * {@return text as HTML shows it, inside an element or a quoted attribute}
   *
   * @param text any
   */
  public static String escape(String text) {
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

  /**
   * {@return an element that shows a picture at half its size}
   *
   * @param picture of {@link Pictures#paint}
   * @param alt what it shows
   */
  public static String picture(BufferedImage picture, String alt) {
    return image(picture, picture.getWidth() / Pictures.DENSITY, alt, "max-width:100%;height:auto");
  }

  /**
   * {@return an element that shows a picture of few pixels without smoothing}
   *
   * @param picture any
   * @param width as shown
   * @param alt what it shows
   */
  public static String pixels(BufferedImage picture, int width, String alt) {
    return image(
        picture, width, alt, "width:" + width + "px;max-width:none;image-rendering:pixelated");
  }

  private static String image(BufferedImage picture, int width, String alt, String style) {
    return "<img src=\"" + uri(picture) + "\" width=\"" + width + "\" alt=\"" + escape(alt)
        + "\" style=\"" + style + "\">";
  }

  /**
   * {@return a bar beside a figure that says the same, so it needs no text}
   *
   * @param share 0 to 1
   */
  public static String bar(double share) {
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
        bar.setRGB(x, y, Look.BLUE.getRGB());
      }
    }
    return uri(bar);
  }

  /**
   * {@return a share or score with three digits}
   *
   * @param value NaN is a dash
   */
  public static String figure(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  /**
   * {@return a number in groups of three digits}
   *
   * @param value any
   */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /**
   * {@return a number that is whole unless rows have weights, in groups of three digits}
   *
   * @param value any
   */
  public static String count(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.2f", value);
  }

  /**
   * {@return a fragment as a page of its own}
   *
   * @param title of the page
   * @param body HTML
   */
  public static String page(String title, String body) {
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
        + escape(title)
        + "</title><style>:root{color-scheme:light dark}body{font-family:sans-serif;margin:2em}"
        + "th,td{padding:.25em .6em}</style></head>\n<body>" + body + "</body></html>\n";
  }

  private static String uri(BufferedImage picture) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(Pictures.png(picture));
  }
}
