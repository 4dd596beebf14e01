package org.keraunos.bench;

import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.graph.ModelGraph;
import org.keraunos.graph.StepGraph;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.OpTime;
import org.keraunos.runtime.RuntimeOptions;

/**
 * Where the time of a training step goes: a line of JSON for each op that takes a hundredth of a millisecond or more, the median
 * of some traced steps. With {@code --trace FILE} the last of them as a file for chrome://tracing or ui.perfetto.dev.
 *
 * <p>Arguments: {@code trace --data FOLDER --precision P [--trace FILE]}.
 */
final class Trace {
  private static final int WARM = 30;
  private static final int STEPS = 31;
  private static final long LEAST_MICROS = 10;

  private Trace() {}

  static void main(String... args) throws IOException {
    Map<String, String> options = new TreeMap<>();
    for (int i = 1; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    String precision = options.getOrDefault("--precision", "float32");
    DTypePolicy policy =
        precision.equals("bfloat16") ? DTypePolicy.MIXED_BFLOAT16 : DTypePolicy.FLOAT32;
    Data data =
        Data.read(Path.of(options.getOrDefault("--data", "bench/.data")), "train", Peer.BATCH);
    List<List<OpTime>> steps = new ArrayList<>();
    try (var graph = new StepGraph(
        new ModelGraph.Plan(
            ProductPeer.network(Data.LABELS),
            policy,
            1,
            Set.of(),
            EmitOptions.TRAINING,
            RuntimeOptions.splitBatch()),
        binaryCrossentropy(),
        adam())) {
      graph.start();
      Batch batch = batch(data);
      for (int i = 0; i < WARM; i++) {
        graph.train(batch, 0);
      }
      for (int i = 0; i < STEPS; i++) {
        steps.add(graph.trace(batch));
      }
    }
    print(steps, precision);
    if (options.containsKey("--trace")) {
      write(steps.get(steps.size() - 1), Path.of(options.get("--trace")));
    }
  }

  private static Batch batch(Data data) {
    var dataset = Dataset.of(data.images(), Data.SIDE, Data.SIDE, Data.CHANNELS)
        .withLabels(LabelMatrix.of(data.labels(), data.rows(), Data.LABELS));
    Batch batch = dataset.newBatch(Peer.BATCH);
    var order = new int[Peer.BATCH];
    Arrays.setAll(order, row -> row);
    dataset.fill(order, 0, Peer.BATCH, batch);
    return batch;
  }

  private static void print(List<List<OpTime>> steps, String precision) {
    Map<String, List<Long>> micros = new TreeMap<>();
    List<Long> spans = new ArrayList<>();
    for (List<OpTime> step : steps) {
      long end = 0;
      for (OpTime op : step) {
        String name = op.type() + " " + op.name();
        micros.computeIfAbsent(name, key -> new ArrayList<>()).add(op.micros());
        end = Math.max(end, op.startMicros() + op.micros());
      }
      spans.add(end);
    }
    line("whole step", median(spans), precision);
    micros.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), median(entry.getValue())))
        .filter(entry -> entry.getValue() >= LEAST_MICROS)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(entry -> line(entry.getKey(), entry.getValue(), precision));
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void line(String what, long micros, String precision) {
    System.out.printf(
        Locale.ROOT,
        "{\"peer\": \"product\", \"figure\": \"trace\", \"variant\": \"%s\", \"precision\": \"%s\", \"value\": %.3f, \"unit\": \"ms\"}%n",
        what,
        precision,
        micros / 1e3);
  }

  /** Chrome's trace events; ops that ran beside each other get lanes of their own. */
  private static void write(List<OpTime> ops, Path file) throws IOException {
    List<Long> busyUntil = new ArrayList<>();
    List<String> events = new ArrayList<>();
    for (OpTime op :
        ops.stream().sorted(Comparator.comparingLong(OpTime::startMicros)).toList()) {
      int lane = 0;
      while (lane < busyUntil.size() && busyUntil.get(lane) > op.startMicros()) {
        lane++;
      }
      long end = op.startMicros() + op.micros();
      if (lane == busyUntil.size()) {
        busyUntil.add(end);
      } else {
        busyUntil.set(lane, end);
      }
      events.add(String.format(
          Locale.ROOT,
          "{\"name\": \"%s\", \"cat\": \"%s\", \"ph\": \"X\", \"pid\": 0, \"tid\": %d, \"ts\": %d, \"dur\": %d}",
          op.name(),
          op.type(),
          lane,
          op.startMicros(),
          op.micros()));
    }
    Files.writeString(file, events.stream().collect(Collectors.joining(",\n", "[", "]\n")));
  }
}
