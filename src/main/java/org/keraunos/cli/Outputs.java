package org.keraunos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;

/** Files that a command writes at the user's word: never what it reads. */
final class Outputs {
  private Outputs() {}

  /**
   * Fails over a file that could not be written, or that holds what the command reads.
   *
   * @param option the option that names it
   * @param file where to
   * @param read files and folders that the command reads
   */
  static void check(String option, Path file, Collection<Path> read) {
    for (Path each : read) {
      Check.argument(
          !holds(each, file),
          option,
          "a file that is not read (here " + each + " is) or a new one",
          file);
    }
    AtomicFiles.checkWritable(file);
  }

  /** Fails over a name that does not say that it is a web page. */
  static void checkPage(String option, Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    Check.argument(
        name.endsWith(".html") || name.endsWith(".htm"),
        option,
        "a name that ends in .html or .htm",
        file);
  }

  /** Whether a file is there and is what is read, or lies in it and is no output of ours. */
  private static boolean holds(Path read, Path file) {
    try {
      if (!Files.exists(file) || !Files.exists(read)) {
        return false;
      }
      return Files.isSameFile(read, file)
          || (Files.isDirectory(read) && file.toRealPath().startsWith(read.toRealPath()));
    } catch (IOException e) {
      return false; // Whoever reads or writes it says why it cannot.
    }
  }
}
