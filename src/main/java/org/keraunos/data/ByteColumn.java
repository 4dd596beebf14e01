package org.keraunos.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Shape;

/** Rows of unsigned bytes, for example pixels. */
@CheckReturnValue
public non-sealed interface ByteColumn extends Column {
  /**
   * Copies one row out.
   *
   * @param row the row, from 0
   * @param into where its {@code shape().size()} bytes go
   * @param offset the place of the first
   */
  void read(int row, byte[] into, int offset);

  @Override
  default boolean holdsBytes() {
    return true;
  }

  @Override
  default void readFloats(int row, float[] into, int offset) {
    byte[] bytes = new byte[shape().size()];
    read(row, bytes, 0);
    for (int i = 0; i < bytes.length; i++) {
      into[offset + i] = bytes[i] & 0xFF;
    }
  }

  @Override
  default ByteColumn rows(int[] order) {
    ByteColumn all = this;
    return new ByteColumn() {
      @Override
      public int rows() {
        return order.length;
      }

      @Override
      public Shape shape() {
        return all.shape();
      }

      @Override
      public void read(int row, byte[] into, int offset) {
        all.read(order[row], into, offset);
      }
    };
  }

  /**
   * Wraps a flat row-major array without copying it.
   *
   * @param values one row after the other
   * @param shape the shape of one row
   * @return the column
   * @throws IllegalArgumentException if the array is no whole number of rows
   */
  static ByteColumn of(byte[] values, Shape shape) {
    int width = shape.size();
    Check.argument(
        values.length % width == 0,
        "values",
        "rows of " + width + " bytes for " + shape,
        values.length);
    return new ByteColumn() {
      @Override
      public int rows() {
        return values.length / width;
      }

      @Override
      public Shape shape() {
        return shape;
      }

      @Override
      public void read(int row, byte[] into, int offset) {
        System.arraycopy(values, row * width, into, offset, width);
      }
    };
  }

  /**
   * Wraps buffers without copying them; together they may hold more than an array can.
   *
   * @param buffers each with {@code rowsPerBuffer} rows from its index 0 on, the last one perhaps
   *     with fewer
   * @param rowsPerBuffer the rows of each buffer
   * @param rows the rows of all
   * @param shape the shape of one row
   * @return the column; many threads may read it
   * @throws IllegalArgumentException if the buffers have no room for so many rows
   */
  static ByteColumn of(List<ByteBuffer> buffers, int rowsPerBuffer, int rows, Shape shape) {
    return ByteBuffers.of(buffers, rowsPerBuffer, rows, shape);
  }

  /**
   * Maps rows of a file into memory: the operating system reads what is looked at and forgets it
   * when memory is short. The file must stay as it is while the column is used.
   *
   * @param file the file
   * @param offset where its first row starts
   * @param rows the number of rows
   * @param shape the shape of one row
   * @return the column; many threads may read it
   * @throws org.keraunos.base.DataException if the file cannot be mapped or is too short
   */
  static ByteColumn map(Path file, long offset, int rows, Shape shape) {
    return ByteBuffers.map(file, offset, rows, shape, 1 << 30);
  }
}
