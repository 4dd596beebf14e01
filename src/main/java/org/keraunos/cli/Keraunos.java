package org.keraunos.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code keraunos} command: multi-label classification from the command line. */
@Command(
    name = "keraunos",
    mixinStandardHelpOptions = true,
    description =
        "Multi-label classification on the JVM: trains, evaluates and serves Keras-like models.")
public final class Keraunos {
  private Keraunos() {}

  /**
   * Runs a command and leaves the JVM with its exit code.
   *
   * @param arguments the command and its options
   */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new Keraunos()).execute(arguments));
  }
}
