package org.keraunos.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.Model;
import org.keraunos.Sequential;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.testing.SplitMix;

/**
 * What a checkpoint costs the training: steps that wait for one beside those that do not, of the
 * tutorial's network; {@code src/test/sh/reliability cost}.
 */
@EnabledIfSystemProperty(named = "checkpoint.cost", matches = "\\d+")
class CheckpointCostTest {
  /** Steps between two checkpoints: a step in this many waits. */
  private static final int EVERY = 10;

  @TempDir
  Path temp;

  @Test
  void stepsThatWaitBesideThoseThatDoNot() {
    int rows = 64 * Integer.getInteger("checkpoint.cost", 300);
    SplitMix random = new SplitMix(1);
    Dataset data =
        Dataset.of(random.bytes(rows * 32 * 32 * 3), 32, 32, 3).withLabels(random.bits(rows, 10));
    List<Double> waiting = new ArrayList<>();
    List<Double> others = new ArrayList<>();
    Callback watch = new Callback() {
      private long last;

      @Override
      public void onBatchEnd(BatchEnd event) {
        long now = System.nanoTime();
        if (event.step() > EVERY) {
          // The state is taken behind this event: the time until the next one has it.
          (event.step() % EVERY == 0 ? waiting : others).add((now - last) / 1e6);
        }
        last = now;
      }
    };
    try (Model model = Sequential.of(
        Input.of(32, 32, 3),
        conv2d(32, 3).activation(RELU),
        conv2d(64, 3).activation(RELU),
        maxPooling2d(3),
        flatten(),
        dense(10).activation(SIGMOID))) {
      model.compile(adam(), binaryCrossentropy(), accuracy());
      model.fit(
          data,
          fit -> fit.batchSize(64)
              .verbose(false)
              .callbacks(watch)
              .checkpoints(temp.resolve("checkpoints"), o -> o.everySteps(EVERY)));
    }
    Collections.sort(waiting);
    Collections.sort(others);
    double usual = others.get(others.size() / 2);
    double cost = waiting.get(waiting.size() / 2) - usual;
    System.err.printf(
        Locale.ROOT,
        "a step takes %.1f ms (longest %.1f), one that waits for a checkpoint %.1f ms more (longest"
            + " step %.1f): at one a minute %.3f %% of the time%n",
        usual,
        others.get(others.size() - 1),
        cost,
        waiting.get(waiting.size() - 1),
        100 * Math.max(0, cost) / 60_000);
    assertThat(waiting).hasSizeGreaterThan(3);
  }
}
