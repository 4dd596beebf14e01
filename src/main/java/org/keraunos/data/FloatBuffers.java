package org.keraunos.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;

/**
 * Rows of floats in several buffers, on the heap or mapped from a file. No row lies across two
 * buffers.
 */
final class FloatBuffers implements FloatColumn {
  private final List<FloatBuffer> buffers;
  private final int rowsPerBuffer;
  private final int rows;
  private final Shape shape;
  private final int width;

  /** Buffers whose floats lie in their own byte order, from index 0 on. */
  FloatBuffers(List<ByteBuffer> buffers, int rowsPerBuffer, int rows, Shape shape) {
    this.buffers =
        buffers.stream().map(buffer -> buffer.rewind().asFloatBuffer()).toList();
    this.rowsPerBuffer = rowsPerBuffer;
    this.rows = rows;
    this.shape = shape;
    this.width = shape.size();
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
  public void read(int row, float[] into, int offset) {
    Check.argument(row >= 0 && row < rows, "row", "0 to " + (rows - 1), row);
    // Absolute, so that threads share the buffer without its position.
    buffers.get(row / rowsPerBuffer).get(row % rowsPerBuffer * width, into, offset, width);
  }
}
