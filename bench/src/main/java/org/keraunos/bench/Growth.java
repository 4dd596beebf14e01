package org.keraunos.bench;

import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.keraunos.Model;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Dataset;

/**
 * How {@code fit} grows with images, labels and epochs: seconds, the least of three calls on a model that is warm. The images are
 * random bytes, the labels random bits; one line of JSON for each size.
 */
final class Growth {
  private static final int[] IMAGES = {2_560, 5_120, 10_240, 20_480};
  private static final int[] LABELS = {10, 100, 400, 1_000};
  private static final int[] EPOCHS = {1, 2, 4, 8};
  private static final int FEW = 1_280;
  private static final int CALLS = 3;

  private Growth() {}

  static void main(String... args) {
    try (Model model = model(Data.LABELS)) {
      for (int rows : IMAGES) {
        print("images", rows, fit(model, data(rows, Data.LABELS), 1));
      }
      for (int epochs : EPOCHS) {
        print("epochs", epochs, fit(model, data(FEW, Data.LABELS), epochs));
      }
    }
    for (int labels : LABELS) {
      try (Model model = model(labels)) {
        print("labels", labels, fit(model, data(FEW, labels), 1));
      }
    }
  }

  private static Model model(int labels) {
    Model model = Model.of(ProductPeer.network(labels), settings -> settings.splitBatch());
    model.compile(adam(), binaryCrossentropy(), accuracy());
    fit(model, data(Peer.BATCH, labels), 1);
    return model;
  }

  private static Dataset data(int rows, int labels) {
    var random = new SplittableRandom(1);
    var images = new byte[rows * Data.PIXELS];
    random.nextBytes(images);
    var bits = new byte[rows * labels];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (byte) random.nextInt(2);
    }
    return Dataset.of(images, Data.SIDE, Data.SIDE, Data.CHANNELS)
        .withLabels(LabelMatrix.of(bits, rows, labels));
  }

  private static double fit(Model model, Dataset data, int epochs) {
    var seconds = new double[CALLS];
    Arrays.setAll(seconds, call -> {
      long start = System.nanoTime();
      model.fit(data, fit -> fit.batchSize(Peer.BATCH).epochs(epochs).verbose(false));
      return (System.nanoTime() - start) / 1e9;
    });
    return Arrays.stream(seconds).min().orElseThrow();
  }

  private static void print(String what, int size, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "{\"peer\": \"product\", \"figure\": \"growth\", \"variant\": \"%s\", \"precision\": \"float32\", \"size\": %d, "
            + "\"value\": %.6g, \"unit\": \"s\"}%n",
        what + " " + size,
        size,
        seconds);
    System.out.flush();
  }
}
