package org.keraunos.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code keraunos} command: multi-label classification from the command line. Exit codes: 0; 2
 * for what the user did; 1 for the rest; 130 behind Ctrl-C, 143 behind SIGTERM.
 */
@Command(
    name = "keraunos",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description = "Trains, evaluates and serves Keras-like models for multi-label classification.",
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      ExplainCommand.class,
      PredictCommand.class,
      CrossValidateCommand.class,
      InspectCommand.class,
      SummaryCommand.class,
      ExportCommand.class,
      ConvertCommand.class,
      MakeDataCommand.class,
      MetricsCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos train",
      "  keraunos train --data flowers.npz --epochs 20 --model models/flowers",
      "  keraunos predict --model models/flowers rose.jpg meadow.png",
      "  keraunos COMMAND --help"
    })
public final class Keraunos {
  static final int OTHER = 1;
  static final int USER = 2;
  private static final int WIDTH = 100;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces, and TensorFlow's own log lines.")
  private boolean debug;

  private Keraunos() {}

  /**
   * Runs a command and leaves the JVM with its exit code.
   *
   * @param arguments the command and its options
   */
  public static void main(String... arguments) {
    PrintStream standardError = StandardError.open();
    System.setErr(standardError);
    StandardOutput standardOutput = new StandardOutput();
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(standardOutput, StandardCharsets.UTF_8));
    PrintWriter err =
        new PrintWriter(new OutputStreamWriter(standardError, StandardCharsets.UTF_8), true);
    int code = run(out, err, arguments);
    if (!standardOutput.problem().isEmpty()) {
      err.println("keraunos: standard output: cannot be written: " + standardOutput.problem());
    }
    System.exit(code);
  }

  /**
   * Runs a command within a JVM that goes on.
   *
   * @param out where results go
   * @param err where progress and errors go
   * @param arguments the command and its options
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    int code = unreadable(err, arguments);
    if (code != 0) {
      return code;
    }
    try {
      code = commandLine().setOut(out).setErr(err).execute(arguments);
    } catch (OutOfMemoryError e) {
      err.println("keraunos: expected enough memory, received none; a larger heap: "
          + "KERAUNOS_JAVA_OPTS=-Xmx8g");
      code = OTHER;
    } catch (LinkageError e) {
      err.println("keraunos: TensorFlow does not load here: " + MetricsBatch.oneLine(e.toString()));
      code = OTHER;
    }
    out.flush();
    err.flush();
    return code == 0 && out.checkError() ? OTHER : code;
  }

  /**
   * A locale such as C turns names beyond ASCII into replacement characters, and Java all names
   * that are no UTF-8: no file has such a name.
   */
  private static int unreadable(PrintWriter err, String... arguments) {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    boolean utf8 = encoding.equalsIgnoreCase("UTF-8");
    for (String argument : arguments) {
      if (argument.indexOf('\uFFFD') >= 0 && !(utf8 && exists(argument))) {
        err.println("keraunos: " + MetricsBatch.oneLine(argument) + ": expected a name "
            + (utf8
                ? "in UTF-8, received bytes that are none; rename the file"
                : "that the locale's encoding, " + encoding + ", can express; set LC_ALL=C.UTF-8"));
        err.flush();
        return USER;
      }
    }
    return 0;
  }

  private static boolean exists(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * The command with its subcommands; what goes wrong is one line on standard error and an exit
   * code.
   */
  static CommandLine commandLine() {
    Keraunos top = new Keraunos();
    CommandLine commands = new CommandLine(top);
    DataEffects.hideLoading(
        Check.present(commands.getSubcommands().get("inspect"), "a command").getCommandSpec());
    return commands
        .registerConverter(Path.class, UsageMessage::path)
        .setUsageHelpWidth(WIDTH)
        .setParameterExceptionHandler((problem, arguments) -> usage(problem))
        .setExecutionExceptionHandler((problem, line, result) -> top.failed(problem, line));
  }

  private static int usage(ParameterException problem) {
    CommandLine line = problem.getCommandLine();
    if (line.getCommand() instanceof Keraunos
        && !(problem instanceof UnmatchedArgumentException)
        && line.getParseResult().matchedOptions().isEmpty()) {
      line.usage(line.getErr());
      return USER;
    }
    String message = MetricsBatch.oneLine(UsageMessage.of(problem));
    line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + message);
    return USER;
  }

  private int failed(Exception problem, CommandLine line) {
    boolean user = (problem instanceof IllegalArgumentException
            || problem instanceof IllegalStateException
            || problem instanceof DataException)
        && !problem.getClass().getName().startsWith("org.tensorflow.");
    String message = String.valueOf(problem.getMessage());
    if (!user) {
      message = problem.getClass().getSimpleName() + ": " + message
          + (debug ? "" : " (--debug shows where)");
    }
    line.getErr()
        .println(line.getCommandSpec().qualifiedName() + ": " + MetricsBatch.oneLine(message));
    if (debug) {
      problem.printStackTrace(line.getErr());
    }
    return user ? USER : OTHER;
  }
}
