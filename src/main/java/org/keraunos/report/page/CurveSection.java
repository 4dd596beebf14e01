package org.keraunos.report.page;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.report.Html;
import org.keraunos.report.results.LabelResult;
import org.keraunos.report.results.Results;
import org.keraunos.report.results.ScoreBins;

/** ROC and precision-recall curves; how far probabilities can be believed. */
final class CurveSection {
  private static final int MOST_LINES = 9;

  private final Results results;

  CurveSection(Results results) {
    this.results = results;
  }

  String curves() {
    List<LabelResult> labels = results.labels();
    SvgChart roc =
        new SvgChart("ROC curves", "false positive rate", "true positive rate").diagonal();
    SvgChart pr = new SvgChart("Precision and recall", "recall", "precision");
    String all = labels.size() == 1 ? labels.get(0).name() : "all labels";
    roc.line(
        all, results.pooled().falsePositiveRate(), results.pooled().truePositiveRate(), 9, false);
    pr.line(all, results.pooled().recall(), results.pooled().precision(), 9, false);
    boolean each = labels.size() > 1 && labels.size() <= MOST_LINES + 1;
    for (int j = 0; each && j < labels.size(); j++) {
      LabelResult label = labels.get(j);
      roc.line(
          label.name(),
          label.curves().falsePositiveRate(),
          label.curves().truePositiveRate(),
          j % MOST_LINES,
          j >= MOST_LINES);
      pr.line(
          label.name(),
          label.curves().recall(),
          label.curves().precision(),
          j % MOST_LINES,
          j >= MOST_LINES);
    }
    String said = labels.size() > 1 && !each
        ? "The cells of all labels as one problem; a label's own curves are behind its name above."
        : "";
    if (results.pooledEvery() > 1) {
      said += " Of every " + results.pooledEvery() + "th row.";
    }
    return Piece.section(
        "curves",
        "ROC and precision-recall curves",
        (said.isEmpty() ? "" : Piece.p(said)) + "<div class=\"charts\">" + roc.figure()
            + pr.figure() + "</div>\n");
  }

  String calibration() {
    ScoreBins bins = results.bins();
    int all = bins.all();
    SvgChart reliability = new SvgChart(
            "Reliability: is what is said to be likely true as often?",
            "mean probability",
            "share that is true")
        .diagonal()
        .line("all labels", bins.meanProbability(all), bins.shareTrue(all));
    results
        .rawBins()
        .ifPresent(raw -> reliability.line(
            "before calibration", raw.meanProbability(all), raw.shareTrue(all), 1, true));
    String before = results
        .rawBins()
        .map(raw -> ", before calibration " + Html.figure(raw.calibrationError(all))
            + "; mean of the labels " + Html.figure(labelsError(bins)) + ", before "
            + Html.figure(labelsError(raw)))
        .orElse("");
    SvgChart scores = new SvgChart("Probabilities", "probability", "share of cells");
    double[] without = shares(bins.negatives(all));
    double[] with = shares(bins.positives(all));
    double highest = Math.max(
        Arrays.stream(without).max().orElse(0), Arrays.stream(with).max().orElse(0));
    scores.range(0, 1, 0, Math.max(0.05, highest));
    steps(scores, "without the label", without);
    steps(scores, "with the label", with);
    return Piece.section(
        "calibration",
        "Calibration",
        Piece.p("Expected calibration error over all cells: "
                + Html.figure(bins.calibrationError(all))
                + before
                + ". On the dotted line a probability of 0.7 is right seven times in ten.")
            + "<div class=\"charts\">" + reliability.figure() + scores.figure() + "</div>\n");
  }

  /** What is too sure of one label and too unsure of another is right over all cells. */
  private static double labelsError(ScoreBins bins) {
    return IntStream.range(0, bins.all())
        .mapToDouble(bins::calibrationError)
        .filter(each -> !Double.isNaN(each))
        .average()
        .orElse(Double.NaN);
  }

  private static double[] shares(long[] counts) {
    double sum = Arrays.stream(counts).sum();
    return Arrays.stream(counts).mapToDouble(n -> sum == 0 ? 0 : n / sum).toArray();
  }

  /** A histogram as the outline of its bars. */
  private static void steps(SvgChart chart, String name, double[] heights) {
    double[] x = new double[2 * heights.length];
    double[] y = new double[2 * heights.length];
    for (int b = 0; b < heights.length; b++) {
      x[2 * b] = b / (double) heights.length;
      x[2 * b + 1] = (b + 1) / (double) heights.length;
      y[2 * b] = heights[b];
      y[2 * b + 1] = heights[b];
    }
    chart.line(name, x, y);
  }
}
