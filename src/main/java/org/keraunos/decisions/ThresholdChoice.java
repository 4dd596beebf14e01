package org.keraunos.decisions;

import java.util.Arrays;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.LabelMatrix;

/**
 * Thresholds that were chosen, and what they come to: an entry a label, or one where there is one
 * threshold for all.
 */
@CheckReturnValue
public final class ThresholdChoice {
  private final Criterion criterion;
  private final double[] thresholds;
  private final double[] scores;
  private final double[] crossFitted;
  private final double[] atHalf;
  private final LabelMatrix outOfFold;

  ThresholdChoice(
      Criterion criterion,
      double[] thresholds,
      double[] scores,
      double[] crossFitted,
      double[] atHalf,
      LabelMatrix outOfFold) {
    this.criterion = criterion;
    this.thresholds = thresholds;
    this.scores = scores;
    this.crossFitted = crossFitted;
    this.atHalf = atHalf;
    this.outOfFold = outOfFold;
  }

  /** {@return what was made large} */
  public Criterion criterion() {
    return criterion;
  }

  /** {@return the thresholds; a copy} */
  public double[] thresholds() {
    return thresholds.clone();
  }

  /** {@return what they score on the rows that they were chosen on, which flatters; a copy} */
  public double[] scores() {
    return scores.clone();
  }

  /**
   * What thresholds score on rows that they were not chosen on.
   *
   * @return each fold cut by thresholds of the others; a copy
   */
  public double[] crossFitted() {
    return crossFitted.clone();
  }

  /** {@return what 0.5 scores; a copy} */
  public double[] atHalf() {
    return atHalf.clone();
  }

  /** {@return the decisions of {@link #crossFitted}: each row cut by thresholds of other rows} */
  public LabelMatrix outOfFold() {
    return outOfFold;
  }

  @Override
  public String toString() {
    return criterion + ": thresholds " + Arrays.toString(thresholds) + ", cross-fitted "
        + Arrays.toString(crossFitted) + ", at 0.5 " + Arrays.toString(atHalf);
  }
}
