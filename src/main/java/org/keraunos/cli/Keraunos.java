package org.keraunos.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code keraunos} command: multi-label classification from the command line. */
@Command(
    name = "keraunos",
    mixinStandardHelpOptions = true,
    description =
        "Multi-label classification on the JVM: trains, evaluates and serves Keras-like models.",
    subcommands = {MetricsCommand.class})
public final class Keraunos {
  private Keraunos() {}

  /**
   * Runs a command and leaves the JVM with its exit code.
   *
   * @param arguments the command and its options
   */
  public static void main(String... arguments) {
    PrintWriter out = new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
    int code = commandLine().setOut(out).execute(arguments);
    out.flush();
    System.exit(code);
  }

  /** The command with its subcommands; a usage error is one line on standard error and exit code 2. */
  static CommandLine commandLine() {
    return new CommandLine(new Keraunos()).setParameterExceptionHandler((problem, arguments) -> {
      CommandLine command = problem.getCommandLine();
      command
          .getErr()
          .println(command.getCommandSpec().qualifiedName() + ": "
              + MetricsBatch.oneLine(String.valueOf(problem.getMessage())));
      return CommandLine.ExitCode.USAGE;
    });
  }
}
