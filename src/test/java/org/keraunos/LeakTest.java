package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.data.Dataset;

/**
 * The resident memory while a process does the same again and again; {@code src/test/sh/reliability
 * leaks}. {@code -Dleak.share=N} does an N-th of it, {@code -Dleak.only=loads} what begins so.
 */
@EnabledIfSystemProperty(named = "leak.share", matches = "\\d+")
class LeakTest {
  private static final int SHARE = Integer.getInteger("leak.share", 1);
  private static final String ONLY = System.getProperty("leak.only", "");
  private static final int MEASURED = 30;

  @TempDir
  Path temp;

  @Test
  void residentMemoryStaysAsItIs() throws IOException {
    Dataset data = TrainingTest.scenes(64, 1);
    Path folder = temp.resolve("model");
    Path file = temp.resolve("model.keras");
    try (Model model = TrainingTest.network(1)) {
      model.compile(adam(), binaryCrossentropy());
      model.export(folder);
      model.save(file);
      measure("steps", 20_000, i -> assertThat(model.trainOnBatch(data)).isNotEmpty());
      measure(
          "fits with checkpoints",
          1000,
          i -> model.fit(
              data,
              fit -> fit.batchSize(1)
                  .epochs(2)
                  .verbose(false)
                  .checkpoints(
                      temp.resolve("checkpoints"), o -> o.everySteps(16).keep(2))));
      measure("exports", 1000, i -> model.export(folder));
      measure("saves of .keras", 1000, i -> model.save(file));
    }
    measure("loads of a SavedModel", 1000, i -> {
      try (Predictor predictor = Predictor.load(folder)) {
        assertThat(predictor.contract()).isNotNull();
      }
    });
    measure("loads of .keras, each with a prediction", 1000, i -> {
      try (Model model = Model.load(file)) {
        assertThat(model.predict(data).toString()).isNotEmpty();
      }
    });
    try (Predictor predictor = Predictor.load(folder)) {
      measure(
          "predictions",
          10_000,
          i -> assertThat(predictor.predict(data).toString()).isNotEmpty());
    }
    measure("models that nobody closes", 200, i -> {
      Model model = TrainingTest.network(i);
      assertThat(model.predict(data).toString()).isNotEmpty();
      if (i % 20 == 0) {
        System.gc();
      }
    });
  }

  private static void measure(String what, int times, IntConsumer call) throws IOException {
    if (!ONLY.isEmpty() && !what.startsWith(ONLY)) {
      return;
    }
    int wanted = Math.max(MEASURED, times / SHARE);
    List<Double> megabytes = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      call.accept(i);
      if ((i + 1) % (wanted / MEASURED) == 0) {
        System.gc();
        megabytes.add(resident());
      }
    }
    int third = megabytes.size() / 3;
    double before = median(megabytes.subList(third, 2 * third));
    double after = median(megabytes.subList(2 * third, megabytes.size()));
    double each = (after - before) * 1024 / (wanted / 3.0);
    System.err.printf(
        Locale.ROOT,
        "%,d %s: %.1f MB resident in the second third, %.1f in the last; slope %.2f KB each%n",
        wanted,
        what,
        before,
        after,
        each);
    System.err.printf(
        Locale.ROOT, "  MB: %s%n", megabytes.stream().map(Math::round).toList());
    assertThat(after).as(what + ": " + megabytes).isLessThan(before * 1.03 + 4);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    assertThat(Arrays.stream(sorted).allMatch(each -> each > 0)).isTrue();
    return sorted[sorted.length / 2];
  }

  private static double resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("no VmRSS");
  }
}
