package org.keraunos.data.readers;

import java.nio.file.Path;
import org.keraunos.base.DataException;

/**
 * Something wrong in a file that did not stop its reading.
 *
 * @param file the file
 * @param position the place in it, for example {@code line 12}; empty for the whole file
 * @param what what was expected and what came
 * @param rowLost whether a row was left out because of it
 */
public record Problem(Path file, String position, String what, boolean rowLost) {
  /** {@return the problem as what ends the reading} */
  public DataException exception() {
    return position.isEmpty()
        ? new DataException(file, what)
        : new DataException(file, position, what);
  }

  /** File, position and what is wrong, as an error message has them. */
  @Override
  public String toString() {
    return file + ": " + (position.isEmpty() ? "" : position + ": ") + what;
  }
}
