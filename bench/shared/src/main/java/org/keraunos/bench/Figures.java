package org.keraunos.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The program of every Java peer; {@code bench/python/figures.py} is the same for Python.
 * Arguments: a figure, then {@code --data FOLDER}, {@code --precision P},
 * {@code --rows N} (of the training part), {@code --steps N} (of the soak). One line of JSON for
 * each result goes to standard output:
 *
 * <pre>{"peer": .., "version": .., "figure": .., "variant": .., "precision": .., "value": .., "low": .., "high": .., "unit": .., "n": ..}</pre>
 *
 * <ul>
 *   <li>{@code step}: ms for a training step of 64 rows, median of 200 after 200 (or what fits
 *       into 20 s after 10 s); low and high are the 10th and 90th percentile
 *   <li>{@code epoch}: s for an epoch, the median of 2 after one; end to end, with shuffling
 *       and feeding
 *   <li>{@code first}: printed when the first step has ended; whoever started the process reads
 *       the clock
 *   <li>{@code latency}: ms for one image, the median of 2,000 after 2,000 (or 10 s after 5 s), and as
 *       {@code p99} the 99th percentile; one result a variant
 *   <li>{@code bulk}: images/s over the test part, by batch size, the median of 3 after one
 *   <li>{@code memory}: MB, the peak resident set after one epoch
 *   <li>{@code soak}: steps over and over; every 1,000 the Java heap after a collection and the
 *       resident set
 * </ul>
 */
public final class Figures {
  private static final double NANOS = 1e9;

  private final String peerName;
  private final String figure;
  private final Map<String, String> options = new HashMap<>();
  private final Peer.Factory factory;

