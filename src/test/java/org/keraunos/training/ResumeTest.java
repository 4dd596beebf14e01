package org.keraunos.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A training whose state is carried into a fresh process ends with the same bits as one that was
 * not stopped.
 */
class ResumeTest {
  @TempDir
  Path temp;

  @ParameterizedTest
  @CsvSource({"dropout, 1, 2", "divided, 1, 0", "divided, 2, 4"})
  void aFreshProcessEndsWithTheSameBits(String network, int epoch, int step) throws Exception {
    Path whole = temp.resolve("whole");
    Path halves = temp.resolve("halves");
    run(network, "whole", whole, epoch, step);
    run(network, "first", halves, epoch, step);
    TrainingState stopped = TrainingState.read(halves);
    assertThat(stopped.epoch()).isEqualTo(epoch);
    assertThat(stopped.step()).isEqualTo(step + 1);
    run(network, "second", halves, epoch, step);
    TrainingState expected = TrainingState.read(whole);
    TrainingState resumed = TrainingState.read(halves);
    assertThat(resumed.firstDifference(expected)).isEmpty();
    assertThat(resumed.arrays()).isEqualTo(expected.arrays());
    assertThat(resumed).isNotEqualTo(stopped);
    assertThat(resumed.arrays().stream().map(each -> each.name()))
        .contains("callbacks/0/best", "history/val_auc", "variables/optimizer/iteration");
  }

  private void run(String network, String part, Path file, int epoch, int step) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        ResumeRun.class.getName(),
        network,
        part,
        file.toString(),
        String.valueOf(epoch),
        String.valueOf(step)));
    Path output = temp.resolve("output");
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
