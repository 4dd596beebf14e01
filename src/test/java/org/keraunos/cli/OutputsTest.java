package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command reads is never what it writes, and what it made is never lost. */
class OutputsTest {
  @TempDir
  static Path folder;

  private static Path model;

  @BeforeAll
  static void made() {
    model = Cli.model(folder.resolve("model"));
    assertThat(Cli.run("make-data", "--train", 8, "--test", 4, "--output", folder.resolve("scenes"))
            .code())
        .isZero();
  }

  @Test
  void predictDoesNotReplaceWhatItReads() throws IOException {
    Path picture = folder.resolve("scenes/test/00000.png");
    Path list = folder.resolve("scenes/labels.csv");
    byte[] before = Files.readAllBytes(picture);
    String listed = Files.readString(list);
    mistake("--sheet", "predict", "--model", model, picture, "--sheet", picture);
    mistake("--sheet", "predict", "--model", model, folder.resolve("scenes"), "--sheet", picture);
    mistake(
        "--output",
        "predict",
        "--model",
        model,
        "--data",
        folder.resolve("scenes"),
        "--output",
        list);
    mistake(
        "--output",
        "predict",
        "--model",
        model,
        picture,
        "--output",
        model.resolve("assets.extra/keraunos.json"));
    assertThat(Files.readAllBytes(picture)).isEqualTo(before);
    assertThat(list).hasContent(listed);
  }

  @Test
  void anEarlierOutputIsReplaced() {
    Path table = folder.resolve("scenes/test/p.csv");
    for (int time = 0; time < 2; time++) {
      Cli cli =
          Cli.run("predict", "--model", model, folder.resolve("scenes/test"), "--output", table);
      assertThat(cli.code()).as(cli.err()).isZero();
    }
  }

  @Test
  void aPageIsNoTable() throws IOException {
    Path list = folder.resolve("scenes/labels.csv");
    String listed = Files.readString(list);
    mistake("--html", "inspect", folder.resolve("scenes"), "--html", list);
    assertThat(list).hasContent(listed);
  }

  private static void mistake(String option, Object... words) {
    Cli cli = Cli.run(words);
    assertThat(cli.code()).as(cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(": " + option + ": expected ").hasLineCount(1);
  }
}