  private Figures(String peerName, String[] args, Peer.Factory factory) {
    if (args.length == 0 || args.length % 2 == 0) {
      throw new IllegalArgumentException(
          "expected FIGURE [--data FOLDER] [--precision P] [--rows N] [--steps N], received "
              + Arrays.toString(args));
    }
    this.peerName = peerName;
    this.factory = factory;
    figure = args[0];
    for (int i = 1; i < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
  }

  /** Runs what the arguments ask for. */
  public static void main(String peerName, String[] args, Peer.Factory factory) {
    new Figures(peerName, args, factory).run();
    // Frameworks leave threads behind that are no daemons.
    System.exit(0);
  }

  private void run() {
    var folder = Path.of(options.getOrDefault("--data", "bench/.data"));
    int rows = Integer.parseInt(options.getOrDefault("--rows", "10000"));
    boolean predicts = figure.equals("latency") || figure.equals("bulk");
    var read =
        Data.read(folder, predicts ? "test" : "train", figure.equals("first") ? Peer.BATCH : rows);
    try (var peer = factory.open(options.getOrDefault("--precision", "float32"))) {
      var data = peer.channelsFirst() ? read.channelsFirst() : read;
      switch (figure) {
        case "step" -> step(peer, data);
        case "epoch" -> epoch(peer, data);
        case "first" -> first(peer, data);
        case "latency" ->
          peer.latencies().forEach((variant, call) -> latency(peer, data, variant, call));
        case "bulk" -> bulk(peer, data);
        case "memory" -> {
          peer.epoch(data);
          double peak = kilobytes("VmHWM") / 1024.0;
          print(peer, "", peak, peak, peak, "MB", 1, "");
        }
        case "soak" -> soak(peer, data);
        default -> throw new IllegalArgumentException("no such figure: " + figure);
      }
    }
  }

  private static void first(Peer peer, Data data) {
    double loss = peer.step(data.images(), data.labels(), data.rows());
    System.out.printf(Locale.ROOT, "{\"figure\": \"first\", \"loss\": %.6f}%n", loss);
    System.out.flush();
  }

  private static LongSupplier stepper(Peer peer, Data data) {
    var batches = new Data[Math.min(16, data.rows() / Peer.BATCH)];
    Arrays.setAll(batches, i -> data.slice(i * Peer.BATCH, Peer.BATCH));
    int[] next = {0};
    return () -> {
      var batch = batches[next[0]];
      next[0] = (next[0] + 1) % batches.length;
      long start = System.nanoTime();
      double loss = peer.step(batch.images(), batch.labels(), batch.rows());
      long end = System.nanoTime();
      if (!Double.isFinite(loss)) {
        throw new IllegalStateException("the loss is " + loss);
      }
      return end - start;
    };
  }

  private void step(Peer peer, Data data) {
    var step = stepper(peer, data);
    repeat(step, 200, 10);
    print(peer, "", repeat(step, 200, 20), 1e3, "ms");
  }

  private void epoch(Peer peer, Data data) {
    LongSupplier epoch = () -> {
      long start = System.nanoTime();
      peer.epoch(data);
      return System.nanoTime() - start;
    };
    repeat(epoch, 1, 0);
    print(peer, "", repeat(epoch, 2, 600), 1, "s");
  }

  private void latency(Peer peer, Data data, String variant, Peer.Call call) {
    int[] row = {0};
    LongSupplier one = () -> {
      var image =
          Arrays.copyOfRange(data.images(), row[0] * Data.PIXELS, (row[0] + 1) * Data.PIXELS);
      row[0] = (row[0] + 1) % data.rows();
      long start = System.nanoTime();
      call.answer(image);
      return System.nanoTime() - start;
    };
    repeat(one, 2000, 5);
    double[] seconds = repeat(one, 2000, 10);
    String p99 = String.format(Locale.ROOT, ", \"p99\": %.6g", at(seconds, 0.99) * 1e3);
    print(
        peer,
        variant,
        at(seconds, 0.5) * 1e3,
        at(seconds, 0.1) * 1e3,
        at(seconds, 0.9) * 1e3,
        "ms",
        seconds.length,
        p99);
  }

  private void bulk(Peer peer, Data data) {
    for (int batch : peer.bulkBatches()) {
      LongSupplier all = () -> {
        long start = System.nanoTime();
        peer.predict(data, batch);
        return System.nanoTime() - start;
      };
      repeat(all, 1, 0);
      double[] seconds = repeat(all, 3, 60);
      int rows = data.rows();
      print(
          peer,
          batch == 0 ? "" : "batch " + batch,
          rows / at(seconds, 0.5),
          rows / at(seconds, 1),
          rows / at(seconds, 0),
          "images/s",
          seconds.length,
          "");
    }
  }

  private void soak(Peer peer, Data data) {
    int steps = Integer.parseInt(options.getOrDefault("--steps", "20000"));
    var step = stepper(peer, data);
    for (int i = 1; i <= steps; i++) {
      step.getAsLong();
      if (i % 1000 == 0) {
        System.gc();
        var runtime = Runtime.getRuntime();
        System.out.printf(
            Locale.ROOT,
            "{\"figure\": \"soak\", \"step\": %d, \"heap_mb\": %.1f, \"rss_mb\": %.1f}%n",
            i,
            (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0,
            kilobytes("VmRSS") / 1024.0);
      }
    }
  }

  /**
   * Calls it {@code count} times or for so many seconds, at least once; returns the sorted seconds
   * of each call.
   */
  private static double[] repeat(LongSupplier nanos, int count, double seconds) {
    var times = new double[count];
    double spent = 0;
    int n = 0;
    while (n < count && (n == 0 || spent < seconds)) {
      times[n] = nanos.getAsLong() / NANOS;
      spent += times[n++];
    }
    var sorted = Arrays.copyOf(times, n);
    Arrays.sort(sorted);
    return sorted;
  }

  private static double at(double[] sorted, double quantile) {
    return sorted[(int) Math.round(quantile * (sorted.length - 1))];
  }

  private void print(Peer peer, String variant, double[] seconds, double factor, String unit) {
    print(
        peer,
        variant,
        at(seconds, 0.5) * factor,
        at(seconds, 0.1) * factor,
        at(seconds, 0.9) * factor,
        unit,
        seconds.length,
        "");
  }

  private void print(
      Peer peer,
      String variant,
      double value,
      double low,
      double high,
      String unit,
      int n,
      String more) {
    System.out.printf(
        Locale.ROOT,
        "{\"peer\": \"%s\", \"version\": \"%s\", \"figure\": \"%s\", \"variant\": \"%s\", \"precision\": \"%s\", "
            + "\"value\": %.6g, \"low\": %.6g, \"high\": %.6g, \"unit\": \"%s\", \"n\": %d%s}%n",
        peerName,
        peer.version(),
        figure,
        variant,
        options.getOrDefault("--precision", "float32"),
        value,
        low,
        high,
        unit,
        n,
        more);
    System.out.flush();
  }

  /** A line of /proc/self/status; 0 where there is no such file. */
  private static long kilobytes(String key) {
    var status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(key + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
