package org.keraunos.data.readers;

import java.nio.file.Path;
import org.keraunos.base.DataException;

/** What ends a reading that could go on in two ways where nothing in the data decides. */
final class Doubt {
  private Doubt() {}

  /**
   * The error.
   *
   * @param what what is in doubt
   * @param one a reading, with the option that chooses it
   * @param other another reading, with the option that chooses it
   */
  static DataException between(Path file, String position, String what, String one, String other) {
    String message =
        what + " can be read in two ways, and the data do not decide: " + one + "; or " + other;
    return position.isEmpty()
        ? new DataException(file, message)
        : new DataException(file, position, message);
  }

  /** An option of the command line and what it is in Java. */
  static String option(String name, String value, String java) {
    return name + " " + (value.contains(" ") || value.isEmpty() ? "\"" + value + "\"" : value)
        + " (ReadOptions." + java + ")";
  }
}
