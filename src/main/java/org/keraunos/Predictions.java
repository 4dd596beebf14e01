package org.keraunos;

import java.util.Arrays;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;

/** Probabilities, a row for each sample and a column for each label. */
public final class Predictions {
  private final float[] values;
  private final int rows;
  private final LabelNames labelSet;

  Predictions(float[] values, int rows, LabelNames labelSet) {
    this.values = values;
    this.rows = rows;
    this.labelSet = labelSet;
  }

  /**
   * The number of samples.
   *
   * @return rows
   */
  public int rows() {
    return rows;
  }

  /**
   * The names of the columns.
   *
   * @return one name a label
   */
  public LabelNames labelNames() {
    return labelSet;
  }

  /**
   * One probability.
   *
   * @param row the sample, from 0
   * @param label the label, from 0
   * @return what the model gave
   */
  public float get(int row, int label) {
    Check.argument(row >= 0 && row < rows, "row", "0 to " + (rows - 1), row);
    Check.argument(
        label >= 0 && label < labelSet.size(), "label", "0 to " + (labelSet.size() - 1), label);
    return values[row * labelSet.size() + label];
  }

  /**
   * All probabilities.
   *
   * @return samples, labels; a copy
   */
  public float[][] toArray() {
    float[][] result = new float[rows][];
    for (int row = 0; row < rows; row++) {
      result[row] = Arrays.copyOfRange(values, row * labelSet.size(), (row + 1) * labelSet.size());
    }
    return result;
  }

  /**
   * All probabilities.
   *
   * @return the flat row-major array, not a copy
   */
  public float[] flat() {
    return values;
  }

  /**
   * The probabilities as ranking metrics take them.
   *
   * @return a view
   */
  public ScoreMatrix scores() {
    return ScoreMatrix.of(values, rows, labelSet.size());
  }

  /**
   * The labels whose probability is above a threshold.
   *
   * @param threshold finite; 0.5 is usual
   * @return a new matrix of 0 and 1: {@code probability > threshold}
   */
  public LabelMatrix labels(double threshold) {
    return scores().above(threshold);
  }

  @Override
  public String toString() {
    return "Predictions of " + rows + " rows, " + labelSet.size() + " labels";
  }
}
