package org.keraunos.data;

import org.keraunos.base.Check;
import org.keraunos.base.Shape;

/** Rows of unsigned bytes, for example pixels. */
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
}
