package org.keraunos.cli;

import java.io.PrintWriter;
import org.keraunos.training.Callback;
import org.keraunos.training.ProgressText;

/** A line an epoch, for logs: what a terminal shows as a progress line. */
final class EpochLines implements Callback {
  private final PrintWriter out;
  private int epochs;

  EpochLines(PrintWriter out) {
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
