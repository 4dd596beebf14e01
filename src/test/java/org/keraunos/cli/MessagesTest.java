package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.npy.Npz;
import org.keraunos.data.readers.Format;
import picocli.CommandLine;

/**
 * A mistake on the command line is one line that says the argument, what was expected and what
 * came, in words of this program.
 */
class MessagesTest {
  @TempDir
  static Path folder;

  @BeforeAll
  static void data() throws IOException {
    Files.writeString(folder.resolve("one.csv"), "a,b,label_x\n1,2,0\n");
    Files.writeString(folder.resolve("test.csv"), "a,label_x,split\n1,0,test\n2,1,test\n");
    Files.writeString(folder.resolve("quote.csv"), "a,b,label_x\n\"1,2,0\n3,4,1\n");
    Files.writeString(folder.resolve("huge.csv"), "a,b,label_x\n1e300,2,0\n3,4,1\n");
    Files.writeString(
        folder.resolve("nan.jsonl"), "{\"features\": [1, NaN], \"labels\": {\"x\": 1}}\n");
    Files.writeString(
        folder.resolve("twice.jsonl"), "{\"features\": [1], \"labels\": {\"x\": 1, \"x\": 0}}\n");
    Files.writeString(
        folder.resolve("five.jsonl"), "{\"features\": [1], \"labels\": {\"x\": 5}}\n");
    StringBuilder rows = new StringBuilder("a,b,label_x,label_y\n");
    for (int row = 0; row < 40; row++) {
      rows.append(row * 0.5 + "," + row % 7 * 0.3 + "," + row % 2 + "," + row / 2 % 2 + "\n");
    }
    Files.writeString(folder.resolve("table.csv"), rows);
    arrays("shapes.npz", NpyArray.of(NpyType.UINT8, new byte[2 * 8], 2, 2, 4, 1), 2, Map.of());
    arrays("columns.npz", NpyArray.of(NpyType.UINT8, new byte[2 * 16], 2, 4, 4, 1), 3, Map.of());
  }

