package org.keraunos;

import java.util.Arrays;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.OutputValues;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.contract.OutputContract;

/**
 * What a model gave: a row for each sample and a column for each label. Probabilities of most
 * models; of one that was trained on logits {@link #probabilities} makes some.
 */
@CheckReturnValue
public final class Predictions {
  /** What rounding may add to a probability. */
  private static final float SLACK = 1e-4f;

  private final float[] values;
  private final int rows;
  private final OutputContract output;
  private final LabelNames labelSet;

  Predictions(float[] values, int rows, OutputContract output) {
    this.values = values;
    this.rows = rows;
    this.output = output;
    this.labelSet = output.labels();
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
   * One number.
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
   * All numbers.
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
   * All numbers.
   *
   * @return the flat row-major array, not a copy
   */
  public float[] flat() {
    return values;
  }

  /**
   * The numbers as ranking metrics take them.
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
   * @throws IllegalStateException if the numbers are neither probabilities nor logits
   */
  public LabelMatrix labels(double threshold) {
    return probabilities().scores().above(threshold);
  }

  /**
   * The labels whose probability is above the threshold that the model has for them.
   *
   * @return a new matrix of 0 and 1; the thresholds are those of {@link Predictor#contract}, 0.5
   *     unless somebody chose others
   * @throws IllegalStateException if the numbers are neither probabilities nor logits
   */
  public LabelMatrix labels() {
    double[] each =
        output.thresholdOfEach().stream().mapToDouble(Double::doubleValue).toArray();
    return probabilities().scores().above(each);
  }

  /**
   * The output that gave them.
   *
   * @return its name in the network
   */
  public String outputName() {
    return output.name();
  }

  /**
   * What the numbers are.
   *
   * @return probabilities, logits or numbers of another kind
   */
  public OutputValues values() {
    return output.values();
  }

  /**
   * The same as probabilities.
   *
   * @return these predictions where they are some; else new ones, the sigmoid or softmax of the
   *     logits
   * @throws IllegalStateException if the numbers are neither probabilities nor logits, or are said
   *     to be probabilities and one is not 0 to 1
   */
  public Predictions probabilities() {
    OutputValues kind = output.values();
    float[] made = kind.areLogits() ? values.clone() : values;
    if (made == values) {
      checkProbabilities();
    }
    kind.toProbabilities(made, labelSet.size());
    if (made == values) {
      return this;
    }
    OutputValues into = kind == OutputValues.LABEL_LOGITS
        ? OutputValues.LABEL_PROBABILITIES
        : OutputValues.CLASS_PROBABILITIES;
    return new Predictions(
        made,
        rows,
        new OutputContract(
            output.name(),
            labelSet,
            output.named(),
            into,
            output.thresholds(),
            output.calibration()));
  }

  /** Another program's graph may give anything. */
  private void checkProbabilities() {
    for (float value : values) {
      if (output.values().isProbable() && !(value >= -SLACK && value <= 1 + SLACK)) {
        throw new IllegalStateException(
            "output \"" + output.name() + "\": expected probabilities, 0 to 1, received " + value
                + ": is a sigmoid missing at the end of the network?");
      }
    }
  }

  @Override
  public String toString() {
    return "Predictions of " + rows + " rows, " + labelSet.size() + " labels";
  }
}
