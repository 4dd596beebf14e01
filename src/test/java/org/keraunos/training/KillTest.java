package org.keraunos.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.AtomicFiles;

/**
 * A training that is killed, at random moments and on purpose inside writes of checkpoints,
 * validation, callbacks and exports, ends with the same bits as one that was not. Of
 * {@code -Dkill.times=N} kills each is resumed to its end; the few of the default are one training
 * that is killed again and again. With {@code -Dkill.log=FILE} a test that was stopped itself goes
 * on behind the last kill that the file has.
 */
class KillTest {
  private static final int TIMES = Integer.getInteger("kill.times", 0);
  private static final @Nullable String LOG = System.getProperty("kill.log");
  private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
  private static final int LONGEST_SECONDS = 120;

  /** Where a training is to be killed. */
  private enum Moment {
    ANY(""),
    CHECKPOINT("step"),
    VALIDATION("validation"),
    CALLBACK("callback"),
    EXPORT("export");

    final String word;

    Moment(String word) {
      this.word = word;
    }
  }

  @TempDir
  Path temp;

  private SplittableRandom random = new SplittableRandom(SEED);
  private final Map<String, Integer> found = new TreeMap<>();

  @Test
  void whoWasKilledEndsWithTheSameBits() throws Exception {
    if (TIMES == 0) {
      CheckpointCases which = any();
      TrainingState expected = whole(which);
      Path folder = Files.createDirectories(temp.resolve("killed"));
      for (int i = 0; i < 2; i++) {
        kill(which, folder, Moment.values()[1 + random.nextInt(4)]);
      }
      check(which, folder, expected, "2 kills");
    } else {
      Map<CheckpointCases, TrainingState> expected = new ConcurrentHashMap<>();
      for (CheckpointCases each : CheckpointCases.values()) {
        expected.put(each, whole(each));
      }
      for (int i = survived(); i < TIMES; i++) {
        random = new SplittableRandom(SEED + i);
        CheckpointCases which = CheckpointCases.values()[i % CheckpointCases.values().length];
        Moment moment = Moment.values()[i / CheckpointCases.values().length % 5];
        Path folder = Files.createDirectories(temp.resolve("killed-" + i));
        String where = kill(which, folder, moment);
        check(which, folder, expected.get(which), "kill " + i + " at " + moment);
        AtomicFiles.deleteTree(folder);
        found.merge(where, 1, Integer::sum);
        if (LOG != null) {
          Files.writeString(
              Path.of(LOG), where + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        System.err.println(
            (i + 1) + " of " + TIMES + " ended with the same bits; killed: " + found);
      }
      if (LOG != null) {
        Files.deleteIfExists(Path.of(LOG));
      }
    }
  }

  /** How many kills an earlier run of this test has behind it. */
  private int survived() throws IOException {
    if (LOG == null || !Files.exists(Path.of(LOG))) {
      return 0;
    }
    List<String> lines = Files.readAllLines(Path.of(LOG));
    lines.forEach(where -> found.merge(where, 1, Integer::sum));
    return lines.size();
  }

  private CheckpointCases any() {
    return CheckpointCases.values()[random.nextInt(CheckpointCases.values().length)];
  }

  private TrainingState whole(CheckpointCases which) throws Exception {
    Path folder = Files.createDirectories(temp.resolve("whole-" + which));
    return end(which, folder);
  }

  private void check(CheckpointCases which, Path folder, TrainingState expected, String what)
      throws Exception {
    TrainingState actual = end(which, folder);
    String as = "seed " + SEED + ", " + which + ", " + what;
    assertThat(actual.firstDifference(expected)).as(as).isEmpty();
    assertThat(actual.arrays()).as(as).isEqualTo(expected.arrays());
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(Path::toString).filter(name -> name.endsWith(".tmp")))
          .as(as + ": left over in checkpoints")
          .noneMatch(name -> name.contains("checkpoint-"));
    }
    Path log = folder.resolve("log.csv");
    if (Files.exists(log)) {
      assertThat(Files.readString(log))
          .as(as)
          .isEqualTo(Files.readString(temp.resolve("whole-" + which).resolve("log.csv")));
    }
  }

  private TrainingState end(CheckpointCases which, Path folder) throws Exception {
    Process process = start(which, folder);
    try {
      // Everything it says must be read, or it waits.
      List<String> said = new ArrayList<>();
      try (BufferedReader in = process.inputReader()) {
        in.lines().forEach(said::add);
      }
      assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue())
          .as("seed " + SEED + ": " + Files.readString(folder.resolve("errors")))
          .isZero();
      assertThat(said).contains("begin").endsWith("end");
    } finally {
      process.destroyForcibly();
    }
    return TrainingState.read(folder.resolve("end"));
  }

  /** {@return what was going on when it was killed} */
  private String kill(CheckpointCases which, Path folder, Moment moment) throws Exception {
    Process process = start(which, folder);
    String last = "";
    try (BufferedReader in = process.inputReader()) {
      int skipped = random.nextInt(moment == Moment.CHECKPOINT || moment == Moment.ANY ? 20 : 4);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        last = line;
        if ((moment.word.isEmpty() || line.equals(moment.word)) && skipped-- <= 0) {
          break;
        }
      }
      if (moment == Moment.CHECKPOINT) {
        awaitWriting(folder.resolve("checkpoints"), process);
      } else {
        Thread.sleep(0, random.nextInt(999_999));
        Thread.sleep(moment == Moment.EXPORT ? random.nextInt(40) : random.nextInt(2));
      }
      // Process.destroyForcibly would close the pipe, in which words may be left.
      process.toHandle().destroyForcibly();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        last = line;
      }
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    return where(folder, last);
  }

  /** What was going on: half-written files tell, else the last word. */
  private static String where(Path folder, String last) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> names = files.map(Path::toString).toList();
      if (names.stream().anyMatch(n -> n.contains(".checkpoint-") && n.endsWith(".tmp"))) {
        return "writing a checkpoint";
      }
      if (last.equals("export")) {
        return "exporting";
      }
    }
    return switch (last) {
      case "", "begin" -> "before the first step";
      case "step" -> "between two steps";
      case "validation" -> "validating";
      case "callback" -> "in a callback";
      case "exported" -> "between two epochs";
      default -> "at the end";
    };
  }

  private static void awaitWriting(Path folder, Process process) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    while (process.isAlive() && System.nanoTime() < end) {
      String[] names = folder.toFile().list((f, name) -> name.endsWith(".tmp"));
      if (names != null && names.length > 0) {
        return;
      }
    }
  }

  private static Process start(CheckpointCases which, Path folder) throws IOException {
    List<String> command = List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-cp",
        System.getProperty("java.class.path"),
        KillRun.class.getName(),
        which.name(),
        folder.toString());
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("errors").toFile()))
        .start();
  }
}
