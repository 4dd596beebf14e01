package org.keraunos.bench;

import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.graph.ModelGraph;
import org.keraunos.graph.StepGraph;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.RuntimeOptions;
import org.tensorflow.TensorFlow;

/**
 * Keraunos itself. Its parts are opened when first asked for: a figure pays for nothing that it
 * does not need.
 */
public final class ProductPeer implements Peer {
  /**
   * Set by the main program for {@code latency}: thread pools are the process's, so a process of
   * its own answers single images.
   */
  private static final String EXPORTED = "keraunos.bench.exported";

  private final DTypePolicy policy;
  private StepGraph graph;
  private Model model;
  private Predictor predictor;

  private ProductPeer(String precision) {
    policy = precision.equals("bfloat16") ? DTypePolicy.MIXED_BFLOAT16 : DTypePolicy.FLOAT32;
  }

  static Network network(int labels) {
    var inputs = Input.of(Data.SIDE, Data.SIDE, Data.CHANNELS);
    var x = conv2d(32, 3).activation(RELU).apply(inputs);
    x = conv2d(64, 3).activation(RELU).apply(x);
    x = maxPooling2d(3).apply(x);
    x = flatten().apply(x);
    var probabilities = dense(labels).activation(SIGMOID).apply(x);
    return Network.of(List.of(inputs), List.of(probabilities));
  }

  private static Dataset dataset(byte[] images, byte[] labels, int rows) {
    return Dataset.of(images, Data.SIDE, Data.SIDE, Data.CHANNELS)
        .withLabels(LabelMatrix.of(labels, rows, Data.LABELS));
  }

  private Model model() {
    if (model == null) {
      model = Model.of(
          network(Data.LABELS),
          settings -> settings.dtypePolicy(policy).inferenceDtypePolicy(policy).splitBatch());
      model.compile(adam(), binaryCrossentropy(), accuracy());
    }
    return model;
  }

  @Override
  public String version() {
    return "Keraunos " + Model.class.getPackage().getImplementationVersion() + ", TensorFlow "
        + TensorFlow.version();
  }

  @Override
  public double step(byte[] images, byte[] labels, int rows) {
    if (graph == null) {
      graph = new StepGraph(
          new ModelGraph.Plan(
              network(Data.LABELS),
              policy,
              1,
              Set.of(),
              EmitOptions.TRAINING,
              RuntimeOptions.splitBatch()),
          binaryCrossentropy(),
          adam());
      graph.start();
    }
    var data = dataset(images, labels, rows);
    var batch = data.newBatch(rows);
    var order = new int[rows];
    Arrays.setAll(order, row -> row);
    data.fill(order, 0, rows, batch);
    return graph.train(batch, 0).loss();
  }

  @Override
  public double epoch(Data train) {
    var data = dataset(train.images(), train.labels(), train.rows());
    model().fit(data, fit -> fit.batchSize(BATCH).epochs(1).verbose(false));
    return 0;
  }

  @Override
  public Map<String, Call> latencies() {
    predictor = Predictor.load(Path.of(System.getProperty(EXPORTED)), RuntimeOptions.LATENCY);
    return Map.of("Predictor", image -> {
      var scaled = new float[image.length];
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = (image[i] & 0xff) / 255f;
      }
      return predictor.predict(scaled);
    });
  }

  @Override
  public int[] bulkBatches() {
    return new int[] {0};
  }

  @Override
  public float[] predict(Data data, int batchSize) {
    return model().predict(dataset(data.images(), data.labels(), data.rows())).flat();
  }

  @Override
  public void close() {
    if (graph != null) {
      graph.close();
    }
    if (model != null) {
      model.close();
    }
    if (predictor != null) {
      predictor.close();
    }
  }

  /**
   * Runs a figure, see {@link Figures}, or one that only the product has, {@link Growth} and {@link Trace}; or
   * {@code export FOLDER}, which writes an untrained model there.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 2 && args[0].equals("export")) {
      try (var peer = new ProductPeer("float32")) {
        peer.model().export(Path.of(args[1]));
      }
      System.exit(0);
    }
    if (args.length > 0 && args[0].equals("growth")) {
      Growth.main(args);
      System.exit(0);
    }
    if (args.length > 0 && args[0].equals("trace")) {
      Trace.main(args);
      System.exit(0);
    }
    if (args.length > 0 && args[0].equals("latency")) {
      var folder = Files.createTempDirectory("keraunos-bench").resolve("model");
      var exporter = new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp",
          System.getProperty("java.class.path"),
          ProductPeer.class.getName(),
          "export",
          folder.toString());
      if (exporter.inheritIO().start().waitFor() != 0) {
        throw new IllegalStateException("the model was not exported");
      }
      System.setProperty(EXPORTED, folder.toString());
    }
    Figures.main("product", args, ProductPeer::new);
  }
}
