package org.keraunos.base;

import java.util.Arrays;

/**
 * Scores of many rows of which few are known: their columns and values, row after row, as SciPy's
 * {@code csr_matrix} has them. Every other score is 0, as it is in SciPy's {@code toarray()}: a
 * label without a score ties with all others without one, and stands above those below 0.
 */
@CheckReturnValue
public final class SparseScores implements Scores {
  private final int[] starts;
  private final int[] columns;
  private final double[] values;
  private final boolean single;
  private final int labels;

  private SparseScores(int[] starts, int[] columns, double[] values, boolean single, int labels) {
    this.starts = starts;
    this.columns = columns;
    this.values = values;
    this.single = single;
    this.labels = labels;
    SparseLabels.check(starts, columns, labels);
    Check.argument(
        values.length == columns.length,
        "values",
        columns.length + " scores, one a column",
        values.length);
    for (int at = 0; at < values.length; at++) {
      Check.argument(
          Double.isFinite(values[at]), "values[" + at + "]", "a finite number", values[at]);
    }
  }

  /**
   * Wraps the arrays of a compressed sparse row matrix of doubles, SciPy's {@code indptr},
   * {@code indices} and {@code data}, without copying them.
   *
   * @param starts where each row begins in {@code columns}, and their number: rows + 1 numbers; not
   *     to be changed afterwards
   * @param columns the columns with a score, ascending in each row; not to be changed afterwards
   * @param values their scores; not to be changed afterwards
   * @param labels the number of labels, at least 1
   * @return the matrix
   * @throws IllegalArgumentException if the arrays do not fit together, a row's columns are out of
   *     range, not ascending or there twice, or a score is NaN or infinite
   */
  public static SparseScores csr(int[] starts, int[] columns, double[] values, int labels) {
    return new SparseScores(starts, columns, Check.given(values, "values"), false, labels);
  }

  /**
   * The same of floats, whose values are widened; thresholds are rounded to floats.
   *
   * @param starts where each row begins in {@code columns}, and their number: rows + 1 numbers
   * @param columns the columns with a score, ascending in each row
   * @param values their scores
   * @param labels the number of labels, at least 1
   * @return the matrix
   * @throws IllegalArgumentException as for doubles
   */
  public static SparseScores csr(int[] starts, int[] columns, float[] values, int labels) {
    double[] wide = new double[Check.given(values, "values").length];
    Arrays.setAll(wide, at -> values[at]);
    return new SparseScores(starts, columns, wide, true, labels);
  }

  static SparseScores of(ScoreMatrix dense) {
    int rows = dense.rows();
    int labels = dense.labels();
    int[] starts = new int[rows + 1];
    for (int i = 0; i < rows; i++) {
      starts[i + 1] = starts[i];
      for (int j = 0; j < labels; j++) {
        starts[i + 1] += dense.get(i, j) == 0 ? 0 : 1;
      }
    }
    int[] columns = new int[starts[rows]];
    double[] values = new double[columns.length];
    int at = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < labels; j++) {
        double score = dense.get(i, j);
        if (score != 0) {
          columns[at] = j;
          values[at++] = score;
        }
      }
    }
    return new SparseScores(starts, columns, values, dense.isFloat(), labels);
  }

  @Override
  public int rows() {
    return starts.length - 1;
  }

  @Override
  public int labels() {
    return labels;
  }

  /** {@return where each row begins in {@link #columns}, and their number; not a copy} */
  public int[] starts() {
    return starts;
  }

  /** {@return the columns with a score, ascending in each row; not a copy} */
  public int[] columns() {
    return columns;
  }

  /** {@return the scores of {@link #columns}, widened if they were floats; not a copy} */
  public double[] values() {
    return values;
  }

  /**
   * Cuts the scores: a label is predicted where its score is above the threshold.
   *
   * @param threshold the cut, at least 0, first rounded to the type of the scores
   * @return 1 where {@code score > threshold}, else 0
   * @throws IllegalArgumentException if the threshold is NaN or below 0, where nearly every label
   *     would be predicted
   */
  @Override
  public SparseLabels above(double threshold) {
    Check.argument(threshold >= 0, "threshold", "at least 0, for sparse scores", threshold);
    double cut = single ? (float) threshold : threshold;
    int[] ends = new int[starts.length];
    int[] chosen = new int[columns.length];
    int count = 0;
    for (int i = 0; i < rows(); i++) {
      for (int at = starts[i]; at < starts[i + 1]; at++) {
        if (values[at] > cut) {
          chosen[count++] = columns[at];
        }
      }
      ends[i + 1] = count;
    }
    return SparseLabels.csr(ends, Arrays.copyOf(chosen, count), labels);
  }

  @Override
  public ScoreMatrix toMatrix() {
    int cells = Math.multiplyExact(rows(), labels);
    float[] floats = new float[single ? cells : 0];
    double[] doubles = new double[single ? 0 : cells];
    for (int i = 0; i < rows(); i++) {
      for (int at = starts[i]; at < starts[i + 1]; at++) {
        if (single) {
          floats[i * labels + columns[at]] = (float) values[at];
        } else {
          doubles[i * labels + columns[at]] = values[at];
        }
      }
    }
    return single
        ? ScoreMatrix.of(floats, rows(), labels)
        : ScoreMatrix.of(doubles, rows(), labels);
  }

  @Override
  public SparseScores toSparse() {
    return this;
  }

  /** Matrices of the same type, shape and stored scores are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SparseScores that
        && labels == that.labels
        && single == that.single
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(columns, that.columns)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * labels + Arrays.hashCode(columns)) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "SparseScores[" + rows() + " x " + labels + ", " + columns.length + " scores]";
  }
}
