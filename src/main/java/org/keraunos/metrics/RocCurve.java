package org.keraunos.metrics;

/**
 * A receiver operating characteristic, thresholds descending from infinity.
 *
 * @param falsePositiveRate false positives over negatives; all NaN without negatives
 * @param truePositiveRate true positives over positives; all NaN without positives
 * @param thresholds a row is positive where {@code score >= threshold}
 */
@SuppressWarnings("ArrayRecordComponent") // a bag of results that nobody compares
public record RocCurve(double[] falsePositiveRate, double[] truePositiveRate, double[] thresholds) {
  /** The number of points, and the values; of long curves both ends. */
  @Override
  public String toString() {
    return ShortText.curve(
        "RocCurve",
        "falsePositiveRate",
        falsePositiveRate,
        "truePositiveRate",
        truePositiveRate,
        thresholds);
  }
}
