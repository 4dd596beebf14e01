package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.npy.Npz;

/**
 * An option that would change nothing is a mistake. Every option of every command is accounted for
 * here.
 */
class OptionEffectTest {
  private static Map<String, Set<String>> always(Object... pairs) {
    Map<String, Set<String>> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      @SuppressWarnings("unchecked") // names and sets in turn
      Set<String> options = (Set<String>) pairs[i + 1];
      map.put((String) pairs[i], options);
    }
    return map;
  }

  /** Options that change something on whatever is given. */
  private static final Map<String, Set<String>> ALWAYS = always(
      "train",
      Set.of(
          "--data --recipe --from --cut --freeze --unfreeze-from --body-rate-factor --preprocess --checkpoint-every --checkpoint-dir --resume --resume-anyway --network --epochs --batch-size --learning-rate --loss --class-weight --seed --validation-split --train-size --test-size --model --precision --device --threads --report --no-report --curves --quiet --json"
              .split(" ")),
      "crossvalidate",
      Set.of(
          "--data --labels --format --unknown --absent --recipe --network --folds --splitter --epochs --batch-size --learning-rate --loss --class-weight --seed --precision --device --threads --quiet --json"
              .split(" ")),
      "evaluate",
      Set.of(
          "--model --allow-op --preprocess --data --test-size --threshold --thresholds --calibrate --report --no-report --curves --json"
              .split(" ")),
      "compare",
      Set.of("--data", "--y-true", "--seed", "--json"),
      "explain",
      Set.of("--label --method --output --image-size --preprocess".split(" ")),
      "predict",
      Set.of("--model --allow-op --preprocess --data --output --sheet --threshold".split(" ")),
      "inspect",
      Set.of("--labels --format --unknown --absent --min-positives --html --json".split(" ")),
      "summary",
      Set.of("--model --allow-op --image-size --svg --json".split(" ")),
      "export",
      Set.of("--model --allow-op --image-size --preprocess --output --versioned".split(" ")),
      "convert",
      Set.of("--image-size", "--preprocess"),
      "make-data",
      Set.of("--train --test --seed --output".split(" ")));

  /**
   * Those of {@code metrics} act on figures and not on data; {@link MetricsCommandTest} has them.
   */
  private static final Set<String> OTHERWISE = Set.of("metrics");

  private static final Set<String> OF_ALL = Set.of("--help", "--version", "--debug");

  private static final Map<String, String> VALUES = Map.ofEntries(
      Map.entry("--labels", "a,b"),
      Map.entry("--label-count", "2"),
      Map.entry("--format", "arff"),
      Map.entry("--csv", "labels.csv"),
      Map.entry("--separator", "|"),
      Map.entry("--images", "."),
      Map.entry("--encoding", "windows-1252"),
      Map.entry("--header", "yes"),
      Map.entry("--file-column", "file"),
      Map.entry("--label-columns", "cat"),
      Map.entry("--drop", "dog"),
      Map.entry("--part-column", "none"),
      Map.entry("--unknown", "-1"),
      Map.entry("--absent", "-1"),
      Map.entry("--repeated", "union"),
      Map.entry("--decimal", "comma"),
      Map.entry("--input-array", "x"),
      Map.entry("--label-array", "y"),
      Map.entry("--channel-order", "first"),
      Map.entry("--image-size", "16"),
      Map.entry("--cache", "none"),
      Map.entry("--on-error", "fail"),
      Map.entry("--max-skipped", "0.5"));

  @TempDir
  static Path folder;

  /** A command line whose last option changes nothing. */
  record Case(String command, String option, List<String> arguments) {
    @Override
    public String toString() {
      return command + " " + String.join(" ", arguments);
    }
  }

  @BeforeAll
  static void data() throws IOException {
    StringBuilder table = new StringBuilder("width,height,cat,dog\n");
    for (int row = 0; row < 40; row++) {
      table.append(row * 0.5).append(',').append(row % 7 + 0.5).append(',');
      table.append(row % 2).append(',').append(row % 3 == 0 ? 1 : 0).append('\n');
    }
    Files.writeString(folder.resolve("table.csv"), table);
    StringBuilder lines = new StringBuilder();
    for (int row = 0; row < 40; row++) {
      lines.append("{\"features\": [" + row + "], \"labels\": {\"cat\": " + row % 2 + "}}\n");
    }
    Files.writeString(folder.resolve("lines.jsonl"), lines);
    Npz.write(
        folder.resolve("arrays.npz"),
        Map.of(
            "x_train", NpyArray.of(NpyType.UINT8, new byte[40 * 16], 40, 4, 4, 1),
            "y_train", NpyArray.of(NpyType.UINT8, new byte[80], 40, 2),
            "x_test", NpyArray.of(NpyType.UINT8, new byte[8 * 16], 8, 4, 4, 1),
            "y_test", NpyArray.of(NpyType.UINT8, new byte[16], 8, 2)));
    Files.writeString(folder.resolve("image.png"), "");
    Cli.model(folder.resolve("model"));
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    VALUES.forEach((option, value) -> {
      cases.add(of("train", option, value, "--model", "m"));
      cases.add(of("evaluate", option, value, "--model", "model"));
      cases.add(of("compare", option, value, "model", "model"));
      cases.add(of("predict", option, value, "--model", "model", "image.png"));
    });
    for (String option : List.of(
        "--label-count",
        "--csv",
        "--separator",
        "--images",
        "--encoding",
        "--header",
        "--file-column",
        "--label-columns",
        "--drop",
        "--part-column",
        "--repeated",
        "--decimal",
        "--image-size",
        "--cache")) {
      cases.add(of("train", option, VALUES.get(option), "--model", "m", "--data", "arrays.npz"));
      cases.add(of("crossvalidate", option, VALUES.get(option), "--data", "arrays.npz"));
      cases.add(of("inspect", option, VALUES.get(option), "arrays.npz"));
    }
    for (String option : List.of("--on-error", "--max-skipped")) {
      cases.add(of("crossvalidate", option, VALUES.get(option), "--data", "arrays.npz"));
      cases.add(of("inspect", option, VALUES.get(option), "table.csv"));
    }
    for (String option :
        List.of("--csv", "--separator", "--images", "--repeated", "--image-size", "--cache")) {
      cases.add(of("train", option, VALUES.get(option), "--model", "m", "--data", "table.csv"));
    }
    for (String option : List.of("--input-array", "--label-array", "--channel-order")) {
      cases.add(of("train", option, VALUES.get(option), "--model", "m", "--data", "table.csv"));
      cases.add(of("crossvalidate", option, VALUES.get(option), "--data", "table.csv"));
      cases.add(of("inspect", option, VALUES.get(option), "table.csv"));
    }
    String[] table = {"--data", "table.csv", "--label-count", "2"};
    for (String command : List.of("train", "crossvalidate")) {
      cases.add(of(command, "--hidden", "8", join(table, "--network", "tutorial")));
      cases.add(of(command, "--augment", "light", table));
      cases.add(of(command, "--early-stopping", "2", table));
      cases.add(of(command, "--thresholds", "f1", table));
      cases.add(of(command, "--gamma", "2", table));
      cases.add(of(command, "--alpha", "0.5", join(table, "--loss", "asl")));
      cases.add(of(command, "--label-smoothing", "0.1", join(table, "--loss", "zlpr")));
      cases.add(of(command, "--class-weight", "balanced", join(table, "--loss", "focal")));
    }
    cases.add(of("train", "--calibrate", "platt", table));
    cases.add(of("crossvalidate", "--validation-split", "0.2", table));
    cases.add(of("crossvalidate", "--all-rows", null, table));
    for (String option : List.of("--images", "--repeated", "--image-size", "--cache")) {
      for (String command : List.of("train", "crossvalidate")) {
        String[] to = command.equals("train") ? new String[] {"--model", "m"} : new String[0];
        cases.add(of(command, option, VALUES.get(option), join(to, "--data", "lines.jsonl")));
      }
    }
    cases.add(of("inspect", "--images", ".", "lines.jsonl"));
    cases.add(of("inspect", "--near-bits", "3", "lines.jsonl"));
    cases.add(of("train", "--label-count", "2", "--data", "table.csv", "--label-columns", "cat"));
    cases.add(of("train", "--time-budget", "5m", table));
    cases.add(of("train", "--max-skipped", "0.5", join(table, "--on-error", "fail")));
    cases.add(of("evaluate", "--part", "train", "--model", "model"));
    cases.add(of("compare", "--part", "train", "model", "model"));
    cases.add(of("compare", "--threshold", "0.3", "model", "model"));
    cases.add(of("explain", "--layer", "conv2d", "model", "image.png", "--method", "occlusion"));
    cases.add(of("inspect", "--near-bits", "3", "table.csv", "--label-count", "2"));
    return cases;
  }

  private static String[] join(String[] first, String... second) {
    return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
  }

  private static Case of(String command, String option, @Nullable String value, String... others) {
    List<String> arguments = new ArrayList<>(List.of(others));
    arguments.add(option);
    if (value != null) {
      arguments.add(value);
    }
    return new Case(command, option, arguments);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anOptionWithoutEffectIsRefusedByItsName(Case line) {
    List<Object> words = new ArrayList<>(List.of(line.command()));
    for (String word : line.arguments()) {
      boolean file = List.of("table.csv", "lines.jsonl", "arrays.npz", "image.png", "model", "m")
          .contains(word);
      words.add(file ? folder.resolve(word) : word);
    }
    Cli cli = Cli.run(words.toArray());
    assertThat(cli.code()).as(cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(": " + line.option());
    assertThat(cli.err()).contains("expected ");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void everyOptionIsAccountedFor() {
    Map<String, Set<String>> missing = new LinkedHashMap<>();
    Keraunos.commandLine().getSubcommands().forEach((name, command) -> {
      Set<String> options = new TreeSet<>();
      command
          .getCommandSpec()
          .options()
          .forEach(option -> options.add(
              option.names()[0].equals("-h") || option.names()[0].equals("-V")
                  ? option.longestName()
                  : option.names()[0]));
      options.removeAll(OF_ALL);
      options.removeAll(ALWAYS.getOrDefault(name, Set.of()));
      cases().stream()
          .filter(line -> line.command().equals(name))
          .map(Case::option)
          .forEach(options::remove);
      if (!options.isEmpty() && !OTHERWISE.contains(name)) {
        missing.put(name, options);
      }
    });
    assertThat(missing).isEmpty();
  }
}
