package org.keraunos.cli;

import static org.keraunos.metrics.Average.MACRO;
import static org.keraunos.metrics.Average.MICRO;
import static org.keraunos.metrics.Average.SAMPLES;
import static org.keraunos.metrics.Average.WEIGHTED;
import static org.keraunos.metrics.LabelMetrics.accuracyScore;
import static org.keraunos.metrics.LabelMetrics.classificationReport;
import static org.keraunos.metrics.LabelMetrics.f1Score;
import static org.keraunos.metrics.LabelMetrics.hammingLoss;
import static org.keraunos.metrics.LabelMetrics.precisionScore;
import static org.keraunos.metrics.LabelMetrics.recallScore;
import static org.keraunos.metrics.RankingMetrics.labelRankingAveragePrecisionScore;
import static org.keraunos.metrics.ZeroDivision.ZERO;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.keraunos.Predictions;
import org.keraunos.base.LabelMatrix;
import org.keraunos.metrics.Average;
import org.keraunos.metrics.ClassificationReport;
import org.keraunos.metrics.Option;
import org.keraunos.report.Text;

/** What predictions are worth, as scikit-learn would score them with {@code zero_division=0}. */
final class Scores {
  private final LabelMatrix truth;
  private final LabelMatrix predicted;
  private final Predictions predictions;
  private final ClassificationReport report;

  Scores(LabelMatrix truth, Predictions predictions, double threshold) {
    this.truth = truth;
    this.predictions = predictions;
    this.predicted = predictions.labels(threshold);
    String[] names = predictions.labelNames().names().toArray(String[]::new);
    boolean oneColumn = names.length == 1;
    this.report = oneColumn
        ? classificationReport(truth, predicted, ZERO)
        : classificationReport(truth, predicted, ZERO, o -> o.targetNames(names));
  }

  /** The tutorial's three lines, then the rest. */
  void print(PrintWriter out) {
    print(out, "Precision: %.3f%n", precision());
    print(out, "Recall: %.3f%n", recall());
    print(out, "F1 score: %.3f%n", f1(MICRO));
    out.println();
    print(out, "Accuracy: %.3f%n", accuracyScore(truth, predicted));
    print(out, "Hamming loss: %.3f%n", hammingLoss(truth, predicted));
    out.println();
    out.print(shown().text(3));
  }

  /** The report with names that stay on their lines. */
  private ClassificationReport shown() {
    String[] names = predictions.labelNames().names().toArray(String[]::new);
    String[] lines = Stream.of(names).map(Text::line).toArray(String[]::new);
    return names.length == 1 || Arrays.equals(names, lines)
        ? report
        : classificationReport(truth, predicted, ZERO, o -> o.targetNames(lines));
  }

  private static void print(PrintWriter out, String format, double figure) {
    out.print(String.format(Locale.ROOT, format, figure));
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("precision", precision());
    map.put("recall", recall());
    map.put("f1", f1(MICRO));
    map.put("f1_macro", f1(MACRO));
    if (truth.labels() > 1) {
      map.put("f1_weighted", f1(WEIGHTED));
      map.put("f1_samples", f1(SAMPLES));
    }
    map.put("accuracy", accuracyScore(truth, predicted));
    double hamming = hammingLoss(truth, predicted);
    map.put("hamming_loss", hamming);
    map.put("binary_accuracy", 1 - hamming);
    if (truth.labels() > 1) {
      map.put(
          "label_ranking_average_precision",
          labelRankingAveragePrecisionScore(truth, predictions.scores()));
    }
    map.put("report", report.toMap());
    return map;
  }

  private double precision() {
    return precisionScore(truth, predicted, MICRO, ZERO, positives());
  }

  private double recall() {
    return recallScore(truth, predicted, MICRO, ZERO, positives());
  }

  private double f1(Average average) {
    return f1Score(truth, predicted, average, ZERO, positives());
  }

  /** One column is scikit-learn's binary problem, whose micro average counts the zeros too: here the ones alone count. */
  private Option positives() {
    return truth.labels() == 1 ? options -> options.labels(1) : options -> {};
  }
}
