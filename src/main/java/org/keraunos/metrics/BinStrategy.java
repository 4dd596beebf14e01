package org.keraunos.metrics;

/** How the bins of a calibration curve are cut: scikit-learn's {@code strategy}. */
public enum BinStrategy implements Option {
  /** Bins of the same width. */
  UNIFORM,

  /** Bins of the same number of rows, as far as equal probabilities allow. */
  QUANTILE;

  @Override
  public void set(Options options) {
    options.binStrategy(this);
  }
}
