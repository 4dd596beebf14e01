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
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(output);
    assertThat(process.exitValue()).as(said).isZero();
    List<String> lines = said.lines().toList();
    return lines.get(lines.size() - 1).split(" ");
  }
}
