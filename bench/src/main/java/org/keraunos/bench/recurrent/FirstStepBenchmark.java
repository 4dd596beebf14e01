package org.keraunos.bench.recurrent;

import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.bidirectional;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.gru;
import static org.keraunos.layers.Layers.lstm;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.util.Locale;
import java.util.SplittableRandom;
import org.keraunos.Model;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.SymbolicTensor;

/**
 * How long the first training step of a recurrent layer takes, whose every step is ops of its own.
 *
 * <p>Arguments: the layer, the number of steps. A short training goes before, which loads
 * TensorFlow. A line comes out: layer, steps, then seconds and processor seconds from the layers to
 * the end of {@code compile}, those of the first step, and the seconds of the second.
 */
public final class FirstStepBenchmark {
  private static final int ROWS = 32;
  private static final int FEATURES = 32;
  private static final int UNITS = 64;

  private FirstStepBenchmark() {}

  /**
   * Measures.
   *
   * @param arguments layer and steps
   */
  public static void main(String... arguments) {
    train(arguments[0], 2);
    System.out.println(train(arguments[0], Integer.parseInt(arguments[1])));
    System.exit(0);
  }

  private static String train(String name, int steps) {
    float[] values = new float[ROWS * steps * FEATURES];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    int[][] labels = new int[ROWS][1];
    Dataset data = Dataset.of(values, steps, FEATURES).withLabels(labels);
    double processor = processor();
    long start = System.nanoTime();
    SymbolicTensor in = Input.of(steps, FEATURES);
    SymbolicTensor out = dense(1).activation(SIGMOID).apply(layer(name).apply(in));
    try (Model model = Model.of(in, out)) {
      model.compile(adam(), binaryCrossentropy());
      long compiled = System.nanoTime();
      double usedBefore = processor();
      model.trainOnBatch(data);
      long first = System.nanoTime();
      double used = processor() - usedBefore;
      model.trainOnBatch(data);
      return String.format(
          Locale.ROOT,
          "%s\t%d\t%.2f\t%.2f\t%.2f\t%.2f\t%.3f",
          name,
          steps,
          (compiled - start) / 1e9,
          usedBefore - processor,
          (first - compiled) / 1e9,
          used,
          (System.nanoTime() - first) / 1e9);
    }
  }

  private static double processor() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  private static Layer layer(String name) {
    return switch (name) {
      case "lstm" -> lstm(UNITS);
      case "gru" -> gru(UNITS);
      case "bidirectional" -> bidirectional(lstm(UNITS));
      default -> throw new IllegalArgumentException("no layer " + name);
    };
  }
}
