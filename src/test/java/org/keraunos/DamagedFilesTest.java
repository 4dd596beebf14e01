package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.testing.SplitMix;
import org.keraunos.training.TrainingState;

/**
 * Bits flipped, numbers exchanged and ends cut off, in every kind of file that a model or a
 * training is kept in: each is refused with a {@link DataException}, or loaded; where there are
 * checksums as nothing else than it was. {@code -Ddamage.places=N} in all, which the kinds share;
 * what is tried last stays in {@code target/damaged} if it ends the process.
 * {@code -Ddamage.only=H5,CARD} tries some. {@code src/test/sh/reliability places}
 */
@EnabledIfSystemProperty(named = "damage.places", matches = "\\d+")
class DamagedFilesTest {
  private static final int PLACES = Integer.getInteger("damage.places", 1);
  private static final List<String> ONLY = Stream.of(
          System.getProperty("damage.only", "").split(","))
      .filter(each -> !each.isEmpty())
      .toList();
  private static final long SEED = Long.getLong("damage.seed", System.nanoTime());
  private static final int LONGEST_SECONDS = 120;

  /** What is damaged, how many of 100 places it gets, and whether a checksum stands over it. */
  private enum What {
    CHECKPOINT("checkpoints", "checkpoint", 30, true),
    KERAS(".keras", "model.keras", 20, true),
    KERAS_WEIGHTS(".weights.h5", "model.weights.h5", 20, false),
    H5(".h5", "model.h5", 5, false),
    GRAPH("graphs of SavedModels", "exported/saved_model.pb", 5, true),
    CARD("cards of SavedModels", "exported/assets.extra/keraunos.json", 5, false),
    FOREIGN_GRAPH("graphs of others' SavedModels", "foreign/saved_model.pb", 5, false),
    INDEX("their lists of variables", "foreign/variables/variables.index", 5, true),
    VARIABLES("their variables", "foreign/variables/variables.data-00000-of-00001", 5, true);

    final String name;
    final String file;
    final int share;
    final boolean checked;

    What(String name, String file, int share, boolean checked) {
      this.name = name;
      this.file = file;
      this.share = share;
      this.checked = checked;
    }
  }

  @TempDir
  Path temp;

  private final float[] row = new SplitMix(2).uniform(6 * 6, 0, 1);
  private final ExecutorService runner = Executors.newSingleThreadExecutor(run -> {
    Thread thread = new Thread(run, "loads");
    thread.setDaemon(true);
    return thread;
  });

  /** Weights are read into this one: all, or none of them. */
  private final Model inMemory = model();

  @AfterEach
  void close() {
    inMemory.close();
  }

  private static Model model() {
    return Sequential.of(
        Input.of(6, 6, 1),
        conv2d(3, 3).activation(RELU),
        batchNormalization(),
        flatten(),
        dense(4).activation(SIGMOID));
  }

  private void save() throws IOException, URISyntaxException {
    SplitMix random = new SplitMix(1);
    try (Model model = model()) {
      Dataset data =
          Dataset.of(random.uniform(16 * 36, 0, 1), 6, 6, 1).withLabels(random.bits(16, 4));
      model.compile(adam(), binaryCrossentropy(), accuracy());
      model.fit(data, fit -> fit.batchSize(8).verbose(false).checkpoints(temp.resolve("run")));
      Files.copy(newest(temp.resolve("run")), temp.resolve("checkpoint"));
      model.save(temp.resolve("model.keras"));
      model.saveWeights(temp.resolve("model.weights.h5"));
      model.export(temp.resolve("exported"));
    }
    Files.copy(resource("saving/keras/keras2_chain.h5"), temp.resolve("model.h5"));
    Path foreign = resource("saving/foreign/tf1");
    try (Stream<Path> files = Files.walk(foreign)) {
      for (Path each : files.toList()) {
        Files.copy(
            each, temp.resolve("foreign").resolve(foreign.relativize(each).toString()));
      }
    }
  }

