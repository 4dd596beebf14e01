package org.keraunos.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;

/**
 * Rows of bytes in several buffers, on the heap or mapped from a file, so that there may be more of
 * them than an array holds. No row lies across two buffers.
 */
final class ByteBuffers implements ByteColumn {
  private final List<ByteBuffer> buffers;
  private final int rowsPerBuffer;
  private final int rows;
  private final Shape shape;
  private final int width;

  private ByteBuffers(List<ByteBuffer> buffers, int rowsPerBuffer, int rows, Shape shape) {
    this.buffers = buffers;
    this.rowsPerBuffer = rowsPerBuffer;
    this.rows = rows;
    this.shape = shape;
    this.width = shape.size();
  }

  static ByteBuffers of(List<ByteBuffer> buffers, int rowsPerBuffer, int rows, Shape shape) {
    Check.argument(
        rowsPerBuffer >= 1 && rows <= (long) buffers.size() * rowsPerBuffer,
        "buffers",
        "room for " + rows + " rows",
        buffers.size() + " of " + rowsPerBuffer + " rows");
    return new ByteBuffers(List.copyOf(buffers), rowsPerBuffer, rows, shape);
  }

  static ByteBuffers map(Path file, long offset, int rows, Shape shape, int mostBytes) {
    int width = shape.size();
    int perBuffer = Math.max(1, mostBytes / width);
    List<ByteBuffer> buffers = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = (long) rows * width;
      if (channel.size() < offset + length) {
        throw new DataException(
            file, "expected at least " + (offset + length) + " bytes, received " + channel.size());
      }
      for (int from = 0; from < rows; from += perBuffer) {
        long bytes = (long) Math.min(perBuffer, rows - from) * width;
        buffers.add(
            channel.map(FileChannel.MapMode.READ_ONLY, offset + (long) from * width, bytes));
      }
    } catch (IOException e) {
      throw new DataException(file, "cannot be mapped into memory: " + e.getMessage(), e);
    }
    return new ByteBuffers(List.copyOf(buffers), perBuffer, rows, shape);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public void read(int row, byte[] into, int offset) {
    Check.argument(row >= 0 && row < rows, "row", "0 to " + (rows - 1), row);
    // Absolute, so that threads share the buffer without its position.
    buffers.get(row / rowsPerBuffer).get(row % rowsPerBuffer * width, into, offset, width);
  }
}
