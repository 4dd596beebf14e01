package org.keraunos.cli;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;

/** Image files as a model's input: decoded, without their alpha, resized bilinearly to the input's height and width. */
final class PictureReader {
  private static final long MOST_PIXELS = 1L << 28;

  private final int height;
  private final int width;
  private final int channels;

  PictureReader(Shape input) {
    Check.argument(
        input.rank() == 3 && (input.get(2) == 1 || input.get(2) == 3),
        "IMAGE",
        "a model whose input is an image of 1 or 3 channels",
        input);
    this.height = input.get(0);
    this.width = input.get(1);
    this.channels = input.get(2);
  }

  /** Rows from the top, pixels from the left, red green blue or grey, unsigned. */
  byte[] read(Path file) {
    int[] pixels = pixels(resized(withoutAlpha(decode(file))));
    byte[] result = new byte[pixels.length * channels];
    for (int i = 0; i < pixels.length; i++) {
      int red = pixels[i] >> 16 & 255;
      int green = pixels[i] >> 8 & 255;
      int blue = pixels[i] & 255;
      if (channels == 1) {
        // ITU-R BT.601, as JPEG and TensorFlow's decoders weigh them
        result[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
      } else {
        result[i * 3] = (byte) red;
        result[i * 3 + 1] = (byte) green;
        result[i * 3 + 2] = (byte) blue;
      }
    }
    return result;
  }

  private static BufferedImage decode(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file, Files.exists(file) ? "is not a file" : "no such file");
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataException(
            file, "expected a PNG, JPEG, GIF or BMP image, received something else");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long size = (long) reader.getWidth(0) * reader.getHeight(0);
        if (size > MOST_PIXELS) {
          throw new DataException(
              file, "expected at most " + MOST_PIXELS + " pixels, received " + size);
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The readers of the JDK throw whatever comes to their mind over a broken file.
      throw new DataException(file, "is a broken image: " + e.getMessage(), e);
    }
  }

  private static BufferedImage withoutAlpha(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = new int[width * height];
    Raster raster = image.getRaster();
    boolean grey = raster.getNumBands() <= 2
        && raster.getTransferType() == DataBuffer.TYPE_BYTE
        && !(image.getColorModel() instanceof IndexColorModel);
    if (grey) {
      // getRGB takes grey levels for linear light and would brighten them.
      raster.getSamples(0, 0, width, height, 0, pixels);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] *= 0x010101;
      }
    } else {
      image.getRGB(0, 0, width, height, pixels, 0, width);
    }
    BufferedImage opaque = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    opaque.setRGB(0, 0, width, height, pixels, 0, width);
    return opaque;
  }

  /** Halved while more than twice too large, so that every pixel counts, then bilinear. */
  private BufferedImage resized(BufferedImage image) {
    BufferedImage result = image;
    while (result.getWidth() != width || result.getHeight() != height) {
      result = drawn(result, step(result.getWidth(), width), step(result.getHeight(), height));
    }
    return result;
  }

  private static int step(int from, int to) {
    return from > 2 * to ? (from + 1) / 2 : to;
  }

  private static BufferedImage drawn(BufferedImage image, int width, int height) {
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return result;
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
