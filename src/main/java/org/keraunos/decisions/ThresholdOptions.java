package org.keraunos.decisions;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;

/** How thresholds are chosen. */
public final class ThresholdOptions {
  private @Nullable OneForAll oneForAll;
  private int folds = 5;
  private long seed = 42;

  ThresholdOptions() {}

  /**
   * One threshold for all labels rather than one a label.
   *
   * @param mean which counts the criterion is of
   * @return this
   */
  public ThresholdOptions oneForAll(OneForAll mean) {
    oneForAll = Check.given(mean, "mean");
    return this;
  }

  /**
   * In how many parts rows are divided, each judged by thresholds of the others.
   *
   * @param count at least 2, 5 if not given; at most one a row is made
   * @return this
   */
  public ThresholdOptions folds(int count) {
    Check.argument(count >= 2, "folds", "at least 2", count);
    folds = count;
    return this;
  }

  /**
   * The seed of the folds.
   *
   * @param value 42 if not given
   * @return this
   */
  public ThresholdOptions seed(long value) {
    seed = value;
    return this;
  }

  @Nullable
  OneForAll oneForAll() {
    return oneForAll;
  }

  int folds() {
    return folds;
  }

  long seed() {
    return seed;
  }
}
