package org.keraunos.data.npy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.keraunos.base.DataException;

/**
 * Reads one {@code .npy} stream whose length is known, so that a header's claims are checked before
 * anything is allocated.
 */
final class NpyReader {
  private static final int CHUNK = 1 << 16;
  private static final int LONGEST_HEADER = 1 << 20;

  private final InputStream in;
  private final long length;
  private final Path file;
  private final String name;
  private long dataStart;

  NpyReader(InputStream in, long length, Path file, String name) {
    this.in = in;
    this.length = length;
    this.file = file;
    this.name = name;
  }

  /** Type and shape, such as {@code uint8 (10, 32, 32, 3)}; or that it is something else. */
  String describe() throws IOException {
    try {
      NpyHeader.Raw raw = NpyHeader.raw(headerText());
      if (raw.textLength() > 0) {
        return "text " + raw.tuple();
      }
      try {
        return NpyHeader.Parser.of(raw.descr(), raw.fortran(), raw.shape()).type() + " "
            + raw.tuple();
      } catch (NpyHeader.Malformed e) {
        return raw.descr() + " " + raw.tuple();
      }
    } catch (NpyHeader.Malformed | EOFException | DataException e) {
      return "(no array)";
    }
  }

  /** The sizes of the axes, which may be more elements than an array holds. */
  long[] axes() throws IOException {
    try {
      return NpyHeader.raw(headerText()).shape().stream()
          .mapToLong(axis -> axis)
          .toArray();
    } catch (NpyHeader.Malformed e) {
      throw problem(String.valueOf(e.getMessage()));
    } catch (EOFException e) {
      throw problem("ends too early (truncated)");
    }
  }

  /** Reads row after row, each an array without the first axis. */
  void rows(Consumer<NpyArray> each) throws IOException {
    try {
      NpyHeader header = NpyHeader.parse(headerText());
      long rows = header.shape().isEmpty() ? 0 : header.shape().get(0);
      if (rows < 1 || rows > Integer.MAX_VALUE || header.fortran()) {
        throw problem("expected 1 to 2^31 rows in C order, received " + header.shape()
            + (header.fortran() ? " in Fortran order" : ""));
      }
      NpyHeader row = new NpyHeader(
          header.type(),
          header.order(),
          false,
          header.shape().subList(1, header.shape().size()));
      int size = row.size();
      if (rows * size * header.type().bytes() != length - dataStart) {
        throw problem("expected the bytes of " + header.type() + header.shape() + ", found "
            + (length - dataStart));
      }
      for (long i = 0; i < rows; i++) {
        Object values = allocate(row.type(), size);
        fill(values, row.type(), row.order(), size);
        each.accept(new NpyArray(row.axes(), row.type(), values, file, name));
      }
    } catch (NpyHeader.Malformed e) {
      throw problem(String.valueOf(e.getMessage()));
    } catch (EOFException e) {
      throw problem("ends too early (truncated)");
    }
  }

