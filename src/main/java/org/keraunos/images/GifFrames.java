package org.keraunos.images;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Cuts a GIF behind its first frame. TensorFlow decodes all frames of an animation before it takes
 * the first one, so a long one costs time and a malicious one memory.
 */
final class GifFrames {
  private final ByteBuffer in;
  private long widest;
  private long highest;
  private long pixels;
  private int firstEnd;

  private GifFrames(byte[] image) {
    in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The image with one frame; or as it is if a later frame is larger, as TensorFlow's picture then
   * is too.
   */
  static byte[] first(byte[] image) throws BadImageException {
    return new GifFrames(image).cut(image);
  }

  private byte[] cut(byte[] image) throws BadImageException {
    long width = 0;
    long height = 0;
    try {
      in.position(10);
      skipTable(in.get());
      in.position(in.position() + 2);
      for (int block = in.get() & 0xFF; block != 0x3B; block = in.get() & 0xFF) {
        if (block == 0x2C) {
          readFrame();
          if (firstEnd == 0) {
            firstEnd = in.position();
            width = widest;
            height = highest;
          }
        } else if (block == 0x21) {
          in.get();
          skipBlocks();
        } else {
          break; // the decoder says what is wrong, if it minds
        }
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      if (firstEnd == 0) {
        throw new BadImageException("is cut off in its first GIF frame", e);
      }
    }
    if (firstEnd == 0) {
      throw new BadImageException("has no GIF frame");
    }
    if (widest > width || highest > height) {
      ImageHeader.checkSize(widest, highest);
      ImageHeader.checkSize(pixels, 1);
      return image;
    }
    byte[] first = Arrays.copyOf(image, firstEnd + 1);
    first[firstEnd] = 0x3B;
    return first;
  }

  private void readFrame() throws BadImageException {
    in.getInt();
    int width = in.getShort() & 0xFFFF;
    int height = in.getShort() & 0xFFFF;
    if (firstEnd == 0) {
      ImageHeader.checkSize(width, height);
    }
    skipTable(in.get());
    in.get();
    skipBlocks();
    widest = Math.max(widest, width);
    highest = Math.max(highest, height);
    pixels += (long) width * height;
  }

  private void skipTable(byte flags) {
    if ((flags & 0x80) != 0) {
      in.position(in.position() + 3 * (2 << (flags & 7)));
    }
  }

  private void skipBlocks() {
    for (int length = in.get() & 0xFF; length != 0; length = in.get() & 0xFF) {
      in.position(in.position() + length);
    }
  }
}
