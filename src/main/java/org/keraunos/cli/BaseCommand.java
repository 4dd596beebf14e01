package org.keraunos.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** What all commands have: where to print, and which options were given. */
@Command
abstract class BaseCommand implements Callable<Integer> {
  @Spec
  private @Nullable CommandSpec spec;

  BaseCommand() {}

  private CommandLine line() {
    return Check.present(spec, "a command is run by picocli").commandLine();
  }

  /** Where results go. */
  final PrintWriter out() {
    return line().getOut();
  }

  /** Where progress and remarks go. */
  final PrintWriter err() {
    return line().getErr();
  }

  /** A line of progress or a remark, at once. */
  final void remark(String text) {
    err().println(text);
    err().flush();
  }

  /** Whether the user gave an option; one with its default counts as not given. */
  final boolean given(String option) {
    return line().getParseResult().hasMatchedOption(option);
  }

  /** All options that the user gave, by their longest names. */
  final List<String> given() {
    return line().getParseResult().matchedOptions().stream()
        .map(OptionSpec::longestName)
        .toList();
  }

  /** Everything behind the program's name. */
  final List<String> arguments() {
    return line().getParseResult().originalArgs();
  }

  /** The options of a field that is a mixin, by their first names. */
  final List<String> optionsOf(String mixin) {
    CommandSpec own = Check.present(spec, "a command is run by picocli");
    return Check.present(own.mixins().get(mixin), mixin).options().stream()
        .map(option -> option.names()[0])
        .toList();
  }

  /**
   * Refuses options that would change nothing: whoever gives one expects something of it.
   *
   * @param options those without an effect here
   * @param expected what they would need
   * @param received what there is
   */
  final void refuse(Collection<String> options, String expected, String received) {
    for (String option : options) {
      Check.argument(!given(option), option, expected, received);
    }
  }
}
