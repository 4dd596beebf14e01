package org.keraunos.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallHeapTest {
  @TempDir
  Path temp;

  @Test
  void dataTenTimesTheHeapTrainAndAreDecodedOnce() throws Exception {
    String[] first = run();
    assertThat(Long.parseLong(first[1])).isGreaterThan(10 * Long.parseLong(first[0]));
    assertThat(first[2]).isEqualTo("false");
    assertThat(Double.parseDouble(first[3])).isBetween(0.3, 1.5);
    String[] second = run();
    assertThat(second[2]).isEqualTo("true");
    assertThat(second[3]).isEqualTo(first[3]);
  }

  private String[] run() throws Exception {
    Path output = temp.resolve("output");
    Process process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx24m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            SmallHeap.class.getName(),
            Fixtures.file("photo.jpg").toString(),
            temp.resolve("cache").toString()))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said.lines()
        .filter(line -> line.matches("\\d+ \\d+ (true|false) .*"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(said))
        .split(" ");
  }
}
