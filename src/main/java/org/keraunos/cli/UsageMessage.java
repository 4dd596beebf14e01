package org.keraunos.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is wrong with a command line, in the form of all messages: the argument, what was expected,
 * what came.
 */
final class UsageMessage {
  private static final Pattern VALUE = Pattern.compile(".*?: '(.*)' is not .*", Pattern.DOTALL);

  private UsageMessage() {}

  static String of(ParameterException problem) {
    if (problem instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (problem instanceof MissingParameterException missing
        && !missing.getMissing().isEmpty()) {
      ArgSpec argument = missing.getMissing().get(0);
      return name(argument) + ": expected "
          + (argument instanceof OptionSpec ? argument.paramLabel() : "a value")
          + ", received none";
    }
    if (problem instanceof OverwrittenOptionException twice) {
      return name(twice.getOverwritten()) + ": expected once, received twice";
    }
    ArgSpec argument = problem.getArgSpec();
    if (argument == null) {
      return String.valueOf(problem.getMessage());
    }
    if (problem.getCause() instanceof TypeConversionException conversion
        && String.valueOf(conversion.getMessage()).startsWith("expected ")) {
      return name(argument) + ": " + conversion.getMessage();
    }
    Matcher value = VALUE.matcher(String.valueOf(problem.getMessage()));
    return value.matches()
        ? name(argument) + ": expected " + kind(argument) + ", received " + received(value.group(1))
        : String.valueOf(problem.getMessage());
  }

  private static String unmatched(UnmatchedArgumentException problem) {
    CommandLine line = problem.getCommandLine();
    String first = problem.getUnmatched().get(0);
    List<String> suggestions = problem.getSuggestions();
    String meant =
        suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
    if (first.startsWith("-")) {
      return first + ": expected an option of " + line.getCommandSpec().qualifiedName()
          + " (--help lists them), received another" + meant;
    }
    return line.getSubcommands().isEmpty()
        ? first + ": expected options alone" + (positional(line) ? " behind the argument" : "")
            + ", received one argument more"
        : first + ": expected a command, one of "
            + String.join(", ", line.getSubcommands().keySet()) + ", received another" + meant;
  }

  private static boolean positional(CommandLine line) {
    return !line.getCommandSpec().positionalParameters().isEmpty();
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String kind(ArgSpec argument) {
    Class<?> type = argument.auxiliaryTypes()[0];
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == long.class || type == Long.class) {
      return "a whole number of 64 bits";
    }
    return type == int.class || type == Integer.class
        ? "a whole number up to " + Integer.MAX_VALUE
        : argument.paramLabel();
  }

  private static String received(String value) {
    return value.isEmpty() ? "an empty text" : value;
  }

  /** A path; an empty one would be the working folder, which is written as a dot. */
  static Path path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException(
          "expected a file or folder (the working folder is .), received an empty text");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("expected a file or folder, received " + text);
    }
  }
}
