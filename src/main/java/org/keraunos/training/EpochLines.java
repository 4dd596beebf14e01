package org.keraunos.training;

import java.io.PrintStream;

/** A line an epoch, where there is no terminal to draw a bar on. */
final class EpochLines implements Callback {
  private final PrintStream out;
  private int epochs;

  EpochLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void onTrainBegin(TrainBegin event) {
    epochs = event.epochs();
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    out.println(ProgressText.of(event, epochs));
    out.flush();
  }
}
