package org.keraunos.training;

import java.util.function.Consumer;

/** A line an epoch, where there is no terminal to draw a bar on. */
public final class EpochLines implements Callback {
  private final Consumer<String> out;
  private int epochs;

  /**
   * Lines.
   *
   * @param out takes each
   */
  public EpochLines(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void onTrainBegin(TrainBegin event) {
    epochs = event.epochs();
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    out.accept(ProgressText.of(event, epochs));
  }
}
