package org.keraunos.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** Ctrl-C while a model trains: the first ends the training after its step, the second ends the JVM. */
final class Interrupts {
  /** What a shell calls the end of a program by Ctrl-C. */
  static final int EXIT_CODE = 130;

  private static final String SIGNAL = "INT";

  /** Programs around this one, such as timeout, send the signal to it and once more to its group. */
  private static final long ONE_PRESS = 500_000_000L;

  private final @Nullable Object before;

  private Interrupts(@Nullable Object before) {
    this.before = before;
  }

  static Interrupts interrupting(Thread worker, PrintWriter err) {
    AtomicLong first = new AtomicLong();
    return new Interrupts(Signals.register(SIGNAL, () -> {
      long now = System.nanoTime() | 1; // 0 is no press
      if (first.compareAndSet(0, now)) {
        err.println();
        err.println(
            "Interrupted: the training ends after this step and the model is saved as it is; "
                + "Ctrl-C again ends at once");
        worker.interrupt();
      } else if (now - first.get() > ONE_PRESS) {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    }));
  }

  /** Gives the signal back, and takes the interrupt back: a thread that is interrupted can write no file. */
  void end() {
    if (before != null) {
      Signals.unregister(SIGNAL, before);
    }
    Thread.interrupted();
  }
}
