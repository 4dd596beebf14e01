package org.keraunos.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Stateful;

/** The running state of a streaming {@link Metric}. Not thread-safe. */
public interface Tracker extends Stateful {
  /**
   * Takes a batch.
   *
   * @param truth rows x labels, row-major: 0, 1 or NaN (unknown, left out); soft targets are cut at
   *     0.5 where a metric counts
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

  /**
   * Whether {@link #result} costs about the same however many rows there were, so that it may be
   * shown while an epoch runs.
   *
   * @return true unless a tracker says otherwise
   */
  default boolean isCheap() {
    return true;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedOperationException unless a tracker can be taken up again
   */
  @Override
  default List<NamedArray> state() {
    throw new UnsupportedOperationException(
        getClass().getName() + " keeps no state that can be taken: implement state and restore");
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedOperationException unless a tracker can be taken up again
   */
  @Override
  default void restore(List<NamedArray> state) {
    throw new UnsupportedOperationException(
        getClass().getName() + " keeps no state that can be put back: implement state and restore");
  }
}
