package org.keraunos.graph;

/**
 * What one step gave. The arrays are used again: the next step of the same kind, training or
 * evaluation, overwrites them.
 */
public final class StepResult {
  private final double[] losses;
  private final int[] knownRows;
  private final int[] widths;
  private final float[][] outputs;
  private int rows;
  private double loss;

  StepResult(int[] widths) {
    this.widths = widths;
    this.losses = new double[widths.length];
    this.knownRows = new int[widths.length];
    this.outputs = new float[widths.length][0];
  }

  /**
   * {@return whether anything was run: false for a batch in which no row has a known label, which
   * changes nothing}
   */
  public boolean hasRun() {
    return knownRows() > 0;
  }

  /** {@return the number of rows in the batch} */
  public int rows() {
    return rows;
  }

  /** {@return the sum of the weighted losses and of what layers add; NaN if nothing was run} */
  public double loss() {
    return loss;
  }

  /**
   * The loss of one objective, with sample weights and without its own weight.
   *
   * @param objective its place in the list of objectives
   * @return the weighted sum of the rows' losses over the number of rows with a known label; 0 if
   *     there is none
   */
  public double loss(int objective) {
    return losses[objective];
  }

  /**
   * {@return how many rows count in the mean of {@link #loss()}: the most that an objective knows a
   * label of}
   */
  public int knownRows() {
    int most = 0;
    for (int known : knownRows) {
      most = Math.max(most, known);
    }
    return most;
  }

  /**
   * How many rows have a known label for an objective.
   *
   * @param objective its place in the list of objectives
   * @return 0 to {@link #rows()}
   */
  public int knownRows(int objective) {
    return knownRows[objective];
  }

  /**
   * The outputs of one objective; in training those before the change.
   *
   * @param objective its place in the list of objectives
   * @return {@link #rows()} rows, row-major; the array may be longer
   */
  public float[] output(int objective) {
    return outputs[objective];
  }

  /** Begins a batch: room for its rows, and counts that the caller fills in. */
  int[] begin(int batchRows) {
    rows = batchRows;
    loss = Double.NaN;
    for (int i = 0; i < widths.length; i++) {
      losses[i] = Double.NaN;
      if (outputs[i].length < batchRows * widths[i]) {
        outputs[i] = new float[batchRows * widths[i]];
      }
    }
    return knownRows;
  }

  /** Takes the sum, then a number an objective. */
  void losses(double[] all) {
    loss = all[0];
    System.arraycopy(all, 1, losses, 0, losses.length);
  }
}
