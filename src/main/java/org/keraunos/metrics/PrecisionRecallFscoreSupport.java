package org.keraunos.metrics;

/**
 * Precision, recall, F-beta and support of a label, or of an average.
 *
 * @param precision {@code tp / (tp + fp)}
 * @param recall {@code tp / (tp + fn)}
 * @param fscore F-beta
 * @param support the number, or weight, of true rows; NaN for an average
 */
public record PrecisionRecallFscoreSupport(
    double precision, double recall, double fscore, double support) {}
