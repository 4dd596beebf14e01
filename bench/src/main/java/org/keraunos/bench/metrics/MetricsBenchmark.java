package org.keraunos.bench.metrics;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.metrics.Average;
import org.keraunos.metrics.LabelMetrics;
import org.keraunos.metrics.Option;
import org.keraunos.metrics.RankingMetrics;

/**
 * Times the metrics and prints a line {@code name<TAB>seconds<TAB>value} for each: the best of several calls after
 * warming up. What arrives is flat arrays; making matrices of them (their check included) is timed.
 *
 * <p>Arguments: the folder with truth.bin and scores.bin, rows, labels.
 */
public final class MetricsBenchmark {
  private static final Option SILENT = o -> o.warnings(warning -> {});

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
    int calls = 9;
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
    int[][] nested = new int[rows][labels];
    for (int i = 0; i < truth.length; i++) {
      nested[i / labels][i % labels] = truth[i];
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
    figures.put(
        "(int[][] to LabelMatrix)", () -> (double) LabelMatrix.of(nested).rows());
    figures.forEach((name, figure) -> time(name, figure, calls));
  }

  private static void time(String name, Supplier<Object> figure, int calls) {
    Object value = figure.get();
    for (int i = 0; i < calls; i++) {
      figure.get();
    }
    double[] seconds = new double[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      value = figure.get();
      seconds[i] = (System.nanoTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    System.out.println(name + "\t" + seconds[0] + "\t" + value);
  }
}
