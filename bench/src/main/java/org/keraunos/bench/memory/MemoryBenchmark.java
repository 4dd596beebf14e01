package org.keraunos.bench.memory;

import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.activation;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.depthwiseConv2d;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.keraunos.Model;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;

/**
 * The memory of training beside what {@code Model.memory} says: the highest resident set of a few
 * steps over that of a process which has trained the same network on a row before.
 *
 * <p>Arguments: the network, the rows of a batch. A line comes out: network, rows, measured and
 * estimated in MB, the ratio.
 */
public final class MemoryBenchmark {
  private static final int STEPS = 8;

  private MemoryBenchmark() {}

  /**
   * Measures.
   *
   * @param arguments network and rows
   * @throws IOException if the kernel does not say what is resident
   */
  public static void main(String... arguments) throws IOException {
    Network network = network(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    Dataset data = data(network, rows);
    train(network(arguments[0]), data.rows(0), 2);
    System.gc();
    // From here on the kernel keeps the highest of what is to come.
    Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    double before = kilobytes("VmRSS") / 1e3;
    double estimated = train(network, data, STEPS) / 1e6;
    double measured = kilobytes("VmHWM") / 1e3 - before;
    System.out.println(String.format(
        Locale.ROOT,
        "%s\t%d\t%.1f\t%.1f\t%.2f",
        arguments[0],
        rows,
        measured,
        estimated,
        estimated / measured));
    System.exit(0);
  }

  private static double train(Network network, Dataset data, int steps) {
    try (Model model = Model.of(network, options -> options.seed(1))) {
      model.compile(adam(), binaryCrossentropy());
      for (int step = 0; step < steps; step++) {
        model.trainOnBatch(data);
      }
      return model.memory(data.size());
    }
  }

  private static Dataset data(Network network, int rows) {
    int size = network.inputShape(0).size();
    float[] values = new float[rows * size];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    int[][] labels = new int[rows][10];
    for (int[] row : labels) {
      row[random.nextInt(10)] = 1;
    }
    return Dataset.of(values, network.inputShape(0).toArray()).withLabels(labels);
  }

  private static double kilobytes(String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8)) {
      if (line.startsWith(key + ":")) {
        return Double.parseDouble(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IllegalStateException("/proc/self/status has no " + key);
  }

  private static Network network(String name) {
    SymbolicTensor in = Input.of(32, 32, 3);
    SymbolicTensor x = switch (name) {
      case "tutorial" -> tutorial(in);
      case "resnet" -> resnet(in);
      case "mobilenet" -> mobilenet(in);
      default -> throw new IllegalArgumentException("no network " + name);
    };
    return Network.of(List.of(in), List.of(dense(10).activation(SIGMOID).apply(x)));
  }

  private static SymbolicTensor tutorial(SymbolicTensor in) {
    SymbolicTensor x = conv2d(32, 3).activation(RELU).apply(in);
    x = conv2d(64, 3).activation(RELU).apply(x);
    x = dropout(0.25).apply(maxPooling2d(3).apply(x));
    return dropout(0.5).apply(flatten().apply(x));
  }

  private static SymbolicTensor resnet(SymbolicTensor in) {
    SymbolicTensor x =
        normalized(conv2d(16, 3).padding(Padding.SAME).useBias(false).apply(in));
    for (int stage = 0; stage < 3; stage++) {
      for (int block = 0; block < 2; block++) {
        int filters = 16 << stage;
        int stride = stage > 0 && block == 0 ? 2 : 1;
        SymbolicTensor y = normalized(conv2d(filters, 3)
            .strides(stride)
            .padding(Padding.SAME)
            .useBias(false)
            .apply(x));
        y = batchNormalization()
            .apply(conv2d(filters, 3).padding(Padding.SAME).useBias(false).apply(y));
        SymbolicTensor skip = stride == 1
            ? x
            : batchNormalization()
                .apply(conv2d(filters, 1).strides(stride).useBias(false).apply(x));
        x = activation(RELU).apply(add().apply(y, skip));
      }
    }
    return globalAveragePooling2d().apply(x);
  }

  private static SymbolicTensor mobilenet(SymbolicTensor in) {
    SymbolicTensor x =
        normalized(conv2d(32, 3).padding(Padding.SAME).useBias(false).apply(in));
    for (int block = 0; block < 5; block++) {
      int stride = block % 2 == 1 ? 2 : 1;
      x = normalized(depthwiseConv2d(3)
          .strides(stride)
          .padding(Padding.SAME)
          .useBias(false)
          .apply(x));
      x = normalized(conv2d(64 << (block / 2), 1).useBias(false).apply(x));
    }
    return globalAveragePooling2d().apply(x);
  }

  private static SymbolicTensor normalized(SymbolicTensor x) {
    return activation(RELU).apply(batchNormalization().apply(x));
  }
}
