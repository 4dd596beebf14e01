package org.keraunos.metrics;

/**
 * The detection error tradeoff, thresholds ascending.
 *
 * @param falsePositiveRate false positives over negatives
 * @param falseNegativeRate false negatives over positives
 * @param thresholds a row is positive where {@code score >= threshold}
 */
@SuppressWarnings("ArrayRecordComponent") // a bag of results that nobody compares
public record DetCurve(
    double[] falsePositiveRate, double[] falseNegativeRate, double[] thresholds) {
  /** The number of points, and the values; of long curves both ends. */
  @Override
  public String toString() {
    return ShortText.curve(
        "DetCurve",
        "falsePositiveRate",
        falsePositiveRate,
        "falseNegativeRate",
        falseNegativeRate,
        thresholds);
  }
}
