package org.keraunos.training;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where in an epoch a training stands when its state is taken. Nothing is taken while an epoch is
 * validated or while callbacks look at its end: who goes on from {@link #VALIDATION} does both
 * again.
 */
public enum Phase {
  /** Between two epochs, or before the first: all callbacks have seen the one before. */
  EPOCH(0),

  /** The epoch has begun and steps of it are left. */
  STEPS(1),

  /** All steps of the epoch are taken, or a callback has ended them; validation comes next. */
  VALIDATION(2),

  /** The training is over; nothing is left to do. */
  FINISHED(3);

  private final int code;

  Phase(int code) {
    this.code = code;
  }

  /** What stands for it in a state. */
  int code() {
    return code;
  }

  /** The phase of a code, if there is one. */
  static Optional<Phase> of(long code) {
    return Stream.of(values()).filter(each -> each.code == code).findFirst();
  }
}
