package org.keraunos.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The options that say what is printed. */
final class TalkOptions {
  @Option(names = "--quiet", description = "No progress on standard error.")
  private boolean quiet;

  @Option(names = "--json", description = "One JSON object on standard output, and nothing else.")
  private boolean json;

  TalkOptions() {}

  boolean quiet() {
    return quiet;
  }

  boolean json() {
    return json;
  }

  /** A line of progress, at once. */
  void say(PrintWriter err, String line) {
    if (!quiet) {
      err.println(line);
      err.flush();
    }
  }
}
