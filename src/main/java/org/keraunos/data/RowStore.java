package org.keraunos.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;

/**
 * Rows that come one after the other and may be more than the heap holds: up to a budget they are
 * kept there, above it they all go to a temporary file, which is mapped into memory in the end.
 * Nobody else sees that file: it is deleted with its channel (on POSIX it has lost its name before
 * the first byte is written), and lives on for as long as it is mapped.
 */
final class RowStore implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int MAPPED_BYTES = 1 << 30;

  private final Shape shape;
  private final int rowBytes;
  private final int rowsPerBuffer;
  private final long budget;
  private final List<ByteBuffer> full = new ArrayList<>();
  private ByteBuffer last;
  private @Nullable Path file;
  private @Nullable FileChannel channel;
  private int rows;

  /** Rows of a shape whose elements have 1 or 4 bytes. */
  RowStore(Shape shape, int elementBytes, long budget) {
    this.shape = shape;
    this.rowBytes = Math.multiplyExact(shape.size(), elementBytes);
    this.rowsPerBuffer = Math.max(1, BUFFER_BYTES / rowBytes);
    this.budget = budget;
    this.last = buffer();
  }

  private ByteBuffer buffer() {
    return ByteBuffer.allocate(rowsPerBuffer * rowBytes).order(ByteOrder.nativeOrder());
  }

  void add(byte[] row) {
    room().put(row);
  }

  void add(float[] row) {
    ByteBuffer room = room();
    room.asFloatBuffer().put(row);
    room.position(room.position() + rowBytes);
  }

  int rows() {
    return rows;
  }

  /** Whether the rows are in a file and not on the heap. */
  boolean isSpilled() {
    return channel != null;
  }

  private ByteBuffer room() {
    rows = Math.addExact(rows, 1);
    if (!last.hasRemaining()) {
      if (channel != null) {
        write(last);
        last.clear();
      } else if ((full.size() + 2L) * last.capacity() > budget) {
        spill();
      } else {
        full.add(last);
        last = buffer();
      }
    }
    return last;
  }

  private void spill() {
    try {
      file = Files.createTempFile("keraunos-", ".rows");
      channel = FileChannel.open(
          file,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new DataException(
          file == null ? Path.of(System.getProperty("java.io.tmpdir")) : file,
          "cannot be written: the data need a temporary file, being larger than " + budget
              + " bytes: " + e.getMessage(),
          e);
    }
    full.forEach(this::write);
    full.clear();
    write(last);
    last.clear();
  }

  private void write(ByteBuffer buffer) {
    FileChannel out = channel;
    Path path = file;
    if (out == null || path == null) {
      throw new IllegalStateException("no file is open");
    }
    try {
      buffer.flip();
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
    } catch (IOException e) {
      throw new DataException(
          path, "cannot be written: the data need a temporary file: " + e.getMessage(), e);
    }
  }

  /** The rows as bytes; nothing may be added any more. */
  ByteColumn bytes() {
    return ByteBuffers.of(buffers(), rowsTogether(), rows, shape);
  }

  /** The rows as floats; nothing may be added any more. */
  FloatColumn floats() {
    return new FloatBuffers(buffers(), rowsTogether(), rows, shape);
  }

  private int rowsTogether() {
    return isSpilled() ? Math.max(1, MAPPED_BYTES / rowBytes) : rowsPerBuffer;
  }

  private List<ByteBuffer> buffers() {
    if (channel == null) {
      full.add(last);
      return List.copyOf(full);
    }
    write(last);
    last.clear();
    List<ByteBuffer> mapped = new ArrayList<>();
    try {
      for (long from = 0; from < rows; from += rowsTogether()) {
        long bytes = Math.min(rowsTogether(), rows - from) * rowBytes;
        mapped.add(channel
            .map(FileChannel.MapMode.READ_ONLY, from * rowBytes, bytes)
            .order(ByteOrder.nativeOrder()));
      }
    } catch (IOException e) {
      throw new DataException(
          file == null ? Path.of("") : file, "cannot be mapped into memory: " + e.getMessage(), e);
    }
    return mapped;
  }

  /** Deletes the file; what is mapped of it stays readable. */
  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        return; // the mapped rows do not need it
      }
    }
  }
}
