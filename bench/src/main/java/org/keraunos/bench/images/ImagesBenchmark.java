package org.keraunos.bench.images;

import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.keraunos.Model;
import org.keraunos.base.AtomicFiles;
import org.keraunos.data.Batch;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.ImageOptions;
import org.keraunos.layers.Input;

/**
 * Times of epochs from a folder of JPEGs to batches of 64, as lines of JSON; {@code bench/python/images_tfdata.py} is the same
 * for Keras. Arguments: {@code time} or {@code first}, the folder, the size of an image.
 *
 * <ul>
 *   <li>{@code cold}: list the folder, read, decode, resize, then one epoch of batches; nothing is kept
 *   <li>{@code cold, cache written}: the same, and the pixels are kept for the next run, as they are by default
 *   <li>{@code second run}: list the folder, find the pixels and check them, then one epoch of batches
 *   <li>{@code cached}: a further epoch of batches in the same program
 *   <li>{@code input wait}: the share of an epoch of the tutorial's network, on images that were loaded before, in which the
 *       steps wait for their batch
 * </ul>
 *
 * <p>{@code first} goes through the images once, cold and with the cache written, for whoever times the whole program.
 */
public final class ImagesBenchmark {
  private static final int BATCH = 64;
  private static final int RUNS = 3;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path folder;
  private final int size;
  private final Path cache;

  private ImagesBenchmark(Path folder, int size, Path cache) {
    this.folder = folder;
    this.size = size;
    this.cache = cache;
  }

  public static void main(String... arguments) throws IOException {
    Path cache = Files.createTempDirectory("keraunos-bench");
    try {
      var benchmark =
          new ImagesBenchmark(Path.of(arguments[1]), Integer.parseInt(arguments[2]), cache);
      if (arguments[0].equals("first")) {
        epoch(benchmark.images(image -> {}));
      } else {
        benchmark.time();
      }
    } finally {
      AtomicFiles.deleteTree(cache);
    }
  }

  private Dataset images(Consumer<ImageOptions> settings) {
    return Data.read(
            folder,
            options -> options
                .image(image -> image.size(size, size).cache(cache.resolve("first")))
                .image(settings))
        .dataset();
  }

  private void time() {
    Dataset data = images(image -> {});
    epoch(images(ImageOptions::withoutCache));
    for (int run = 0; run < RUNS; run++) {
      Path other = cache.resolve("run" + run);
      print("cold", () -> epoch(images(ImageOptions::withoutCache)));
      print("cold, cache written", () -> epoch(images(image -> image.cache(other))));
    }
    for (int run = 0; run < RUNS; run++) {
      print("second run", () -> epoch(images(image -> {})));
      print("cached", () -> epoch(data));
    }
    inputWait("heap", data);
    inputWait("mapped", images(image -> image.memoryBudget(0)));
  }

  private static int epoch(Dataset data) {
    int[] order = new int[data.size()];
    Arrays.setAll(order, row -> row);
    Batch batch = data.newBatch(BATCH);
    for (int from = 0; from < order.length; from += BATCH) {
      data.fill(order, from, Math.min(BATCH, order.length - from), batch);
    }
    return order.length;
  }

  private static void print(String variant, IntSupplier task) {
    long begin = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    int images = task.getAsInt();
    System.out.printf(
        Locale.ROOT,
        "{\"peer\": \"product\", \"variant\": \"%s\", \"seconds\": %.6g, \"cpu\": %.6g, \"images\": %d}%n",
        variant,
        (System.nanoTime() - begin) / 1e9,
        (SYSTEM.getProcessCpuTime() - cpu) / 1e9,
        images);
  }

  private void inputWait(String where, Dataset data) {
    var inputs = Input.of(size, size, 3);
    var x = conv2d(32, 3).activation(RELU).apply(inputs);
    x = conv2d(64, 3).activation(RELU).apply(x);
    x = maxPooling2d(3).apply(x);
    x = flatten().apply(x);
    int labels = data.targets().get(0).shape().size();
    try (var model = Model.of(inputs, dense(labels).activation(SIGMOID).apply(x))) {
      model.compile(adam(), binaryCrossentropy(), accuracy());
      model.fit(data.take(2 * BATCH), fit -> fit.batchSize(BATCH).epochs(1).verbose(false));
      double share =
          model.fit(data, fit -> fit.batchSize(BATCH).epochs(1).verbose(false)).inputWaitShare();
      System.out.printf(
          Locale.ROOT,
          "{\"peer\": \"product\", \"variant\": \"input wait, %s\", \"share\": %.4g}%n",
          where,
          share);
    }
  }
}
