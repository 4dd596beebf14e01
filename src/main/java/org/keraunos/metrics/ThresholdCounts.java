package org.keraunos.metrics;

/**
 * The four counts of a label at each distinct score, thresholds descending.
 *
 * @param trueNegatives rows, or their weight, that are negative and below the threshold
 * @param falsePositives negative, and not below
 * @param falseNegatives positive, and below
 * @param truePositives positive, and not below
 * @param thresholds a row is positive where {@code score >= threshold}
 */
@SuppressWarnings("ArrayRecordComponent") // a bag of results that nobody compares
public record ThresholdCounts(
    double[] trueNegatives,
    double[] falsePositives,
    double[] falseNegatives,
    double[] truePositives,
    double[] thresholds) {
  /** The number of thresholds, and the hits; of long ones both ends. */
  @Override
  public String toString() {
    return ShortText.curve(
        "ThresholdCounts",
        "truePositives",
        truePositives,
        "falsePositives",
        falsePositives,
        thresholds);
  }
}
