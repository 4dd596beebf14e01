package org.keraunos;

/** How rows are predicted. */
public final class PredictOptions {
  private boolean raw;

  PredictOptions() {}

  /**
   * Whether the numbers of a calibrated output are given as its network gives them. They have no
   * thresholds of their own, so that their labels are cut at 0.5.
   *
   * @param asNetwork false if not given; changes nothing where no output is calibrated
   * @return this
   */
  public PredictOptions raw(boolean asNetwork) {
    raw = asNetwork;
    return this;
  }

  boolean isRaw() {
    return raw;
  }
}
