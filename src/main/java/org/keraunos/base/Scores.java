package org.keraunos.base;

/** Scores of many rows, dense or sparse: what metrics of rankings take. */
public sealed interface Scores permits ScoreMatrix, SparseScores {
  /** {@return the number of rows} */
  int rows();

  /** {@return the number of labels, the columns} */
  int labels();

  /**
   * Cuts the scores: a label is predicted where its score is above the threshold.
   *
   * @param threshold the cut, first rounded to the type of the scores, as NumPy 2 and Keras do
   * @return 1 where {@code score > threshold}, else 0
   * @throws IllegalArgumentException if the threshold is NaN, or below 0 for sparse scores
   */
  Labels above(double threshold);

  /**
   * {@return every cell; of a dense matrix itself}
   *
   * @throws ArithmeticException if there are more than 2^31 - 1 cells
   */
  ScoreMatrix toMatrix();

  /** {@return the cells that are not 0; of a sparse matrix itself} */
  SparseScores toSparse();
}
