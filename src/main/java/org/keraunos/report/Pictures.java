package org.keraunos.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws pictures on white, for which charts are made, at twice the size that they are shown at. */
public final class Pictures {
  /** Pixels of a picture for each that it is shown with. */
  public static final int DENSITY = 2;

  /** Draws into an area of a size. */
  @FunctionalInterface
  public interface Painter {
    /**
     * Draws.
     *
     * @param graphics scaled, so that units are pixels as shown
     * @param width in such pixels
     * @param height in such pixels
     */
    void paint(Graphics2D graphics, int width, int height);
  }

  private Pictures() {}

  /**
   * {@return a picture}
   *
   * @param width in pixels as shown
   * @param height in pixels as shown
   * @param painter draws it
   */
  public static BufferedImage paint(int width, int height, Painter painter) {
    BufferedImage picture =
        new BufferedImage(width * DENSITY, height * DENSITY, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
      graphics.scale(DENSITY, DENSITY);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      painter.paint(graphics, width, height);
    } finally {
      graphics.dispose();
    }
    return picture;
  }

  /**
   * {@return pictures one below the other}
   *
   * @param pictures at least one
   */
  public static BufferedImage stack(List<BufferedImage> pictures) {
    return join(pictures, false);
  }

  /**
   * {@return pictures side by side}
   *
   * @param pictures at least one
   */
  public static BufferedImage row(List<BufferedImage> pictures) {
    return join(pictures, true);
  }

  private static BufferedImage join(List<BufferedImage> pictures, boolean sideBySide) {
    int width = 0;
    int height = 0;
    for (BufferedImage each : pictures) {
      width = sideBySide ? width + each.getWidth() : Math.max(width, each.getWidth());
      height = sideBySide ? Math.max(height, each.getHeight()) : height + each.getHeight();
    }
    BufferedImage joined = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = joined.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    int at = 0;
    for (BufferedImage each : pictures) {
      graphics.drawImage(each, sideBySide ? at : 0, sideBySide ? 0 : at, null);
      at += sideBySide ? each.getWidth() : each.getHeight();
    }
    graphics.dispose();
    return joined;
  }

  /**
   * {@return a PNG file, made in memory: it needs no folder for temporary files, and what writes it
   * sees its own errors, which ImageIO turns into others}
   *
   * @param picture any
   */
  public static byte[] png(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(picture, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("expected to write into memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * {@return a PNG as an address that a page can hold}
   *
   * @param picture any
   */
  public static String pngUri(BufferedImage picture) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(picture));
  }

  /**
   * {@return a JPEG as an address that a page can hold, for photographs}
   *
   * @param picture any without transparency
   */
  public static String jpegUri(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(picture, "jpg", out);
    } catch (IOException e) {
      throw new UncheckedIOException("expected to write into memory", e);
    }
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /**
   * {@return a picture of few pixels with each a square of several, at least 256 wide or high; a
   * larger one as it is}
   *
   * @param picture any
   */
  public static BufferedImage enlarged(BufferedImage picture) {
    int longer = Math.max(picture.getWidth(), picture.getHeight());
    int times = Math.max(1, (255 + longer) / longer);
    BufferedImage large = new BufferedImage(
        picture.getWidth() * times, picture.getHeight() * times, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = large.createGraphics();
    graphics.drawImage(picture, 0, 0, large.getWidth(), large.getHeight(), null);
    graphics.dispose();
    return large;
  }

  /**
   * A picture of a size at most.
   *
   * @param picture the picture
   * @param most the longest side in pixels
   * @return the picture itself if it is no longer, else a smaller one
   */
  public static BufferedImage within(BufferedImage picture, int most) {
    int longer = Math.max(picture.getWidth(), picture.getHeight());
    if (longer <= most) {
      return picture;
    }
    int width = Math.max(1, picture.getWidth() * most / longer);
    int height = Math.max(1, picture.getHeight() * most / longer);
    BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = smaller.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return smaller;
  }
}
