package org.keraunos.training;

/** What becomes of a training whose loss or weights are no finite numbers any more. */
public enum OnNotFinite {
  /** {@code fit} throws {@link NotFiniteException}. */
  THROW,

  /** {@code fit} ends; {@link History#notFinite} tells of it. */
  STOP,

  /** {@code fit} goes on, as Keras's does. */
  CONTINUE,

  /**
   * {@code fit} goes back to the last checkpoint and on from there with half the learning rate, at
   * most five times; then it throws. Needs {@link FitOptions#checkpoints} and a rate that is no
   * schedule's. What happened is told to {@link Checkpoints#remarks}, with the first layer whose
   * output, or whose gradient, was not finite.
   */
  GO_BACK
}
