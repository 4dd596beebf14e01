package org.keraunos.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.data.digits.DigitSceneFiles;
import org.keraunos.data.digits.DigitScenes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keraunos make-data}: digit scenes as files. */
@Command(
    name = "make-data",
    mixinStandardHelpOptions = true,
    description = "Writes digit scenes as files that any program reads.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos make-data --output scenes.npz",
      "  keraunos make-data --train 500 --test 100 --seed 7 --output scenes"
    })
final class MakeDataCommand extends BaseCommand {
  @Option(
      names = "--train",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Training scenes; ${DEFAULT-VALUE}.")
  private int train;

  @Option(
      names = "--test",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Test scenes; ${DEFAULT-VALUE}.")
  private int test;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Of the scenes; ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--output",
      paramLabel = "FILE.npz|FOLDER",
      required = true,
      description = "An .npz file with x_train, y_train, x_test, y_test (uint8), or a folder of PNG"
          + " images with labels.csv.")
  private @Nullable Path output;

  MakeDataCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = out();
    Path to = Objects.requireNonNull(output);
    String range = "1 to " + DigitScenes.MOST + " scenes";
    Check.argument(train >= 1 && train <= DigitScenes.MOST, "--train", range, train);
    Check.argument(test >= 1 && test <= DigitScenes.MOST, "--test", range, test);
    DigitScenes first = DigitScenes.train(train, seed);
    DigitScenes second = DigitScenes.test(test, seed);
    if (to.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
      DigitSceneFiles.writeNpz(to, first, second);
    } else {
      DigitSceneFiles.writeFolder(to, first, second);
    }
    out.println(String.format(
        Locale.ROOT, "Wrote %,d training and %,d test scenes to %s", train, test, to));
    return 0;
  }
}
