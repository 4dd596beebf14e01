package org.keraunos.base;

/**
 * Labels of many rows: a flat row-major matrix, each cell 0, 1 or {@link #UNKNOWN}. The truth of a multi-label problem,
 * or predictions for it.
 */
public final class LabelMatrix {
  /** The cell of a label that nobody has looked at; it is left out of every count. NaN in floating-point input. */
  public static final byte UNKNOWN = -1;

  private final byte[] values;
  private final int rows;
  private final int labels;

  private LabelMatrix(byte[] values, int rows, int labels) {
    this.values = values;
    this.rows = rows;
    this.labels = labels;
  }

  /**
   * Wraps a flat row-major array without copying it.
   *
   * @param values {@code rows * labels} cells, each 0, 1 or {@link #UNKNOWN}
   * @param rows the number of rows, at least 0
   * @param labels the number of labels, at least 1
   * @return the matrix, which changes when the array does
   * @throws IllegalArgumentException if the sizes disagree or a cell holds something else
   */
  public static LabelMatrix of(byte[] values, int rows, int labels) {
    Check.argument(labels >= 1, "labels", "at least 1", labels);
    Check.argument(
        rows >= 0 && (long) rows * labels == values.length,
        "values",
        "rows x labels = " + rows + " x " + labels + " cells",
        values.length);
    for (int i = 0; i < values.length; i++) {
      byte value = values[i];
      if (value != 0 && value != 1 && value != UNKNOWN) {
        throw Check.bad("labels[" + i / labels + "][" + i % labels + "]", "0, 1 or unknown", value);
      }
    }
    return new LabelMatrix(values, rows, labels);
  }

  /**
   * The number of rows.
   *
   * @return rows
   */
  public int rows() {
    return rows;
  }

  /**
   * The number of labels, the columns.
   *
   * @return columns
   */
  public int labels() {
    return labels;
  }

  /**
   * One cell.
   *
   * @param row the row, from 0
   * @param label the column, from 0
   * @return 0, 1 or {@link #UNKNOWN}
   */
  public byte get(int row, int label) {
    return values[row * labels + label];
  }

  /**
   * All cells.
   *
   * @return the matrix's own flat row-major array, not a copy
   */
  public byte[] flat() {
    return values;
  }
}
