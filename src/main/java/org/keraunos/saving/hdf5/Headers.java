package org.keraunos.saving.hdf5;

import io.jhdf.checksum.ChecksumUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * The bytes of HDF5's structure, after the specification of its file format, version 3: the
 * superblock (II.A) and object headers with their messages (IV.A).
 */
final class Headers {
  /** Where the outermost group stands: behind the superblock. */
  static final int ROOT = 48;

  static final int MOST_TEXT = 60_000;
  private static final int FRAME = 4 + 1 + 1 + 4 + 4;
  private static final int MESSAGE = 4;
  private static final long NOWHERE = -1;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

  private Headers() {}

  static byte[] superblock(long end) {
    ByteBuffer out = buffer(ROOT).put(SIGNATURE);
    out.put((byte) 2).put((byte) 8).put((byte) 8).put((byte) 0);
    out.putLong(0).putLong(NOWHERE).putLong(end).putLong(ROOT);
    return checked(out);
  }

  static int groupSize(Iterable<String> links, Map<String, String> attributes) {
    int size = FRAME + MESSAGE + 2 + MESSAGE + 18 + attributesSize(attributes);
    for (String link : links) {
      size = Math.addExact(size, MESSAGE + 5 + utf8(link).length + 8);
    }
    return size;
  }

  static byte[] group(Map<String, Long> links, Map<String, String> attributes) {
    ByteBuffer out = header(groupSize(links.keySet(), attributes));
    message(out, 0x0A, 2).put((byte) 0).put((byte) 0);
    message(out, 0x02, 18).put((byte) 0).put((byte) 0).putLong(NOWHERE).putLong(NOWHERE);
    links.forEach((name, address) -> {
      byte[] bytes = utf8(name);
      message(out, 0x06, 5 + bytes.length + 8).put((byte) 1).put((byte) 0x11).put((byte) 1);
      out.putShort((short) bytes.length).put(bytes).putLong(address);
    });
    attributes(out, attributes);
    return checked(out);
  }

  static int arraySize(int rank, Hdf5Writer.Numbers type) {
    return FRAME + MESSAGE + 4 + 8 * rank + MESSAGE + typeSize(type) + MESSAGE + 2 + MESSAGE + 18;
  }

  static byte[] array(int[] shape, Hdf5Writer.Numbers type, long address, long bytes) {
    ByteBuffer out = header(arraySize(shape.length, type));
    message(out, 0x01, 4 + 8 * shape.length).put((byte) 2).put((byte) shape.length);
    out.put((byte) 0).put((byte) (shape.length == 0 ? 0 : 1));
    for (int axis : shape) {
      out.putLong(axis);
    }
    ByteBuffer numbers = message(out, 0x03, typeSize(type));
    switch (type) {
      case FLOAT32 -> floating(numbers, 0x1F2011, 4, 23, 8).putInt(127);
      case FLOAT64 -> floating(numbers, 0x3F2011, 8, 52, 11).putInt(1023);
      case INT64 -> numbers.putInt(0x810).putInt(8).putShort((short) 0).putShort((short) 64);
    }
    message(out, 0x05, 2).put((byte) 3).put((byte) 0x0A);
    message(out, 0x08, 18).put((byte) 3).put((byte) 1).putLong(bytes == 0 ? NOWHERE : address);
    out.putLong(bytes);
    return checked(out);
  }

  private static int typeSize(Hdf5Writer.Numbers type) {
    return type == Hdf5Writer.Numbers.INT64 ? 12 : 20;
  }

  private static ByteBuffer floating(
      ByteBuffer out, int classBits, int bytes, int mantissa, int exponent) {
    out.putInt(classBits).putInt(bytes).putShort((short) 0).putShort((short) (8 * bytes));
    return out.put((byte) mantissa).put((byte) exponent).put((byte) 0).put((byte) mantissa);
  }

  private static int attributesSize(Map<String, String> attributes) {
    int size = 0;
    for (Map.Entry<String, String> each : attributes.entrySet()) {
      size = Math.addExact(size, MESSAGE + attributeSize(each.getKey(), each.getValue()));
    }
    return size;
  }

  private static int attributeSize(String name, String text) {
    return 9 + utf8(name).length + 1 + 8 + 4 + utf8(text).length + 1;
  }

  private static void attributes(ByteBuffer out, Map<String, String> attributes) {
    attributes.forEach((name, text) -> {
      byte[] key = utf8(name);
      byte[] value = utf8(text);
      message(out, 0x0C, attributeSize(name, text)).put((byte) 3).put((byte) 0);
      out.putShort((short) (key.length + 1)).putShort((short) 8).putShort((short) 4);
      out.put((byte) 1).put(key).put((byte) 0);
      out.putInt(0x1013).putInt(value.length + 1); // text in UTF-8 that ends with a zero
      out.put((byte) 2).put((byte) 0).put((byte) 0).put((byte) 0); // one of it
      out.put(value).put((byte) 0);
    });
  }

  private static ByteBuffer header(int size) {
    ByteBuffer out = buffer(size).put(new byte[] {'O', 'H', 'D', 'R'});
    return out.put((byte) 2).put((byte) 2).putInt(size - FRAME);
  }

  private static ByteBuffer message(ByteBuffer out, int type, int size) {
    return out.put((byte) type).putShort((short) size).put((byte) 0);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] checked(ByteBuffer out) {
    byte[] before = new byte[out.position()];
    out.flip().get(before);
    byte[] whole = Arrays.copyOf(before, before.length + 4);
    buffer(4).putInt(ChecksumUtils.checksum(before)).flip().get(whole, before.length, 4);
    return whole;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
