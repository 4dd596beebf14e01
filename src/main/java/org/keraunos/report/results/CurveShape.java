package org.keraunos.report.results;

import java.util.Arrays;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.metrics.Curves;
import org.keraunos.metrics.ThresholdCounts;

/**
 * The curves of a label with as few points as show their shape: a point is left out that is nearer
 * than a step to the last one that was kept, both ways; the ends stay.
 *
 * @param falsePositiveRate the ROC curve to the right; empty without rows of both classes
 * @param truePositiveRate the ROC curve upwards
 * @param recall the precision-recall curve to the right; empty without positive rows
 * @param precision the precision-recall curve upwards
 */
@SuppressWarnings("ArrayRecordComponent") // a bag of results that nobody compares
public record CurveShape(
    double[] falsePositiveRate, double[] truePositiveRate, double[] recall, double[] precision) {
  private static final double[] NONE = {};

  /**
   * {@return the curves of a label, with steps of a hundredth}
   *
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels
   * @param label from 0
   */
  public static CurveShape of(LabelMatrix truth, ScoreMatrix scores, int label) {
    return of(truth, scores, label, 0.01);
  }

  static CurveShape of(LabelMatrix truth, ScoreMatrix scores, int label, double step) {
    boolean known = false;
    for (int row = 0; row < truth.rows() && !known; row++) {
      known = truth.get(row, label) >= 0;
    }
    if (!known) {
      return new CurveShape(NONE, NONE, NONE, NONE);
    }
    ThresholdCounts counts = Curves.confusionMatrixAtThresholds(truth, scores, label);
    double[] tps = counts.truePositives();
    double[] fps = counts.falsePositives();
    int n = tps.length;
    double positives = tps[n - 1] + counts.falseNegatives()[n - 1];
    double negatives = fps[n - 1] + counts.trueNegatives()[n - 1];
    double[][] roc = {NONE, NONE};
    if (positives > 0 && negatives > 0) {
      double[] x = new double[n + 1];
      double[] y = new double[n + 1];
      for (int i = 0; i < n; i++) {
        x[i + 1] = fps[i] / negatives;
        y[i + 1] = tps[i] / positives;
      }
      roc = thinned(x, y, step);
    }
    double[][] pr = {NONE, NONE};
    if (positives > 0) {
      double[] x = new double[n + 1];
      double[] y = new double[n + 1];
      y[0] = 1;
      for (int i = 0; i < n; i++) {
        x[i + 1] = tps[i] / positives;
        y[i + 1] = tps[i] / (tps[i] + fps[i]);
      }
      pr = thinned(x, y, step);
    }
    return new CurveShape(roc[0], roc[1], pr[0], pr[1]);
  }

  /** A corner is kept by the point before the one that is a step away. */
  static double[][] thinned(double[] x, double[] y, double step) {
    double[] keptX = new double[2 * x.length];
    double[] keptY = new double[2 * x.length];
    int n = 0;
    int last = 0;
    for (int i = 0; i < x.length; i++) {
      boolean far = Math.abs(x[i] - x[last]) >= step || Math.abs(y[i] - y[last]) >= step;
      if (i == 0 || i == x.length - 1 || far) {
        if (i - 1 > last) {
          keptX[n] = x[i - 1];
          keptY[n++] = y[i - 1];
        }
        keptX[n] = x[i];
        keptY[n++] = y[i];
        last = i;
      }
    }
    return new double[][] {Arrays.copyOf(keptX, n), Arrays.copyOf(keptY, n)};
  }
}