  private static Path newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(each -> each.toString().endsWith(".ckpt"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(DamagedFilesTest.class.getResource(name).toURI());
  }

  /** All that a file says, in a form that can be compared. */
  private List<Object> load(What what) {
    Path file = temp.resolve(what.file);
    switch (what) {
      case CHECKPOINT:
        TrainingState state = TrainingState.read(file);
        return List.of(state.arrays(), state.facts());
      case KERAS, H5:
        try (Model model = Model.load(file, options -> options.notes(note -> {}))) {
          return List.of(model.getWeights(), model.network().inputShape(0));
        }
      case KERAS_WEIGHTS:
        List<NamedArray> before = inMemory.getWeights();
        try {
          assertThat(inMemory.loadWeights(file).skipped()).isEmpty();
        } catch (DataException e) {
          assertThat(inMemory.getWeights()).isEqualTo(before);
          throw e;
        }
        return List.of();
      default:
        try (Predictor predictor = Predictor.load(temp.resolve(what.file.split("/")[0]))) {
          boolean own = what == What.GRAPH || what == What.CARD;
          return own
              ? List.of(predictor.contract(), Arrays.toString(predictor.predict(row.clone())))
              : List.of(predictor.contract());
        }
    }
  }

  @Test
  void refusedOrLoadedAndNeverAsSomethingElse() throws Exception {
    save();
    System.err.println("seed " + SEED);
    TreeMap<String, Integer> counts = new TreeMap<>();
    double longest = 0;
    for (What what : What.values()) {
      if (!ONLY.isEmpty() && !ONLY.contains(what.name())) {
        continue;
      }
      Path file = temp.resolve(what.file);
      byte[] whole = Files.readAllBytes(file);
      List<Object> expected = load(what);
      SplittableRandom random = new SplittableRandom(SEED + what.ordinal());
      int refused = 0;
      int places = Math.max(1, PLACES * what.share / 100);
      for (int i = 0; i < places; i++) {
        byte[] damaged = damaged(whole, random);
        Files.write(file, damaged);
        Path kept = Files.createDirectories(Path.of("target", "damaged"))
            .resolve(what + "-" + SEED + "-" + i);
        Files.write(kept, damaged);
        long start = System.nanoTime();
        try {
          List<Object> found =
              runner.submit(() -> load(what)).get(LONGEST_SECONDS, TimeUnit.SECONDS);
          if (what.checked) {
            assertThat(found).as("%s", kept).isEqualTo(expected);
          }
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .as("%s", kept)
              .isInstanceOf(DataException.class)
              .hasMessageContaining(temp.toString());
          refused++;
        } catch (TimeoutException e) {
          throw new AssertionError(kept + ": hangs", e);
        }
        longest = Math.max(longest, (System.nanoTime() - start) / 1e9);
        Files.delete(kept);
      }
      Files.write(file, whole);
      counts.merge("refused", refused, Integer::sum);
      counts.merge("loaded", places - refused, Integer::sum);
      System.err.printf(Locale.ROOT, "%,d places of %s: %,d refused%n", places, what.name, refused);
    }
    System.err.printf(
        Locale.ROOT, "%s; none ended otherwise; the longest took %.1f s%n", counts, longest);
  }

  private static byte[] damaged(byte[] whole, SplittableRandom random) {
    byte[] changed = whole;
    while (Arrays.equals(changed, whole)) {
      int at = random.nextInt(whole.length);
      changed = random.nextInt(4) == 0 ? Arrays.copyOf(whole, at) : whole.clone();
      if (changed.length == whole.length) {
        if (random.nextBoolean()) {
          changed[at] ^= (byte) (1 << random.nextInt(8));
        } else {
          byte[] extreme = {0, -1, 127, 64, 1};
          int count = Math.min(1 << random.nextInt(4), whole.length - at);
          Arrays.fill(changed, at, at + count, extreme[random.nextInt(extreme.length)]);
        }
      }
    }
    return changed;
  }
}
