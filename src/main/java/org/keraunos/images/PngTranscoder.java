package org.keraunos.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.keraunos.data.readers.Content;

/**
 * Makes PNGs of what TensorFlow does not decode (WebP, BMP with palettes or alpha), with ImageIO
 * and its plugins, so that all images go through the one decode-and-resize graph.
 */
final class PngTranscoder {
  /** What to do where a program that depends on Keraunos lacks its optional dependency. */
  private static final String WEBP_PLUGIN =
      "; com.twelvemonkeys.imageio:imageio-webp on the class path does";

  private PngTranscoder() {}

  static byte[] toPng(byte[] image, ImageFormat format) throws BadImageException {
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
    if (!readers.hasNext()) {
      throw new BadImageException(
          "no plugin of ImageIO reads " + format + (format == ImageFormat.WEBP ? WEBP_PLUGIN : ""));
    }
    ImageReader reader = readers.next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(image))) {
      reader.setInput(in, true, true);
      ImageHeader.checkSize(reader.getWidth(0), reader.getHeight(0));
      return encode(reader.read(0));
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // Readers of ImageIO answer damaged files with any exception.
      throw new BadImageException("cannot be decoded as " + format + ": " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /** A PNG of an image of 1 or 3 channels that is decoded already. */
  static byte[] toPng(Content.Pixels pixels, int row) throws BadImageException {
    int channels = pixels.channels();
    int size = pixels.height() * pixels.width() * channels;
    if (channels != 1 && channels != 3) {
      throw new BadImageException("expected 1 or 3 channels to resize, received " + channels);
    }
    BufferedImage picture = new BufferedImage(
        pixels.width(),
        pixels.height(),
        channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    int[] samples = new int[size];
    for (int i = 0; i < size; i++) {
      samples[i] = pixels.values()[row * size + i] & 0xFF;
    }
    picture.getRaster().setPixels(0, 0, pixels.width(), pixels.height(), samples);
    try {
      return encode(picture);
    } catch (IOException e) {
      throw new BadImageException("cannot be encoded", e);
    }
  }

  private static byte[] encode(BufferedImage picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam fast = writer.getDefaultWriteParam();
      fast.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      fast.setCompressionQuality(1); // no compression: it is unpacked at once
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), fast);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
