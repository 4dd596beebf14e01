package org.keraunos.base;

/** Labels of many rows, dense or sparse: what metrics take for truth and for predictions. */
public sealed interface Labels permits LabelMatrix, SparseLabels {
  /** {@return the number of rows} */
  int rows();

  /** {@return the number of labels, the columns} */
  int labels();

  /** {@return whether any cell is {@link LabelMatrix#UNKNOWN}} */
  boolean hasUnknowns();

  /**
   * {@return every cell, a byte each; of a dense matrix itself}
   *
   * @throws ArithmeticException if there are more than 2^31 - 1 cells
   */
  LabelMatrix toMatrix();

  /**
   * {@return the cells that are 1, four bytes each; of a sparse matrix itself}
   *
   * @throws IllegalArgumentException if a cell is unknown
   */
  SparseLabels toSparse();
}
