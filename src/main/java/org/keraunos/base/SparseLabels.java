package org.keraunos.base;

import java.util.Arrays;

/**
 * Labels of many rows of which few are 1: the columns of these, row after row, as SciPy's
 * {@code csr_matrix} has them. Every other cell is 0; none is unknown. Takes 4 bytes for each 1 and
 * each row.
 *
 * <pre>{@code
 * SparseLabels truth = SparseLabels.of(new int[][] {{3, 999}, {}, {17}}, 10_000);
 * }</pre>
 */
@CheckReturnValue
public final class SparseLabels implements Labels {
  private final int[] starts;
  private final int[] columns;
  private final int labels;

  private SparseLabels(int[] starts, int[] columns, int labels) {
    this.starts = starts;
    this.columns = columns;
    this.labels = labels;
  }

  /**
   * Takes the columns that are 1, row by row.
   *
   * @param positives distinct columns, in any order; a row may have none
   * @param labels the number of labels, at least 1
   * @return the matrix, a copy
   * @throws IllegalArgumentException if a column is out of range or there twice
   */
  public static SparseLabels of(int[][] positives, int labels) {
    Check.given(positives, "positives");
    int[] starts = new int[positives.length + 1];
    for (int i = 0; i < positives.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], positives[i].length);
    }
    int[] columns = new int[starts[positives.length]];
    for (int i = 0; i < positives.length; i++) {
      System.arraycopy(positives[i], 0, columns, starts[i], positives[i].length);
      Arrays.sort(columns, starts[i], starts[i + 1]);
    }
    return csr(starts, columns, labels);
  }

  /**
   * Wraps the arrays of a compressed sparse row matrix, SciPy's {@code indptr} and {@code indices},
   * without copying them.
   *
   * @param starts where each row begins in {@code columns}, and their number: rows + 1 numbers; not
   *     to be changed afterwards
   * @param columns the columns that are 1, ascending in each row; not to be changed afterwards
   * @param labels the number of labels, at least 1
   * @return the matrix
   * @throws IllegalArgumentException if the arrays do not fit together, or a row's columns are out
   *     of range, not ascending or there twice
   */
  public static SparseLabels csr(int[] starts, int[] columns, int labels) {
    check(starts, columns, labels);
    return new SparseLabels(starts, columns, labels);
  }

  static void check(int[] starts, int[] columns, int labels) {
    Check.given(starts, "starts");
    Check.given(columns, "columns");
    Check.argument(labels >= 1, "labels", "at least 1", labels);
    int rows = starts.length - 1;
    Check.argument(
        rows >= 0 && starts[0] == 0 && starts[rows] == columns.length,
        "starts",
        "0 first and the number of columns, " + columns.length + ", last",
        starts);
    for (int i = 0; i < rows; i++) {
      Check.argument(
          starts[i] <= starts[i + 1] && starts[i + 1] <= columns.length,
          "starts[" + (i + 1) + "]",
          "at least " + starts[i] + " and at most " + columns.length,
          starts[i + 1]);
      int last = -1;
      for (int at = starts[i]; at < starts[i + 1]; at++) {
        Check.argument(
            columns[at] > last && columns[at] < labels,
            "columns of row " + i,
            "distinct columns in [0, " + labels + "), ascending",
            columns[at]);
        last = columns[at];
      }
    }
  }

  @Override
  public int rows() {
    return starts.length - 1;
  }

  @Override
  public int labels() {
    return labels;
  }

  /** {@return false: every cell that is not 1 is 0} */
  @Override
  public boolean hasUnknowns() {
    return false;
  }

  /** {@return where each row begins in {@link #columns}, and their number; not a copy} */
  public int[] starts() {
    return starts;
  }

  /** {@return the columns that are 1, ascending in each row; not a copy} */
  public int[] columns() {
    return columns;
  }

  @Override
  public LabelMatrix toMatrix() {
    byte[] cells = new byte[Math.multiplyExact(rows(), labels)];
    for (int i = 0; i < rows(); i++) {
      for (int at = starts[i]; at < starts[i + 1]; at++) {
        cells[i * labels + columns[at]] = 1;
      }
    }
    return LabelMatrix.of(cells, rows(), labels);
  }

  @Override
  public SparseLabels toSparse() {
    return this;
  }

  /** Matrices of the same shape and cells are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SparseLabels that
        && labels == that.labels
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(columns, that.columns);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * labels + Arrays.hashCode(starts)) + Arrays.hashCode(columns);
  }

  @Override
  public String toString() {
    return "SparseLabels[" + rows() + " x " + labels + ", " + columns.length + " positives]";
  }
}
