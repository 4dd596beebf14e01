package org.keraunos.bench.networks;

import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.applications.Applications;
import org.keraunos.applications.Pooling;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.graph.ModelGraph;
import org.keraunos.graph.StepGraph;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.OpTime;
import org.keraunos.runtime.RuntimeOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Times networks of {@code keras.applications}. Standard input holds requests, one a line as JSON; the answer is a line:
 *
 * <ul>
 *   <li>{@code {"do": "step", "network", "size", "precision", "frozen", "steps"}}: milliseconds of training steps behind
 *       {@code "warm"} others, tabs between them, then the processor's milliseconds a step; for 0 steps of a network that is
 *       new the seconds of building and of the first step, and the processor's of both;
 *   <li>{@code "trace"} with the same: the types of ops that take longest in a step;
 *   <li>{@code {"do": "image", "folder", "size", "calls"}}: microseconds of predicting one image with an exported model.
 * </ul>
 *
 * <p>With arguments {@code first FILE SIZE}: reads a file of Keras, predicts one image and says {@code done}. With {@code export
 * FILE FOLDER}: a file as a SavedModel.
 */
public final class NetworksBenchmark {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ROWS = 32;
  private static final int LABELS = 10;

  private static String open = "";
  private static StepGraph graph;
  private static Batch batch;
  private static Predictor predictor;

  private NetworksBenchmark() {}

  /**
   * Answers until standard input ends.
   *
   * @param arguments none, or what to do once
   * @throws IOException if standard input cannot be read
   */
  public static void main(String... arguments) throws IOException {
    if (arguments.length > 0) {
      once(arguments);
      System.exit(0);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(answer(JSON.readTree(line)));
    }
    System.exit(0);
  }

  private static void once(String... arguments) {
    try (Model model = Model.load(Path.of(arguments[1]))) {
      if (arguments[0].equals("export")) {
        model.export(Path.of(arguments[2]));
        return;
      }
      int size = Integer.parseInt(arguments[2]);
      float sum = 0;
      for (float each : model.predict(Dataset.of(image(size), size, size, 3)).flat()) {
        sum += each;
      }
      System.out.println("done " + sum);
    }
  }

  private static String answer(JsonNode request) {
    return switch (request.get("do").asString()) {
      case "step" -> steps(request);
      case "trace" -> trace(request);
      case "image" -> images(request);
      default -> throw new IllegalArgumentException(request.toString());
    };
  }

  private static String steps(JsonNode request) {
    List<String> times = new ArrayList<>();
    open(request, times);
    int steps = request.get("steps").asInt();
    for (int i = 0; i < request.path("warm").asInt(); i++) {
      graph.train(batch, 0);
    }
    double processor = processorMillis();
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      graph.train(batch, 0);
      times.add(String.format(Locale.ROOT, "%.3f", (System.nanoTime() - start) / 1e6));
    }
    if (steps > 0) {
      times.add(String.format(Locale.ROOT, "%.3f", (processorMillis() - processor) / steps));
    }
    return String.join("\t", times);
  }

  private static double processorMillis() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
  }

  private static void open(JsonNode request, List<String> times) {
    String name = request.get("network").asString();
    int size = request.get("size").asInt();
    boolean bfloat16 = request.get("precision").asString().equals("bfloat16");
    boolean frozen = request.get("frozen").asBoolean();
    String wanted = name + size + bfloat16 + frozen;
    if (wanted.equals(open)) {
      return;
    }
    if (graph != null) {
      graph.close();
    }
    open = wanted;
    double processor = processorMillis();
    long start = System.nanoTime();
    Network body = body(name, size);
    Network network = Network.of(
        body.inputs(), List.of(dense(LABELS).activation(SIGMOID).apply(body.outputs().get(0))));
    Set<Layer> still = frozen ? new HashSet<>(body.layers()) : Set.of();
    graph = new StepGraph(
        new ModelGraph.Plan(
            network,
            bfloat16 ? DTypePolicy.MIXED_BFLOAT16 : DTypePolicy.FLOAT32,
            1,
            still,
            EmitOptions.TRAINING,
            frozen ? RuntimeOptions.splitBatch() : RuntimeOptions.DEFAULT),
        binaryCrossentropy(),
        adam());
    graph.start();
    long built = System.nanoTime();
    batch = batch(size);
    graph.train(batch, 0);
    times.add(String.format(Locale.ROOT, "%.2f", (built - start) / 1e9));
    times.add(String.format(Locale.ROOT, "%.2f", (System.nanoTime() - built) / 1e9));
    times.add(String.format(Locale.ROOT, "%.2f", (processorMillis() - processor) / 1e3));
  }

  private static Network body(String name, int size) {
    return name.equals("MobileNetV2")
        ? Applications.mobileNetV2()
            .inputShape(size, size, 3)
            .includeTop(false)
            .pooling(Pooling.AVG)
            .network()
        : Applications.resNet50()
            .inputShape(size, size, 3)
            .includeTop(false)
            .pooling(Pooling.AVG)
            .network();
  }

  private static Batch batch(int size) {
    byte[] pixels = new byte[ROWS * size * size * 3];
    byte[] labels = new byte[ROWS * LABELS];
    SplittableRandom random = new SplittableRandom(7);
    random.nextBytes(pixels);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) random.nextInt(2);
    }
    Dataset data =
        Dataset.of(pixels, size, size, 3).withLabels(LabelMatrix.of(labels, ROWS, LABELS));
    int[] order = new int[ROWS];
    Arrays.setAll(order, row -> row);
    Batch filled = data.newBatch(ROWS);
    data.fill(order, 0, ROWS, filled);
    return filled;
  }

  /** Ops of a step by type, those that take longest first: the median of three steps. */
  private static String trace(JsonNode request) {
    open(request, new ArrayList<>());
    Map<String, List<Double>> shares = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    List<Double> wholes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<OpTime> ops = graph.trace(batch);
      wholes.add(
          ops.stream().mapToLong(op -> op.startMicros() + op.micros()).max().orElse(0) / 1e3);
      Map<String, Double> sums = new TreeMap<>();
      counts.clear();
      for (OpTime op : ops) {
        sums.merge(op.type(), op.micros() / 1e3, Double::sum);
        counts.merge(op.type(), 1, Integer::sum);
      }
      sums.forEach((type, sum) ->
          shares.computeIfAbsent(type, each -> new ArrayList<>()).add(sum));
    }
    return shares.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), median(entry.getValue())))
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(request.path("types").asInt(6))
        .map(entry -> String.format(
            Locale.ROOT,
            "%d x %s %.1f ms",
            counts.getOrDefault(entry.getKey(), 0),
            entry.getKey(),
            entry.getValue()))
        .collect(Collectors.joining(
            ", ", String.format(Locale.ROOT, "of %.1f ms: ", median(wholes)), ""));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static String images(JsonNode request) {
    String folder = request.get("folder").asString();
    if (!folder.equals(open)) {
      open = folder;
      // Thread pools are the process's: such a process answers nothing else.
      RuntimeOptions options =
          request.get("threads").asInt() == 1 ? RuntimeOptions.LATENCY : RuntimeOptions.PREDICT;
      predictor = Predictor.load(Path.of(folder), options);
    }
    float[] image = image(request.get("size").asInt());
    List<String> times = new ArrayList<>();
    for (int i = 0; i < request.get("calls").asInt(); i++) {
      long start = System.nanoTime();
      predictor.predict(image);
      times.add(String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / 1e3));
    }
    return String.join("\t", times);
  }

  private static float[] image(int size) {
    float[] image = new float[size * size * 3];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextDouble();
    }
    return image;
  }
}
