package org.keraunos.notebook;

import java.util.List;
import java.util.Locale;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.metrics.LabelMetrics;
import org.keraunos.report.Html;
import org.keraunos.report.HtmlTable;

/** Heat maps of labels: how often they meet, how each is confused, which stands in for which. */
final class LabelHeatMaps {
  private LabelHeatMaps() {}

  static View cooccurrence(LabelMatrix labels, List<String> names) {
    checkNames(labels, names);
    double[][] counts = pairs(
        labels,
        (row, label) -> labels.get(row, label) == 1,
        (row, label) -> labels.get(row, label) == 1);
    return HeatMapView.of(
        "Rows that have both labels",
        new HeatMapView.Axes("label", names, "label", names),
        counts,
        Html::count);
  }

  static View mixUps(LabelMatrix truth, LabelMatrix predicted, List<String> names) {
    checkBoth(truth, predicted, names);
    double[][] counts = pairs(
        truth,
        (row, label) -> truth.get(row, label) == 1 && predicted.get(row, label) == 0,
        (row, label) -> truth.get(row, label) == 0 && predicted.get(row, label) == 1);
    return HeatMapView.of(
        "Rows where one label is missed and another put in",
        new HeatMapView.Axes("missed", names, "predicted wrongly", names),
        counts,
        Html::count);
  }

  /**
   * Rates as colours, because counts of a rare label would all be pale; the counts are in the
   * table.
   */
  static View confusion(LabelMatrix truth, LabelMatrix predicted, List<String> names) {
    checkBoth(truth, predicted, names);
    double[][][] matrices = LabelMetrics.multilabelConfusionMatrix(truth, predicted);
    double[][] rates = new double[matrices.length][];
    HtmlTable counts = new HtmlTable(
        "Rows", List.of("label", "found (TP)", "missed (FN)", "false alarms (FP)", "rest (TN)"));
    for (int label = 0; label < matrices.length; label++) {
      double[] without = matrices[label][0];
      double[] with = matrices[label][1];
      double positive = with[0] + with[1];
      double negative = without[0] + without[1];
      rates[label] = new double[] {
        with[1] / positive, with[0] / positive, without[1] / negative, without[0] / negative
      };
      counts.row(
          names.get(label),
          List.of(
              Html.count(with[1]),
              Html.count(with[0]),
              Html.count(without[1]),
              Html.count(without[0])));
    }
    View map = HeatMapView.of(
        "Confusion matrix of each label, in % of the rows with and without it",
        new HeatMapView.Axes(
            "label", names, "", List.of("found", "missed", "false alarm", "rightly not")),
        rates,
        rate -> String.format(Locale.ROOT, "%.1f", 100 * rate));
    Shown shown = (Shown) map;
    return new Shown(
        shown.description(),
        () -> Html.picture(shown.picture().get(), shown.description()) + counts,
        shown.picture());
  }

  @FunctionalInterface
  private interface Cell {
    boolean holds(int row, int label);
  }

  private static double[][] pairs(LabelMatrix shape, Cell first, Cell second) {
    int labels = shape.labels();
    double[][] counts = new double[labels][labels];
    for (int row = 0; row < shape.rows(); row++) {
      for (int i = 0; i < labels; i++) {
        if (first.holds(row, i)) {
          for (int j = 0; j < labels; j++) {
            counts[i][j] += second.holds(row, j) ? 1 : 0;
          }
        }
      }
    }
    return counts;
  }

  private static void checkBoth(LabelMatrix truth, LabelMatrix predicted, List<String> names) {
    checkNames(truth, names);
    Check.argument(
        truth.rows() == predicted.rows() && truth.labels() == predicted.labels(),
        "predicted",
        truth.rows() + " rows of " + truth.labels() + " labels",
        predicted.rows() + " rows of " + predicted.labels());
  }

  private static void checkNames(LabelMatrix labels, List<String> names) {
    Check.argument(
        names.size() == labels.labels(), "names", labels.labels() + ", one a label", names.size());
  }
}
