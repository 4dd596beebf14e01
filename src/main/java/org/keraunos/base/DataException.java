package org.keraunos.base;

import java.io.Serial;
import java.nio.file.Path;

/**
 * A file that is broken, missing or not what it claims to be; the message names the file and, where
 * known, the position.
 */
public class DataException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  /**
   * A problem with a file as a whole.
   *
   * @param file the file
   * @param problem what was expected and what came
   */
  public DataException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /**
   * A problem at a place inside a file.
   *
   * @param file the file
   * @param position the place, for example {@code line 12} or {@code x_train.npy}
   * @param problem what was expected and what came
   */
  public DataException(Path file, String position, String problem) {
    super(file + ": " + position + ": " + problem);
  }

  /**
   * A problem with a file that another exception tells of.
   *
   * @param file the file
   * @param problem what was expected and what came
   * @param cause what was caught
   */
  public DataException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }

  /**
   * A problem at a place inside a file that another exception tells of.
   *
   * @param file the file
   * @param position the place; empty if it is not known
   * @param problem what was expected and what came
   * @param cause what was caught
   */
  public DataException(Path file, String position, String problem, Throwable cause) {
    super(file + ": " + (position.isEmpty() ? "" : position + ": ") + problem, cause);
  }
}
