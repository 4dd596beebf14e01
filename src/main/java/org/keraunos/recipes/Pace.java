package org.keraunos.recipes;

import org.keraunos.training.Callback;

/**
 * Ends a training behind its first epoch where all of them would take longer than there is time.
 */
final class Pace implements Callback {
  private final int epochs;
  private final double seconds;
  private final long begin = System.nanoTime();
  private double first;
  private boolean slow;

  Pace(int epochs, double seconds) {
    this.epochs = epochs;
    this.seconds = seconds;
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    if (first == 0) {
      first = (System.nanoTime() - begin) / 1e9;
      slow = epochs > 1 && first * epochs > seconds;
      if (slow) {
        event.control().stopTraining();
      }
    }
  }

  boolean isTooSlow() {
    return slow;
  }

  /** Of the first one, with what it takes to begin. */
  double secondsAnEpoch() {
    return first;
  }
}
