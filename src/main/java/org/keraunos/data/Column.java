package org.keraunos.data;

import org.keraunos.base.Shape;

/** Rows of one shape and one element type; what a data set is made of. */
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

  /**
   * The same column with other rows.
   *
   * @param order for each new row the row of this column
   * @return a view
   */
  Column rows(int[] order);
}
