package org.keraunos.training;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code fit} shows how far it is: on a terminal's line, else as a line an epoch on standard
 * error, unless a front end such as a notebook has put its own display in that place. One for the
 * whole process, as the terminal is.
 */
public final class ProgressDisplay {
  /**
   * The system property that may say {@code none}: for programs that train often and log by
   * themselves.
   */
  private static final String PROGRESS = "keraunos.progress";

  private static final String PROGRESS_NONE = "none";

  private static volatile @Nullable Supplier<Callback> frontEnd;

  private ProgressDisplay() {}

  /**
   * Shows progress in another way from the next {@code fit} on.
   *
   * @param display makes the callback of one {@code fit}
   */
  public static void use(Supplier<Callback> display) {
    frontEnd = display;
  }

  /** Shows progress on the terminal's line again, if there is a terminal. */
  public static void useTerminal() {
    frontEnd = null;
  }

  /**
   * The display of one {@code fit}.
   *
   * @return a new callback; empty if nobody would see it
   */
  static Optional<Callback> ofOneFit() {
    Supplier<Callback> display = frontEnd;
    if (display != null) {
      return Optional.of(display.get());
    }
    if (PROGRESS_NONE.equals(System.getProperty(PROGRESS))) {
      return Optional.empty();
    }
    return Optional.of(
        hasProgressBar() && TerminalSize.isTerminal()
            ? new ProgressLine(System.err)
            : new EpochLines(System.err::println));
  }

  /** The library that draws the line is optional: who depends on Keraunos need not have it. */
  private static boolean hasProgressBar() {
    try {
      Class.forName(
          "me.tongfei.progressbar.ProgressBar", false, ProgressDisplay.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
