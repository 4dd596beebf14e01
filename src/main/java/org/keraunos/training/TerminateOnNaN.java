package org.keraunos.training;

/**
 * Lets a training that diverges end with its history, and not with a {@link NotFiniteException}:
 * {@code keras.callbacks.TerminateOnNaN}; {@link History#notFinite} tells of it. The same as
 * {@code onNotFinite(OnNotFinite.STOP)}. Other than in Keras, the epoch in which it happened is not
 * in the history.
 */
public final class TerminateOnNaN implements Callback {
  /** The callback. */
  public TerminateOnNaN() {}

  @Override
  public void onTrainBegin(TrainBegin event) {
    event.control().onNotFinite(OnNotFinite.STOP);
  }
}
