package org.keraunos.report.results;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of a label, as scikit-learn has them with {@code zero_division=0}.
 *
 * @param name its name
 * @param support rows that have it
 * @param known rows of which it is known
 * @param tp rows that have it and are said to
 * @param fp rows that are said to have it and do not
 * @param fn rows that have it and are not said to
 * @param precision {@code tp / (tp + fp)}
 * @param recall {@code tp / (tp + fn)}
 * @param f1 {@code 2 tp / (2 tp + fp + fn)}
 * @param rocAuc the area under its ROC curve; NaN without rows of both classes
 * @param averagePrecision its average precision; NaN without a row that has it
 * @param threshold where it was cut
 * @param calibrationError its expected calibration error over ten bins; NaN where it is never known
 * @param intervals of precision, recall, F1, ROC AUC and average precision
 * @param curves ROC and precision-recall
 */
public record LabelResult(
    String name,
    long support,
    long known,
    long tp,
    long fp,
    long fn,
    double precision,
    double recall,
    double f1,
    double rocAuc,
    double averagePrecision,
    double threshold,
    double calibrationError,
    Intervals intervals,
    CurveShape curves) {
  /**
   * Intervals of the figures.
   *
   * @param precision of precision
   * @param recall of recall
   * @param f1 of F1
   * @param rocAuc of the area under the ROC curve
   * @param averagePrecision of average precision
   */
  public record Intervals(
      Bounds precision, Bounds recall, Bounds f1, Bounds rocAuc, Bounds averagePrecision) {}

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("support", support);
    map.put("known", known);
    map.put("tp", tp);
    map.put("fp", fp);
    map.put("fn", fn);
    map.put("tn", known - tp - fp - fn);
    map.put("precision", precision);
    map.put("recall", recall);
    map.put("f1", f1);
    map.put("roc_auc", rocAuc);
    map.put("average_precision", averagePrecision);
    map.put("threshold", threshold);
    map.put("expected_calibration_error", calibrationError);
    Map<String, Object> bounds = new LinkedHashMap<>();
    put(bounds, "precision", intervals.precision());
    put(bounds, "recall", intervals.recall());
    put(bounds, "f1", intervals.f1());
    put(bounds, "roc_auc", intervals.rocAuc());
    put(bounds, "average_precision", intervals.averagePrecision());
    map.put("intervals", bounds);
    map.put(
        "roc",
        Map.of("fpr", round(curves.falsePositiveRate()), "tpr", round(curves.truePositiveRate())));
    map.put("pr", Map.of("recall", round(curves.recall()), "precision", round(curves.precision())));
    return map;
  }

  private static void put(Map<String, Object> map, String name, Bounds bounds) {
    if (bounds.isThere()) {
      map.put(name, bounds.toArray());
    }
  }

  /** A curve's points to be drawn: what is behind the fourth digit nobody sees. */
  private static double[] round(double[] values) {
    double[] rounded = new double[values.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = Math.rint(values[i] * 1e4) / 1e4;
    }
    return rounded;
  }
}
