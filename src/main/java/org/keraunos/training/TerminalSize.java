package org.keraunos.training;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Whether somebody looks on, and how wide what they look at is. */
public final class TerminalSize {
  private static final int WIDEST = 150;
  private static final int USUAL = 80;

  private TerminalSize() {}

  /**
   * Whether somebody can see a progress line.
   *
   * @return what the launcher said in {@code keraunos.terminal}, or else whether the JVM has a
   *     terminal
   */
  @SuppressWarnings("SystemConsoleNull") // a console that is no terminal is looked at below
  public static boolean isTerminal() {
    String said = System.getProperty("keraunos.terminal");
    if (said != null) {
      return Boolean.parseBoolean(said);
    }
    Console console = System.console();
    return console != null && isTerminal(console);
  }

  /** From Java 22 on there is always a console, which says itself whether it is a terminal. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  /**
   * How wide the terminal is: the launcher says so, or else the library that draws the line finds
   * out.
   */
  static int columns() {
    int said = Integer.getInteger("keraunos.columns", 0);
    return Math.min(WIDEST, said > 0 ? said : asked());
  }

  private static int asked() {
    try (Terminal terminal = TerminalBuilder.builder().dumb(true).build()) {
      int width = terminal.getWidth();
      return width > 0 ? width : USUAL;
    } catch (IOException | RuntimeException | LinkageError e) {
      return USUAL;
    }
  }
}
