package org.keraunos.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Labels of many rows: a flat row-major matrix, each cell 0, 1 or {@link #UNKNOWN}. The truth of a
 * multi-label problem, or predictions for it.
 */
@CheckReturnValue
public final class LabelMatrix implements Labels {
  /**
   * The cell of a label that nobody has looked at; it is left out of every count. NaN in
   * floating-point input.
   */
  public static final byte UNKNOWN = -1;

  private static final String LABELS = "labels";
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long ONES = 0x0101010101010101L;

  private final byte[] values;
  private final int rows;
  private final int labels;
  private final boolean unknowns;

  private LabelMatrix(byte[] values, int rows, int labels, boolean unknowns) {
    this.values = values;
    this.rows = rows;
    this.labels = labels;
    this.unknowns = unknowns;
  }

  /**
   * Wraps a flat row-major array without copying it.
   *
   * @param values {@code rows * labels} cells, each 0, 1 or {@link #UNKNOWN}; not to be changed
   *     afterwards
   * @param rows the number of rows, at least 0
   * @param labels the number of labels, at least 1
   * @return the matrix
   * @throws IllegalArgumentException if the sizes disagree or a cell holds something else
   */
  public static LabelMatrix of(byte[] values, int rows, int labels) {
    checkSizes(values.length, rows, labels);
    boolean unknowns = false;
    int i = 0;
    for (; i + Long.BYTES <= values.length; i += Long.BYTES) {
      if (((long) LONGS.get(values, i) & ~ONES) != 0) {
        unknowns |= checkCells(values, i, i + Long.BYTES, labels, LABELS);
      }
    }
    unknowns |= checkCells(values, i, values.length, labels, LABELS);
    return new LabelMatrix(values, rows, labels, unknowns);
  }

  /**
   * Rows of which nobody says anything, as there are to predict: a matrix without labels.
   *
   * @param rows the number of rows, at least 0
   * @return the matrix, of no column
   */
  public static LabelMatrix none(int rows) {
    Check.argument(rows >= 0, "rows", "at least 0", rows);
    return new LabelMatrix(new byte[0], rows, 0, false);
  }

  /**
   * Takes a flat row-major array of floats, copying it into bytes.
   *
   * @param values {@code rows * labels} cells, each 0, 1 or NaN (unknown)
   * @param rows the number of rows, at least 0
   * @param labels the number of labels, at least 1
   * @return the matrix
   * @throws IllegalArgumentException if the sizes disagree or a cell holds something else
   */
  public static LabelMatrix of(float[] values, int rows, int labels) {
    checkSizes(values.length, rows, labels);
    byte[] cells = new byte[values.length];
    boolean unknowns = false;
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cell(values[i], i, labels, LABELS);
      unknowns |= cells[i] < 0;
    }
    return new LabelMatrix(cells, rows, labels, unknowns);
  }

  /**
   * Takes rows of booleans.
   *
   * @param rows the cells, row by row; all rows equally long
   * @return the matrix, a copy
   * @throws IllegalArgumentException if the rows are ragged or there are none
   */
  public static LabelMatrix of(boolean[][] rows) {
    return of((Object[]) rows);
  }

  /**
   * Takes rows of integers.
   *
   * @param rows the cells, row by row, each 0 or 1; all rows equally long
   * @return the matrix, a copy
   * @throws IllegalArgumentException if the rows are ragged, there are none, or a cell is neither 0
   *     nor 1
   */
  public static LabelMatrix of(int[][] rows) {
    return of((Object[]) rows);
  }

  /**
   * Takes rows of bytes.
   *
   * @param rows the cells, row by row, each 0, 1 or {@link #UNKNOWN}; all rows equally long
   * @return the matrix, a copy
   * @throws IllegalArgumentException if the rows are ragged, there are none, or a cell holds
   *     something else
   */
  public static LabelMatrix of(byte[][] rows) {
    return of((Object[]) rows);
  }

  /**
   * Takes rows of floats.
   *
   * @param rows the cells, row by row, each 0, 1 or NaN (unknown); all rows equally long
   * @return the matrix, a copy
   * @throws IllegalArgumentException if the rows are ragged, there are none, or a cell holds
   *     something else
   */
  public static LabelMatrix of(float[][] rows) {
    return of((Object[]) rows);
  }

  /**
   * Takes rows of doubles.
   *
   * @param rows the cells, row by row, each 0, 1 or NaN (unknown); all rows equally long
   * @return the matrix, a copy
   * @throws IllegalArgumentException if the rows are ragged, there are none, or a cell holds
   *     something else
   */
  public static LabelMatrix of(double[][] rows) {
    return of((Object[]) rows);
  }

  /**
   * Takes rows of any of the types above: what the metrics call for their array arguments.
   *
   * @param rows a {@code boolean[][]}, {@code int[][]}, {@code byte[][]}, {@code float[][]} or
   *     {@code double[][]}
   * @return the matrix, a copy
   * @throws IllegalArgumentException if it is another array, ragged or empty, or a cell is not 0, 1
   *     or NaN
   */
  public static LabelMatrix of(Object[] rows) {
    return of(rows, LABELS);
  }

  /**
   * Takes rows of any of the types above, under another name in messages.
   *
   * @param rows a {@code boolean[][]}, {@code int[][]}, {@code byte[][]}, {@code float[][]} or
   *     {@code double[][]}
   * @param argument what the caller knows the rows as, for example {@code y_true}
   * @return the matrix, a copy
   * @throws IllegalArgumentException if it is another array, ragged or empty, or a cell is not 0, 1
   *     or NaN
   */
  public static LabelMatrix of(Object[] rows, String argument) {
    int labels = Rows.width(rows, argument);
    byte[] cells = new byte[Math.multiplyExact(rows.length, labels)];
    boolean unknowns = false;
    for (int r = 0; r < rows.length; r++) {
      unknowns |= copyRow(rows[r], cells, r * labels, labels, argument);
    }
    return new LabelMatrix(cells, rows.length, labels, unknowns);
  }

  private static boolean copyRow(Object row, byte[] cells, int start, int labels, String argument) {
    boolean unknowns = false;
    if (row instanceof boolean[] booleans) {
      for (int j = 0; j < labels; j++) {
        cells[start + j] = (byte) (booleans[j] ? 1 : 0);
      }
    } else if (row instanceof int[] ints) {
      for (int j = 0; j < labels; j++) {
        if ((ints[j] & ~1) != 0) {
          throw Check.bad(place(argument, start + j, labels), "0 or 1", ints[j]);
        }
        cells[start + j] = (byte) ints[j];
      }
    } else if (row instanceof byte[] bytes) {
      System.arraycopy(bytes, 0, cells, start, labels);
      unknowns = checkCells(cells, start, start + labels, labels, argument);
    } else if (row instanceof float[] floats) {
      for (int j = 0; j < labels; j++) {
        cells[start + j] = cell(floats[j], start + j, labels, argument);
        unknowns |= cells[start + j] < 0;
      }
    } else if (row instanceof double[] doubles) {
      for (int j = 0; j < labels; j++) {
        cells[start + j] = cell(doubles[j], start + j, labels, argument);
        unknowns |= cells[start + j] < 0;
      }
    } else {
      throw Check.bad(
          argument, "boolean[][], int[][], byte[][], float[][] or double[][]", Rows.typeOf(row));
    }
    return unknowns;
  }

  private static byte cell(double value, int index, int labels, String argument) {
    if (value == 0) {
      return 0;
    }
    if (value == 1) {
      return 1;
    }
    if (Double.isNaN(value)) {
      return UNKNOWN;
    }
    throw Check.bad(place(argument, index, labels), "0, 1 or NaN", value);
  }

  private static boolean checkCells(byte[] values, int from, int to, int labels, String argument) {
    boolean unknowns = false;
    for (int i = from; i < to; i++) {
      byte value = values[i];
      if (value != 0 && value != 1 && value != UNKNOWN) {
        throw Check.bad(place(argument, i, labels), "0, 1 or unknown", value);
      }
      unknowns |= value == UNKNOWN;
    }
    return unknowns;
  }

  private static void checkSizes(int length, int rows, int labels) {
    Check.argument(labels >= 1, "labels", "at least 1", labels);
    Check.argument(
        rows >= 0 && (long) rows * labels == length,
        "values",
        "rows x labels = " + rows + " x " + labels + " cells",
        length);
  }

  private static String place(String argument, int index, int labels) {
    return argument + "[" + index / labels + "][" + index % labels + "]";
  }

  /**
   * The number of rows.
   *
   * @return rows
   */
  @Override
  public int rows() {
    return rows;
  }

  /**
   * The number of labels, the columns.
   *
   * @return columns
   */
  @Override
  public int labels() {
    return labels;
  }

  /**
   * Whether any cell is {@link #UNKNOWN}.
   *
   * @return true if there is one
   */
  @Override
  public boolean hasUnknowns() {
    return unknowns;
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

  @Override
  public LabelMatrix toMatrix() {
    return this;
  }

  @Override
  public SparseLabels toSparse() {
    Check.argument(!unknowns, LABELS, "0 and 1 only, for a sparse matrix", "an unknown label");
    int[] starts = new int[rows + 1];
    int ones = 0;
    for (byte value : values) {
      ones += value;
    }
    int[] columns = new int[ones];
    int count = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < labels; j++) {
        if (values[i * labels + j] == 1) {
          columns[count++] = j;
        }
      }
      starts[i + 1] = count;
    }
    return SparseLabels.csr(starts, columns, labels);
  }

  /** Matrices of the same shape and cells are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMatrix that
        && rows == that.rows
        && labels == that.labels
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + labels) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "LabelMatrix[" + rows + " x " + labels + "]";
  }
}
