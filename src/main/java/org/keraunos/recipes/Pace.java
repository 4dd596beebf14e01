package org.keraunos.recipes;

import org.keraunos.training.Callback;

/**
 * Ends a training early where all of its epochs would take longer than there is time. Its first
 * step and validation build graphs, which happens once: the first epoch is measured from its second
 * step on, and without validation; the second one as a whole.
 */
final class Pace implements Callback {
  private static final double NANOS = 1e9;

  private final int epochs;
  private final double seconds;
  private final long begin = System.nanoTime();
  private double firstStep;
  private double lastStep;
  private double firstEpoch;
  private double each;
  private boolean slow;

  Pace(int epochs, double seconds) {
    this.epochs = epochs;
    this.seconds = seconds;
  }

  private double spent() {
    return (System.nanoTime() - begin) / NANOS;
  }

  @Override
  public void onBatchEnd(BatchEnd event) {
    if (event.epoch() == 0) {
      lastStep = spent();
      firstStep = event.step() == 0 ? lastStep : firstStep;
    }
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    if (event.epoch() == 0) {
      firstEpoch = spent();
      each = lastStep - firstStep;
    } else if (event.epoch() == 1) {
      each = spent() - firstEpoch;
    } else {
      return;
    }
    int left = epochs - event.epoch() - 1;
    slow = left > 0 && spent() + each * left > seconds;
    if (slow) {
      event.control().stopTraining();
    }
  }

  boolean isTooSlow() {
    return slow;
  }

  /** What another epoch takes. */
  double secondsAnEpoch() {
    return each;
  }
}
