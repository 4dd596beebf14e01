package org.keraunos.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** Ctrl-C while a model trains: the first ends the training after its step, the second ends the JVM. */
final class Interrupts implements AutoCloseable {
  /** What a shell calls the end of a program by Ctrl-C. */
  static final int EXIT_CODE = 130;

  private static final String SIGNAL = "INT";

  private final @Nullable Object before;
  private final AtomicBoolean done;

  private Interrupts(@Nullable Object before, AtomicBoolean done) {
    this.done = done;
    this.before = before;
  }

  static Interrupts interrupting(Thread worker, PrintWriter err) {
    AtomicBoolean done = new AtomicBoolean();
    Object before = Signals.register(SIGNAL, () -> {
      if (done.getAndSet(true)) {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
      err.println();
      err.println("Interrupted: the training ends after this step and the model is saved as it is; "
          + "Ctrl-C again ends at once");
      worker.interrupt();
    });
    return new Interrupts(before, done);
  }

  /** Takes the interrupt back: a thread that is interrupted can write no file. */
  void clear() {
    done.set(true);
    Thread.interrupted();
  }

  @Override
  public void close() {
    if (before != null) {
      Signals.unregister(SIGNAL, before);
    }
  }
}
