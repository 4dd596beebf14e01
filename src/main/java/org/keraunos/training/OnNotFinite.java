package org.keraunos.training;

/** What becomes of a training whose loss or weights are no finite numbers any more. */
public enum OnNotFinite {
  /** {@code fit} throws {@link NotFiniteException}. */
  THROW,

  /** {@code fit} ends; {@link History#notFinite} tells of it. */
  STOP,

  /** {@code fit} goes on, as Keras's does. */
  CONTINUE
}