  private static void arrays(String name, NpyArray test, int labels, Map<String, NpyArray> more) {
    Npz.write(
        folder.resolve(name),
        Map.of(
            "x_train", NpyArray.of(NpyType.UINT8, new byte[40 * 16], 40, 4, 4, 1),
            "y_train", NpyArray.of(NpyType.UINT8, new byte[80], 40, 2),
            "x_test", test,
            "y_test", NpyArray.of(NpyType.UINT8, new byte[2 * labels], 2, labels)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "nosuch                   | nosuch: expected a command, one of train, evaluate,",
        "trian                    | did you mean",
        "train more               | more: expected options alone, received one argument more",
        "inspect a b              | b: expected options alone behind the argument",
        "train --epoch 1          | --epoch: expected an option of keraunos train",
        "train --epoch 1          | did you mean --epochs?",
        "train --epochs           | --epochs: expected N, received none",
        "train --epochs 1.5       | --epochs: expected a whole number up to 2147483647, received 1.5",
        "train --epochs 1e99      | --epochs: expected a whole number up to 2147483647, received 1e99",
        "train --epochs 1 --epochs 2 | --epochs: expected once, received twice",
        "train --seed x           | --seed: expected a whole number of 64 bits, received x",
        "train --learning-rate x  | --learning-rate: expected a number, received x",
        "train --hidden a,b       | --hidden: expected a whole number",
        "train --data ``          | --data: expected a file or folder (the working folder is .), received an empty text",
        "train --model ``         | --model: expected a file or folder",
        "export --output ``       | --output: expected a file or folder",
        "make-data --output ``    | --output: expected a file or folder",
        "inspect ``               | DATA: expected a file or folder",
        "crossvalidate            | --data: expected PATH, received none",
        "export                   | --output: expected DIR, received none",
        "inspect                  | DATA: expected a value, received none",
        "train --device tpu       | --device: expected auto, cpu or gpu:0, received tpu",
        "train --train-size 1000000 | --train-size: expected at most 699050 scenes, received 1000000",
        "evaluate --test-size 1000000 --model nowhere | nowhere: expected a model folder",
        "make-data --train 1000000 --output x.npz | --train: expected 1 to 699050 scenes",
        "train --train-size 10 --test-size 2 --validation-split 0.999 | --validation-split: expected a share that leaves a row",
        "train --data FOLDER/table.csv --labels none.txt | --labels: none.txt: no such file",
        "train --data FOLDER/table.csv --labels a,b,a | --labels: expected each name once, received a twice",
        "train --data FOLDER --image-size 100000 | --image-size: expected N or HxW, such as 32 or 48x64, each 1 to 16384",
        "train --data FOLDER --image-size 99999 | --image-size: expected N or HxW, such as 32 or 48x64, each 1 to 16384",
        "train --data FOLDER/one.csv  | FOLDER/one.csv: data: expected a row to train on and one to test",
        "train --data FOLDER/test.csv | FOLDER/test.csv: data: expected rows to train on",
        "crossvalidate --data FOLDER/one.csv | --data: expected at least two rows to divide into folds, received 1",
        "train --data FOLDER/shapes.npz | FOLDER/shapes.npz: x_test: expected images of shape (None, 4, 4, 1) as x_train",
        "train --data FOLDER/columns.npz | FOLDER/columns.npz: y_test: expected 2 labels as y_train, received 3",
        "train --data FOLDER/quote.csv | quote.csv: line 2: is no CSV: a quotation mark that opens here is never closed",
        "train --data FOLDER/huge.csv | line 2: expected a finite number of 32 bits in column 'a', received '1e300'",
        "train --data FOLDER/nan.jsonl | line 1: is no JSON: 'NaN', which JSON does not know",
        "train --data FOLDER/twice.jsonl | line 1: is no JSON: the key \"x\" twice",
        "train --data FOLDER/five.jsonl | an object of 0 and 1, received {\"x\":5}",
      })
  void oneLineInOurWords(String line, String expected) {
    List<Object> words = new ArrayList<>(Arrays.asList(line.split(" +")));
    words.replaceAll(word -> word.equals("``") ? "" : resolved((String) word));
    if (line.startsWith("train") && !line.contains("--model")) {
      words.addAll(List.of("--model", folder.resolve("model")));
    }
    Cli cli = Cli.run(words.toArray());
    assertThat(cli.code()).as(cli.err()).isEqualTo(2);
    String last = cli.err().strip().lines().reduce((a, b) -> b).orElse("");
    assertThat(last).contains(resolved(expected)).doesNotContain("Feature", "REDACTED", "index");
  }

  private static String resolved(String text) {
    return text.replace("FOLDER", folder.toString());
  }

  @Test
  void aPartThatIsNotThereIsToldBesideThoseThatAre() {
    Path model = folder.resolve("parts");
    Path table = folder.resolve("table.csv");
    assertThat(Cli.run("train", "--data", table, "--epochs", 1, "--model", model, "--quiet")
            .code())
        .isZero();
    Cli cli = Cli.run("evaluate", "--model", model, "--data", table, "--part", "validation");
    assertThat(cli.err()).contains("--part: expected a part that the data have, of []");
  }

  @Test
  void remarksAreNotRowsThatWereLeftOut() {
    Path lines = folder.resolve("lines.jsonl");
    StringBuilder rows = new StringBuilder();
    for (int row = 0; row < 40; row++) {
      rows.append(
          "{\"features\": [" + row + "], \"labels\": {\"x\": " + row % 2 + ", \"y\": 1}}\n");
    }
    try {
      Files.writeString(lines, rows);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Cli cli = Cli.run(
        "train", "--data", lines, "--labels", "x", "--epochs", 1, "--model", folder.resolve("x"));
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.err()).contains("Left out no row; 1 remark").contains("-> 1 label;");
  }

  @Test
  void theListOfCommandsHasWholeSentences() {
    CommandLine top = Keraunos.commandLine();
    top.getSubcommands().forEach((name, command) -> {
      String first = command.getCommandSpec().usageMessage().description()[0];
      assertThat(first).as(name).endsWith(".");
    });
  }

  @Test
  void theHelpOfInspectListsNothingThatItRefuses() {
    Cli help = Cli.run("inspect", "--help");
    assertThat(help.out()).contains("--separator").doesNotContain("--image-size", "--on-error");
    Cli refused = Cli.run("inspect", folder, "--image-size", 3);
    assertThat(refused.err()).contains("--image-size: expected a command that loads data");
  }

  @Test
  void helpListsEveryFormat() {
    String help = Keraunos.commandLine()
        .getSubcommands()
        .get("train")
        .getCommandSpec()
        .findOption("--format")
        .description()[0];
    for (Format format : Format.values()) {
      assertThat(help).contains(format.spelled());
    }
  }
}
