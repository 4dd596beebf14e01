package org.keraunos.bench.metrics;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.metrics.Average;
import org.keraunos.metrics.LabelMetrics;
import org.keraunos.metrics.Option;
import org.keraunos.metrics.RankingMetrics;

/**
 * Times the metrics that standard input names, one a line, and answers {@code seconds<TAB>value<TAB>share} for each: the
 * best of several calls, the first time after warming up, and what a call allocates over the bytes of its input. What
 * arrives is flat arrays; making matrices of them (their check included) is timed.
 *
 * <p>Arguments: the folder with truth.bin and scores.bin, rows, labels.
 */
public final class MetricsBenchmark {
  private static final Option SILENT = o -> o.warnings(warning -> {});
  private static final int CALLS = 9;
  private static final Set<String> SCORED = Set.of(
      "roc_auc_score",
      "average_precision_score",
      "coverage_error",
      "label_ranking_loss",
      "label_ranking_average_precision_score");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private MetricsBenchmark() {}

  /**
   * Runs it.
   *
   * @param arguments folder, rows, labels
   * @throws IOException if the data cannot be read
   */
  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    int labels = Integer.parseInt(arguments[2]);
    Set<String> warm = new HashSet<>();
    byte[] truth = Files.readAllBytes(folder.resolve("truth.bin"));
    double[] scores = new double[truth.length];
    try (FileChannel channel = FileChannel.open(folder.resolve("scores.bin"))) {
      channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN)
          .asDoubleBuffer()
          .get(scores);
    }
    byte[] predicted = new byte[truth.length];
    for (int i = 0; i < truth.length; i++) {
      predicted[i] = (byte) (scores[i] > 0.5 ? 1 : 0);
    }
    Supplier<LabelMatrix> t = () -> LabelMatrix.of(truth, rows, labels);
    Supplier<LabelMatrix> p = () -> LabelMatrix.of(predicted, rows, labels);
    Supplier<ScoreMatrix> s = () -> ScoreMatrix.of(scores, rows, labels);
    Map<String, Supplier<Object>> figures = new LinkedHashMap<>();
    figures.put("accuracy_score", () -> LabelMetrics.accuracyScore(t.get(), p.get()));
    figures.put("hamming_loss", () -> LabelMetrics.hammingLoss(t.get(), p.get()));
    figures.put(
        "precision_score", () -> LabelMetrics.precisionScore(t.get(), p.get(), Average.MACRO));
    figures.put("f1_score", () -> LabelMetrics.f1Score(t.get(), p.get(), Average.MACRO));
    figures.put(
        "f1_score_samples", () -> LabelMetrics.f1Score(t.get(), p.get(), Average.SAMPLES, SILENT));
    figures.put("jaccard_score", () -> LabelMetrics.jaccardScore(t.get(), p.get(), Average.MACRO));
    figures.put(
        "multilabel_confusion_matrix",
        () -> LabelMetrics.multilabelConfusionMatrix(t.get(), p.get())[0][1][1]);
    figures.put(
        "classification_report",
        () -> LabelMetrics.classificationReport(t.get(), p.get(), SILENT)
            .averages()
            .get(3)
            .f1());
    figures.put("roc_auc_score", () -> RankingMetrics.rocAucScore(t.get(), s.get(), Average.MACRO));
    figures.put(
        "average_precision_score",
        () -> RankingMetrics.averagePrecisionScore(t.get(), s.get(), Average.MACRO));
    figures.put("coverage_error", () -> RankingMetrics.coverageError(t.get(), s.get()));
    figures.put("label_ranking_loss", () -> RankingMetrics.labelRankingLoss(t.get(), s.get()));
    figures.put(
        "label_ranking_average_precision_score",
        () -> RankingMetrics.labelRankingAveragePrecisionScore(t.get(), s.get()));
    long countInput = 2L * truth.length;
    long scoreInput = (1L + Double.BYTES) * truth.length;
    BufferedReader names =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name = names.readLine(); name != null; name = names.readLine()) {
      Supplier<Object> figure = figures.get(name);
      boolean first = warm.add(name);
      for (int i = 0; first && i < CALLS; i++) {
        figure.get();
      }
      time(figure, SCORED.contains(name) ? scoreInput : countInput);
    }
  }

  private static void time(Supplier<Object> figure, long input) {
    double best = Double.POSITIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    Object value = 0;
    for (int i = 0; i < CALLS; i++) {
      double before = allocated();
      long start = System.nanoTime();
      value = figure.get();
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
      least = Math.min(least, allocated() - before);
    }
    System.out.println(best + "\t" + value + "\t" + least / input);
  }

  /** Bytes that all threads have allocated so far. */
  private static double allocated() {
    double sum = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }
}
