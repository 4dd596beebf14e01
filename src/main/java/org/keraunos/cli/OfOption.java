package org.keraunos.cli;

import java.util.function.Supplier;

/**
 * Gives mistakes the name of the option that they are in, where a class of the library found them.
 */
final class OfOption {
  private OfOption() {}

  /**
   * What is made of an option.
   *
   * @param option its name, such as {@code --thresholds}
   * @param argument what the library calls the same; any other name stays behind the option's
   * @param made makes it
   * @throws IllegalArgumentException with the option's name, if that fails
   */
  static <T> T named(String option, String argument, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String same = argument + ": ";
      String rest = message.startsWith(same) ? message.substring(same.length()) : message;
      throw new IllegalArgumentException(option + ": " + rest, e);
    }
  }

  /**
   * What is made of several options, one of which has another name in the library.
   *
   * @param option its name
   * @param argument what the library calls the same; mistakes in others stay as they are
   * @param made makes it
   * @throws IllegalArgumentException if that fails
   */
  static <T> T renamed(String option, String argument, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.startsWith(argument + ": ")) {
        throw e;
      }
      throw new IllegalArgumentException(option + message.substring(argument.length()), e);
    }
  }
}
