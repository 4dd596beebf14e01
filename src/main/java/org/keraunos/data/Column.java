package org.keraunos.data;

import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Shape;

/** Rows of one shape and one element type; what a data set is made of. */
@CheckReturnValue
public sealed interface Column permits ByteColumn, FloatColumn {
  /**
   * The number of rows.
   *
   * @return rows, at least 0
   */
  int rows();

  /**
   * The shape of one row.
   *
   * @return the shape, without the row axis
   */
  Shape shape();

  /** {@return whether the elements are unsigned bytes, as pixels are, and not floats} */
  boolean holdsBytes();

  /**
   * Copies one row out as floats: bytes as 0 to 255.
   *
   * @param row the row, from 0
   * @param into where its {@code shape().size()} floats go
   * @param offset the place of the first
   */
  void readFloats(int row, float[] into, int offset);

  /**
   * The same column with other rows.
   *
   * @param order for each new row the row of this column
   * @return a view
   */
  Column rows(int[] order);
}
