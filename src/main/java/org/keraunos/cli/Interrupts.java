package org.keraunos.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM while a model trains: the first ends the training after its step, and what was
 * trained is not lost; the second ends the JVM.
 */
final class Interrupts {
  /** The signals, and what a shell calls the end of a program by them. */
  private static final Map<String, Integer> SIGNALS = Map.of("INT", 130, "TERM", 143);

  /**
   * Programs around this one, such as timeout, send the signal to it and once more to its group.
   */
  private static final long ONE_PRESS = 500_000_000L;

  private final @Nullable Thread worker;
  private final String what;
  private final PrintWriter err;
  private final Map<String, @Nullable Object> before = new LinkedHashMap<>();
  private boolean training = true;
  private long first;
  private int code;

  private Interrupts(@Nullable Thread worker, String what, PrintWriter err) {
    this.worker = worker;
    this.what = what;
    this.err = err;
  }

  /**
   * Takes the signals over.
   *
   * @param worker trains, and is interrupted
   * @param what becomes of the training, for the user
   * @param err where that is said
   */
  static Interrupts interrupting(Thread worker, String what, PrintWriter err) {
    return taking(new Interrupts(worker, what, err));
  }

  /**
   * Takes the signals over, for a training that asks for them ({@link #isAsked}): an interrupt
   * would break files that are being written.
   *
   * @param what becomes of the training, for the user
   * @param err where that is said
   */
  static Interrupts asking(String what, PrintWriter err) {
    return taking(new Interrupts(null, what, err));
  }

  private static Interrupts taking(Interrupts interrupts) {
    SIGNALS.forEach((name, code) ->
        interrupts.before.put(name, Signals.register(name, () -> interrupts.received(code))));
    return interrupts;
  }

  private synchronized void received(int received) {
    long now = System.nanoTime();
    if (code == 0) {
      code = received;
      first = now;
      err.println();
      err.println("Interrupted: " + what + "; " + (received == 130 ? "Ctrl-C" : "a signal")
          + " again ends at once");
      err.flush();
      if (training && worker != null) {
        worker.interrupt();
      }
    } else if (now - first > ONE_PRESS) {
      Runtime.getRuntime().halt(received);
    }
  }

  /**
   * The training is over, what it came to is about to be saved: signals interrupt no more, and the
   * interrupt is taken back, since a thread that is interrupted can write no file.
   */
  synchronized void finish() {
    training = false;
    if (code != 0 && worker != null) {
      Thread.interrupted();
    }
  }

  /** Whether a signal has come that ends the training. */
  synchronized boolean isAsked() {
    return training && code != 0;
  }

  /** The exit code of the first signal; 0 if none came. */
  synchronized int code() {
    return code;
  }

  /** Gives the signals back. */
  void end() {
    finish();
    before.forEach((name, handler) -> {
      if (handler != null) {
        Signals.unregister(name, handler);
      }
    });
  }
}