  /** The texts of an array of one axis. */
  List<String> readTexts() throws IOException {
    try {
      NpyHeader.Raw raw = NpyHeader.raw(headerText());
      int width = raw.textLength() * (raw.isUnicode() ? 4 : 1);
      long count = raw.shape().size() == 1 ? raw.shape().get(0) : -1;
      if (width == 0
          || count < 0
          || count > Integer.MAX_VALUE
          || count * width != length - dataStart) {
        throw problem("expected texts of shape (n,), received " + raw.descr() + " " + raw.tuple());
      }
      List<String> texts = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        byte[] bytes = exactly(width);
        texts.add(raw.isUnicode() ? codePoints(bytes, raw.order()) : utf8(bytes));
      }
      return texts;
    } catch (NpyHeader.Malformed e) {
      throw problem(String.valueOf(e.getMessage()));
    } catch (EOFException e) {
      throw problem("ends too early (truncated)");
    }
  }

  private static String utf8(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private String codePoints(byte[] bytes, ByteOrder order) {
    StringBuilder text = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    while (buffer.hasRemaining()) {
      int point = buffer.getInt();
      if (!Character.isValidCodePoint(point)) {
        throw problem("holds what is no character");
      }
      if (point != 0) {
        text.appendCodePoint(point);
      }
    }
    return text.toString();
  }

  /** What stands before the numbers. */
  private String headerText() throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8
        || (start[0] & 0xff) != 0x93
        || start[1] != 'N'
        || start[2] != 'U'
        || start[3] != 'M'
        || start[4] != 'P'
        || start[5] != 'Y') {
      throw problem("expected a NumPy array (.npy), found something else at its start");
    }
    int major = start[6];
    if (major < 1 || major > 3 || start[7] != 0) {
      throw problem(
          "expected format 1.0, 2.0 or 3.0, received " + (major & 0xff) + "." + (start[7] & 0xff));
    }
    int lengthBytes = major == 1 ? 2 : 4;
    long headerLength = 0;
    byte[] counted = exactly(lengthBytes);
    for (int i = lengthBytes - 1; i >= 0; i--) {
      headerLength = (headerLength << 8) | (counted[i] & 0xff);
    }
    dataStart = 8 + lengthBytes + headerLength;
    if (headerLength > LONGEST_HEADER || dataStart > length) {
      throw problem(
          "a header of " + headerLength + " bytes does not fit into " + length + " bytes");
    }
    String text = NpyHeader.text(exactly((int) headerLength), major);
    if (text == null) {
      throw problem("the header is not text");
    }
    return text;
  }

  NpyArray read() throws IOException {
    try {
      NpyHeader header = NpyHeader.parse(headerText());
      int size = header.size();
      long expected = (long) size * header.type().bytes();
      if (expected != length - dataStart) {
        throw problem(
            "expected " + expected + " bytes for " + header.type() + header.shape() + ", found "
                + (length - dataStart) + (expected > length - dataStart ? " (truncated)" : ""));
      }
      Object values = allocate(header.type(), size);
      fill(values, header.type(), header.order(), size);
      int[] shape = header.axes();
      if (header.fortran() && shape.length > 1 && size > 0) {
        values = FortranOrder.toC(values, shape, allocate(header.type(), size));
      }
      if (header.type() == NpyType.BOOL) {
        checkBooleans((byte[]) values);
      }
      return new NpyArray(shape, header.type(), values, file, name);
    } catch (NpyHeader.Malformed e) {
      throw problem(String.valueOf(e.getMessage()));
    } catch (EOFException e) {
      throw problem("ends too early (truncated)");
    }
  }

  private Object allocate(NpyType type, int size) {
    try {
      return type.newArray(size);
    } catch (OutOfMemoryError e) {
      // This one large request failed and left the heap as it was.
      throw problem("needs " + (((long) size * type.bytes()) >> 20)
          + " MB of memory at once; the limit of this Java is "
          + (Runtime.getRuntime().maxMemory() >> 20) + " MB (-Xmx)");
    }
  }

  private void fill(Object values, NpyType type, ByteOrder order, int size) throws IOException {
    if (values instanceof byte[] bytes) {
      if (in.readNBytes(bytes, 0, size) < size) {
        throw new EOFException();
      }
      return;
    }
    byte[] chunk = new byte[(int) Math.min(CHUNK, (long) size * type.bytes())];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(order);
    for (int done = 0; done < size; ) {
      int now = Math.min(size - done, CHUNK / type.bytes());
      if (in.readNBytes(chunk, 0, now * type.bytes()) < now * type.bytes()) {
        throw new EOFException();
      }
      buffer.clear();
      if (values instanceof short[] a) {
        buffer.asShortBuffer().get(a, done, now);
      } else if (values instanceof int[] a) {
        buffer.asIntBuffer().get(a, done, now);
      } else if (values instanceof long[] a) {
        buffer.asLongBuffer().get(a, done, now);
      } else if (values instanceof float[] a) {
        buffer.asFloatBuffer().get(a, done, now);
      } else if (values instanceof double[] a) {
        buffer.asDoubleBuffer().get(a, done, now);
      }
      done += now;
    }
  }

  private void checkBooleans(byte[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] > 1) {
        throw problem(
            "expected booleans 0 or 1, received " + (values[i] & 0xff) + " as element " + i);
      }
    }
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  private DataException problem(String problem) {
    return name.isEmpty()
        ? new DataException(file, problem)
        : new DataException(file, name, problem);
  }
}
