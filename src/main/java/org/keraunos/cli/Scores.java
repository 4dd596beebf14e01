package org.keraunos.cli;

import static org.keraunos.metrics.ZeroDivision.ZERO;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.keraunos.Predictions;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.metrics.Evaluation;
import org.keraunos.metrics.Option;
import org.keraunos.report.Text;

/**
 * What predictions are worth, as scikit-learn would score them with {@code zero_division=0}: what
 * commands say of it.
 */
final class Scores {
  private final Evaluation evaluation;
  private final LabelMatrix predicted;

  Scores(LabelMatrix truth, Predictions predictions) {
    this(truth, predictions, predictions.labels());
  }

  Scores(LabelMatrix truth, Predictions predictions, LabelMatrix predicted) {
    this(truth, predictions.scores(), predicted, predictions.labelNames());
  }

  Scores(LabelMatrix truth, ScoreMatrix scores, LabelMatrix predicted, LabelNames names) {
    this.predicted = predicted;
    // One label without a name of its own: its classes are 0 and 1, as scikit-learn calls them.
    Option named = names.equals(LabelNames.numbered(1)) ? o -> {} : o -> o.targetNames(names);
    evaluation = Evaluation.of(truth, predicted, scores, ZERO, named);
  }

  /** The labels that were scored. */
  LabelMatrix predicted() {
    return predicted;
  }

  /** The tutorial's three lines, then the rest. */
  void print(PrintWriter out) {
    print(out, "Precision: %.3f%n", evaluation.micro().precision());
    print(out, "Recall: %.3f%n", evaluation.micro().recall());
    print(out, "F1 score: %.3f%n", evaluation.micro().f1());
    out.println();
    print(out, "Accuracy: %.3f%n", evaluation.accuracy());
    print(out, "Hamming loss: %.3f%n", evaluation.hammingLoss());
    out.println();
    out.print(evaluation.report().named(Text::line).text(3));
  }

  private static void print(PrintWriter out, String format, double figure) {
    out.print(String.format(Locale.ROOT, format, figure));
  }

  Map<String, Object> toMap() {
    boolean several = evaluation.labels().size() > 1;
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("precision", evaluation.micro().precision());
    map.put("recall", evaluation.micro().recall());
    map.put("f1", evaluation.micro().f1());
    map.put("f1_macro", evaluation.macro().f1());
    if (several) {
      map.put("f1_weighted", evaluation.weighted().f1());
      map.put("f1_samples", evaluation.samples().f1());
    }
    map.put("accuracy", evaluation.accuracy());
    map.put("hamming_loss", evaluation.hammingLoss());
    map.put("binary_accuracy", 1 - evaluation.hammingLoss());
    evaluation
        .labelRankingAveragePrecision()
        .ifPresent(figure -> map.put("label_ranking_average_precision", figure));
    map.put("report", evaluation.report().toMap());
    return map;
  }
}
