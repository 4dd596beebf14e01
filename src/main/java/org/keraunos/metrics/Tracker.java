package org.keraunos.metrics;

import org.jspecify.annotations.Nullable;

/** The running state of a streaming {@link Metric}. Not thread-safe. */
public interface Tracker {
  /**
   * Takes a batch.
   *
   * @param truth rows x labels, row-major: 0, 1 or NaN (unknown, left out); soft targets are cut at 0.5 where a metric
   *     counts
   * @param scores rows x labels, row-major: probabilities
   * @param rowWeights a weight for each row, or null for all 1
   * @param rows the number of rows; the arrays may be longer
   */
  void update(float[] truth, float[] scores, float @Nullable [] rowWeights, int rows);

  /**
   * The figure over everything since the start or the last reset.
   *
   * @return the figure; 0 before any row, as in Keras, and NaN where it is undefined
   */
  double result();

  /** Forgets everything. */
  void reset();
}
