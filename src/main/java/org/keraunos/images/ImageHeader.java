package org.keraunos.images;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an image says of itself before anything is decoded, so that one that claims to be enormous
 * costs no memory.
 *
 * @param format the format
 * @param width the pixels of a row; 0 if only its decoder can tell
 * @param height the rows; 0 if only its decoder can tell
 * @param exif the EXIF data, from their TIFF header on; null if there are none
 * @param plain whether TensorFlow's decoder knows this kind of the format: a BMP of 24 bits, a JPEG
 *     that is not CMYK
 */
@SuppressWarnings("ArrayRecordComponent") // headers are never compared
record ImageHeader(
    ImageFormat format, long width, long height, byte @Nullable [] exif, boolean plain) {
  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
  private static final int APP1 = 0xE1;
  private static final int EXIF_CHUNK = 0x65584966;
  private static final int IHDR_CHUNK = 0x49484452;
  private static final int IEND_CHUNK = 0x49454E44;

  static ImageHeader read(byte[] image) throws BadImageException {
    ImageFormat format = ImageFormat.of(image);
    try {
      ByteBuffer in = ByteBuffer.wrap(image);
      return switch (format) {
        case JPEG -> jpeg(in);
        case PNG -> png(in);
        case GIF -> gif(in);
        case BMP -> bmp(in);
        case WEBP -> webp(in);
      };
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new BadImageException("is cut off in its " + format + " header", e);
    }
  }

  /**
   * Walks the segments up to the frame header as libjpeg does: bytes between segments are skipped.
   */
  private static ImageHeader jpeg(ByteBuffer in) throws BadImageException {
    byte[] exif = null;
    in.position(2);
    while (true) {
      int marker = jpegMarker(in);
      if (marker == 0xD9 || marker == 0xDA) {
        throw new BadImageException("has no JPEG frame header");
      }
      if (marker == 1 || (marker >= 0xD0 && marker <= 0xD8)) {
        continue;
      }
      int start = in.position();
      int length = in.getShort() & 0xFFFF;
      if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
        in.get();
        int height = in.getShort() & 0xFFFF;
        int width = in.getShort() & 0xFFFF;
        return sized(ImageFormat.JPEG, width, height, exif, in.get() <= 3);
      }
      if (length < 2) {
        throw new BadImageException("has a JPEG segment of length " + length);
      }
      if (marker == APP1 && exif == null) {
        exif = afterExifName(in, length - 2);
      }
      in.position(start + length);
    }
  }

  private static int jpegMarker(ByteBuffer in) {
    int marker = 0;
    while (marker == 0) {
      while ((in.get() & 0xFF) != 0xFF) {
        // libjpeg warns and goes on with the next byte, so this does too
      }
      do {
        marker = in.get() & 0xFF;
      } while (marker == 0xFF);
    }
    return marker;
  }

  private static ImageHeader png(ByteBuffer in) throws BadImageException {
    in.position(8);
    if (in.getInt() != 13 || in.getInt() != IHDR_CHUNK) {
      throw new BadImageException("expected a PNG that starts with an IHDR chunk");
    }
    long width = in.getInt() & 0xFFFFFFFFL;
    long height = in.getInt() & 0xFFFFFFFFL;
    in.position(33);
    byte[] exif = null;
    while (exif == null && in.remaining() >= 8) {
      long length = in.getInt() & 0xFFFFFFFFL;
      int type = in.getInt();
      if (type == IEND_CHUNK || length > in.remaining() - 4L) {
        break; // what is missing is the decoder's to say
      }
      int start = in.position();
      if (type == EXIF_CHUNK) {
        exif = bytes(in, start, (int) length);
      }
      in.position(start + (int) length + 4);
    }
    return sized(ImageFormat.PNG, width, height, exif, true);
  }

  private static ImageHeader gif(ByteBuffer in) throws BadImageException {
    in.order(ByteOrder.LITTLE_ENDIAN).position(6);
    int width = in.getShort() & 0xFFFF;
    return sized(ImageFormat.GIF, width, in.getShort() & 0xFFFF, null, true);
  }

  private static ImageHeader bmp(ByteBuffer in) throws BadImageException {
    in.order(ByteOrder.LITTLE_ENDIAN).position(10);
    long pixels = in.getInt() & 0xFFFFFFFFL;
    int size = in.getInt();
    if (size == 12) {
      int width = in.getShort() & 0xFFFF;
      return sized(ImageFormat.BMP, width, in.getShort() & 0xFFFF, null, false);
    }
    int width = in.getInt();
    long height = Math.abs((long) in.getInt());
    in.getShort();
    int bits = in.getShort() & 0xFFFF;
    int compression = in.getInt();
    long line = (Math.max(width, 0) * 24L + 31) / 32 * 4;
    boolean plain = size >= 40
        && bits == 24
        && compression == 0
        && pixels >= 14L + size
        && pixels + line * height <= in.capacity();
    return sized(ImageFormat.BMP, width, height, null, plain);
  }

  private static ImageHeader webp(ByteBuffer in) {
    in.order(ByteOrder.LITTLE_ENDIAN).position(12);
    byte[] exif = null;
    while (exif == null && in.remaining() >= 8) {
      boolean found = in.getInt() == Integer.reverseBytes(0x45584946); // "EXIF"
      long length = in.getInt() & 0xFFFFFFFFL;
      if (length > in.remaining()) {
        break;
      }
      int start = in.position();
      if (found) {
        byte[] named = afterExifName(in, (int) length);
        exif = named == null ? bytes(in, start, (int) length) : named;
      }
      in.position((int) Math.min(in.limit(), start + length + length % 2));
    }
    return new ImageHeader(ImageFormat.WEBP, 0, 0, exif, false);
  }

  private static byte @Nullable [] afterExifName(ByteBuffer in, int length) {
    int start = in.position();
    if (length < EXIF.length || length > in.remaining()) {
      return null;
    }
    boolean named = Arrays.equals(bytes(in, start, EXIF.length), EXIF);
    return named ? bytes(in, start + EXIF.length, length - EXIF.length) : null;
  }

  private static byte[] bytes(ByteBuffer in, int start, int length) {
    byte[] copy = new byte[length];
    in.get(start, copy);
    return copy;
  }

  private static ImageHeader sized(
      ImageFormat format, long width, long height, byte @Nullable [] exif, boolean plain)
      throws BadImageException {
    checkSize(width, height);
    return new ImageHeader(format, width, height, exif, plain);
  }

  static void checkSize(long width, long height) throws BadImageException {
    if (width <= 0 || height <= 0) {
      throw new BadImageException("claims " + width + " x " + height + " pixels");
    }
    if (width * height > ImageDecoder.MAX_PIXELS || width >= 1 << 27 || height >= 1 << 27) {
      throw new BadImageException("claims " + width + " x " + height + " pixels; more than "
          + ImageDecoder.MAX_PIXELS + " are not decoded");
    }
  }
}
