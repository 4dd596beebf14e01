package org.keraunos.bench.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.keraunos.base.AtomicFiles;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.images.ImageDataset;

/**
 * Images a second from a folder of JPEGs to batches of 64, as lines of JSON; {@code bench/python/images_tfdata.py} is the same
 * for Keras. Arguments: the folder, the size of an image, the runs of each figure.
 *
 * <ul>
 *   <li>{@code cold}: nothing cached: read, decode, resize, write the cache, then one epoch of batches
 *   <li>{@code second run}: the cache's file is there: check it, then one epoch of batches
 *   <li>{@code cached}: a further epoch of batches in the same program
 * </ul>
 */
public final class ImagesBenchmark {
  private static final int BATCH = 64;

  private ImagesBenchmark() {}

  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int size = Integer.parseInt(arguments[1]);
    int runs = Integer.parseInt(arguments[2]);
    Path cache = Files.createTempDirectory("keraunos-bench");
    try {
      ImageDataset images = ImageDataset.of(folder).resize(size, size).cache(cache.resolve("warm-up"));
      Dataset warm = images.load().dataset();
      int rows = warm.size();
      int[] run = {0};
      print("cold", rows, runs, () -> {
        images.cache(cache.resolve("run" + run[0]++));
        return time(() -> epoch(images.load().dataset()));
      });
      print("second run", rows, runs, () -> time(() -> epoch(images.load().dataset())));
      print("cached", rows, runs, () -> time(() -> epoch(warm)));
    } finally {
      AtomicFiles.deleteTree(cache);
    }
  }

  private static long time(Runnable task) {
    long start = System.nanoTime();
    task.run();
    return System.nanoTime() - start;
  }

  private static void epoch(Dataset data) {
    int[] order = new int[data.size()];
    Arrays.setAll(order, row -> row);
    Batch batch = data.newBatch(BATCH);
    for (int from = 0; from < order.length; from += BATCH) {
      data.fill(order, from, Math.min(BATCH, order.length - from), batch);
    }
  }

  private static void print(String variant, int rows, int runs, LongSupplier nanos) {
    double[] rates = new double[runs];
    Arrays.setAll(rates, run -> rows * 1e9 / nanos.getAsLong());
    Arrays.sort(rates);
    System.out.printf(
        Locale.ROOT,
        "{\"peer\": \"product\", \"version\": \"Keraunos\", \"figure\": \"images\", \"variant\": \"%s\", "
            + "\"value\": %.6g, \"low\": %.6g, \"high\": %.6g, \"unit\": \"images/s\", \"n\": %d}%n",
        variant, rates[runs / 2], rates[0], rates[runs - 1], runs);
  }
}
