package org.keraunos.metrics;

/** What a figure is worth whose denominator is 0: scikit-learn's {@code zero_division}. */
public enum ZeroDivision implements Option {
  /** 0, and a warning; scikit-learn's default. */
  WARN(0),
  /** 0. */
  ZERO(0),
  /** 1. */
  ONE(1),
  /** NaN, which averages leave out together with its weight. Jaccard has none. */
  NAN(Double.NaN);

  private final double value;

  ZeroDivision(double value) {
    this.value = value;
  }

  /**
   * The figure.
   *
   * @return 0, 1 or NaN
   */
  public double value() {
    return value;
  }

  @Override
  public void set(Options options) {
    options.zeroDivision(this);
  }
}
