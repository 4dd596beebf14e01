package org.keraunos.metrics;

import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Labels;

/** A figure of all four counts of a column, of each label and averaged. */
final class FourCounts {
  /** The figure of one column, NaN where no row decides it. */
  @FunctionalInterface
  interface Figure {
    double of(double tn, double fp, double fn, double tp);
  }

  private final String metric;
  private final Figure figure;
  private final Labels truth;
  private final Labels predicted;
  private final Options options;
  private boolean oneClass;

  FourCounts(String metric, Figure figure, Labels truth, Labels predicted, Options options) {
    this.metric = metric;
    this.figure = figure;
    this.truth = truth;
    this.predicted = predicted;
    this.options = options;
  }

  double[] perLabel() {
    double[] values = values(Tally.of(truth, predicted, options).perLabel());
    warn();
    return values;
  }

  double average() {
    Average average = options.average(truth.labels());
    Tally tally = Tally.of(truth, predicted, options, average);
    double value = switch (average) {
      case BINARY -> values(tally.perLabel())[0];
      case MACRO -> Mean.of(values(tally.perLabel()), null);
      case WEIGHTED -> Mean.of(values(tally.perLabel()), tally.perLabel().positives());
      case MICRO -> pooled(tally.perLabel());
      case SAMPLES -> samples(tally);
    };
    warn();
    return value;
  }

  private double[] values(Counts counts) {
    double[] values = new double[counts.size()];
    for (int j = 0; j < values.length; j++) {
      values[j] = value(counts.tn(j), counts.fp(j), counts.fn(j), counts.tp(j));
    }
    return values;
  }

  private double pooled(Counts counts) {
    double tn = 0;
    double fp = 0;
    double fn = 0;
    double tp = 0;
    for (int j = 0; j < counts.size(); j++) {
      tn += counts.tn(j);
      fp += counts.fp(j);
      fn += counts.fn(j);
      tp += counts.tp(j);
    }
    return value(tn, fp, fn, tp);
  }

  private double samples(Tally tally) {
    tally.checkSamples(metric);
    RowCounts rows = tally.perRow();
    double[] values = new double[tally.rows()];
    for (int i = 0; i < values.length; i++) {
      int known = rows.known.length == 0 ? tally.labels().length : rows.known[i];
      int tn = known - rows.tp[i] - rows.fp[i] - rows.fn[i];
      values[i] = rows.isKnown(i) ? value(tn, rows.fp[i], rows.fn[i], rows.tp[i]) : Double.NaN;
    }
    return Mean.of(values, options.sampleWeight(values.length));
  }

  private double value(double tn, double fp, double fn, double tp) {
    oneClass |= (tp + fn == 0 && fp > 0) || (tn + fp == 0 && fn > 0);
    return figure.of(tn, fp, fn, tp);
  }

  /** Where only one class is true but both are predicted, scikit-learn warns of balance alone. */
  private void warn() {
    if (oneClass && metric.equals("balanced_accuracy_score")) {
      options
          .warnings()
          .warn(new Warnings.Warning(metric, "one_class", "y_pred contains classes not in y_true"));
    }
  }

  /** Correlation of truth and predictions, in scikit-learn's order of sums. */
  static double matthews(double tn, double fp, double fn, double tp) {
    double all = tn + fn + (fp + tp);
    double covariance = (tn + tp) * all - ((tn + fp) * (tn + fn) + (fn + tp) * (fp + tp));
    double predicted = all * all - ((tn + fn) * (tn + fn) + (fp + tp) * (fp + tp));
    double actual = all * all - ((tn + fp) * (tn + fp) + (fn + tp) * (fn + tp));
    double variances = predicted * actual;
    return variances == 0 ? 0 : covariance / Math.sqrt(variances);
  }

  static double balanced(double tn, double fp, double fn, double tp, boolean adjusted) {
    double positives = tp + fn;
    double negatives = tn + fp;
    if (positives == 0 && negatives == 0) {
      return Double.NaN;
    }
    boolean both = positives > 0 && negatives > 0;
    double score = both
        ? (tn / negatives + tp / positives) / 2
        : positives > 0 ? tp / positives : tn / negatives;
    return adjusted ? both ? 2 * score - 1 : Double.NaN : score;
  }

  static LabelMatrix complement(LabelMatrix matrix) {
    byte[] cells = matrix.flat().clone();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] >= 0) {
        cells[i] ^= 1;
      }
    }
    return LabelMatrix.of(cells, matrix.rows(), matrix.labels());
  }
}
