package org.keraunos.data.inspect;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.data.readers.ImageSource;

/**
 * What tells a row from others.
 *
 * @param digest SHA-256 of the bytes, hexadecimal; empty if they could not be read
 * @param hash the perceptual hash; null if there is none (a table's row, a plain picture, a format
 *     not decoded here)
 * @param width the pixels of a row; 0 if not known
 * @param height the rows; 0 if not known
 * @param problem what is wrong with the image; empty if nothing is
 */
public record Fingerprint(
    String digest, @Nullable Long hash, int width, int height, String problem) {
  /** Larger pictures are not decoded: a header may claim anything. */
  private static final long MAX_PIXELS = 1L << 28;

  // Sampling a large picture keeps several pixels for each cell of the thumbnail.
  private static final int ENOUGH = 128;

  /** The fingerprint of an encoded image. */
  static Fingerprint of(ImageSource source) {
    byte[] bytes;
    try {
      bytes = source.read();
    } catch (DataException e) {
      return new Fingerprint("", null, 0, 0, String.valueOf(e.getMessage()));
    }
    String digest = digest(bytes);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        boolean webp = bytes.length > 12 && bytes[8] == 'W' && bytes[9] == 'E';
        return new Fingerprint(digest, null, 0, 0, webp ? "" : "is no image of a known format");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return decoded(digest, reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return new Fingerprint(digest, null, 0, 0, "cannot be decoded: " + why(e));
    }
  }

  private static Fingerprint decoded(String digest, ImageReader reader) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > MAX_PIXELS) {
      return new Fingerprint(
          digest, null, width, height, "claims " + width + " x " + height + " pixels");
    }
    ImageReadParam sampling = reader.getDefaultReadParam();
    sampling.setSourceSubsampling(Math.max(1, width / ENOUGH), Math.max(1, height / ENOUGH), 0, 0);
    try {
      var picture = reader.read(0, sampling);
      double[] thumbnail = PerceptualHash.thumbnail(
          picture.getWidth(), picture.getHeight(), (x, y) -> luma(picture.getRGB(x, y)));
      return new Fingerprint(digest, hash(thumbnail), width, height, "");
    } catch (javax.imageio.IIOException e) {
      // Java's reader decodes no CMYK; that is no fault of the file.
      if (String.valueOf(e.getMessage()).startsWith("Unsupported Image Type")) {
        return new Fingerprint(digest, null, width, height, "");
      }
      throw e;
    }
  }

  /** The fingerprint of decoded pixels. */
  static Fingerprint of(byte[] image, int width, int height, int channels) {
    double[] thumbnail = PerceptualHash.thumbnail(width, height, (x, y) -> {
      double sum = 0;
      int colours = channels == 4 ? 3 : channels;
      for (int channel = 0; channel < colours; channel++) {
        sum += image[(y * width + x) * channels + channel] & 0xFF;
      }
      return sum / colours;
    });
    return new Fingerprint(digest(image), hash(thumbnail), width, height, "");
  }

  /** The fingerprint of a table's row. */
  static Fingerprint of(float[] values, int from, int to) {
    ByteBuffer bytes = ByteBuffer.allocate((to - from) * Float.BYTES);
    for (int i = from; i < to; i++) {
      bytes.putFloat(values[i] == 0 ? 0 : values[i]); // -0 is 0
    }
    return new Fingerprint(digest(bytes.array()), null, 0, 0, "");
  }

  private static @Nullable Long hash(double[] thumbnail) {
    return PerceptualHash.isPlain(thumbnail) ? null : (Long) PerceptualHash.of(thumbnail);
  }

  private static double luma(int rgb) {
    return 0.299 * (rgb >> 16 & 0xFF) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF);
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String why(Throwable problem) {
    String message = problem.getMessage();
    return message == null || message.isBlank()
        ? problem.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
