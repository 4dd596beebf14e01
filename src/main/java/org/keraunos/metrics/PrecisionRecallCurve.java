package org.keraunos.metrics;

/**
 * Precision and recall by ascending threshold, ending with the point (1, 0) that has no threshold.
 *
 * @param precision one more than thresholds
 * @param recall one more than thresholds; all 1 but the last without positives
 * @param thresholds a row is positive where {@code score >= threshold}
 */
@SuppressWarnings("ArrayRecordComponent") // a bag of results that nobody compares
public record PrecisionRecallCurve(double[] precision, double[] recall, double[] thresholds) {
  /** The number of points, and the values; of long curves both ends. */
  @Override
  public String toString() {
    return ShortText.curve(
        "PrecisionRecallCurve", "precision", precision, "recall", recall, thresholds);
  }
}
