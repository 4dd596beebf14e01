package org.keraunos.applications;

import java.io.IOException;
import java.nio.file.Path;
import org.keraunos.Model;
import org.keraunos.Predictions;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.Npz;

/**
 * The Java side of {@code check_applications.py}: loads what Keras saved and compares its
 * predictions with Keras's.
 */
public final class ApplicationsExchange {
  private ApplicationsExchange() {}

  /**
   * Prints how far apart the predictions of a network are, and for how long it was read and
   * predicted.
   *
   * @param arguments a {@code .keras} file, and a {@code .npz} of {@code images} and
   *     {@code expected}
   */
  public static void main(String... arguments) throws IOException {
    long start = System.nanoTime();
    try (Model model = Model.load(Path.of(arguments[0]));
        Npz arrays = Npz.open(Path.of(arguments[1]))) {
      long loaded = System.nanoTime();
      float[] images = arrays.read("images").toFloats();
      int[] shape = model.network().inputShape(0).toArray();
      Predictions predictions = model.predict(Dataset.of(images, shape));
      double[] expected = arrays.read("expected").toDoubles();
      double most = 0;
      for (double each : expected) {
        most = Math.max(most, Math.abs(each));
      }
      float[] found = predictions.flat();
      if (found.length != expected.length) {
        throw new IllegalStateException(found.length + " numbers, not " + expected.length);
      }
      double apart = 0;
      for (int i = 0; i < found.length; i++) {
        double gap = Math.abs(found[i] - expected[i]) / (Math.abs(expected[i]) + most);
        apart = gap <= apart ? apart : gap; // NaN stays
      }
      System.out.println(
          apart + " " + (loaded - start) / 1e9 + " " + (System.nanoTime() - loaded) / 1e9);
    }
  }
}
