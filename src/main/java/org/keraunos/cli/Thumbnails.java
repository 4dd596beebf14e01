package org.keraunos.cli;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Listing;

/** Small pictures of rows, inside the page that shows them. */
final class Thumbnails {
  private static final int SIDE = 96;

  private final Listing listing;

  Thumbnails(Listing listing) {
    this.listing = listing;
  }

  /** Whether the rows are pictures. */
  boolean any() {
    return !(listing.content() instanceof Content.Features);
  }

  /** The first rows that have a label. */
  List<Integer> rowsWith(int label, int most) {
    return IntStream.range(0, listing.rows())
        .filter(row -> listing.labels().get(row, label) == 1)
        .limit(most)
        .boxed()
        .toList();
  }

  /** The source of an image element; empty for a picture that Java does not decode. */
  String source(int row) {
    try {
      BufferedImage picture = picture(row);
      if (picture == null) {
        return "";
      }
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(small(picture), "png", png);
      return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
    } catch (IOException | DataException e) {
      return "";
    } catch (RuntimeException e) {
      return ""; // Java's readers answer some damaged files with exceptions of their own
    }
  }

  private @Nullable BufferedImage picture(int row) throws IOException {
    if (listing.content() instanceof Content.Images images) {
      return decoded(images.sources().get(row).read());
    }
    if (listing.content() instanceof Content.Pixels pixels) {
      return pixels(pixels, row);
    }
    return null;
  }

  private static @Nullable BufferedImage decoded(byte[] bytes) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return null;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        // a header may claim anything: only as many pixels are made as are shown
        ImageReadParam some = reader.getDefaultReadParam();
        int step = Math.max(1, Math.max(reader.getWidth(0), reader.getHeight(0)) / (2 * SIDE));
        some.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, some);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage pixels(Content.Pixels pixels, int row) {
    int width = pixels.width();
    int channels = pixels.channels();
    BufferedImage picture = new BufferedImage(width, pixels.height(), BufferedImage.TYPE_INT_RGB);
    int from = row * width * pixels.height() * channels;
    for (int i = 0; i < width * pixels.height(); i++) {
      int rgb = 0;
      for (int channel = 0; channel < 3; channel++) {
        int at = from + i * channels + (channels < 3 ? 0 : channel);
        rgb = rgb << 8 | (pixels.values()[at] & 0xFF);
      }
      picture.setRGB(i % width, i / width, rgb);
    }
    return picture;
  }

  private static BufferedImage small(BufferedImage picture) {
    double scale = Math.min(1, (double) SIDE / Math.max(picture.getWidth(), picture.getHeight()));
    int width = (int) Math.max(1, Math.round(picture.getWidth() * scale));
    int height = (int) Math.max(1, Math.round(picture.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }
}
