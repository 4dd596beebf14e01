package org.keraunos.report;

import org.keraunos.report.page.SvgChart;

/** The kinds of curves that are drawn of labels. */
public enum Curve {
  /** True positive rate by false positive rate. */
  ROC("roc", "ROC curves", "false positive rate", "true positive rate"),
  /** Precision by recall. */
  PRECISION_RECALL("precision-recall", "Precision and recall", "recall", "precision"),
  /** Detection error tradeoff: false negative rate by false positive rate. */
  DET("det", "Detection error tradeoff", "false positive rate", "false negative rate"),
  /** The share of rows that have a label by its mean probability, in ten bins. */
  RELIABILITY("reliability", "Reliability", "mean probability", "share that is true");

  private final String file;
  private final String title;
  private final String x;
  private final String y;

  Curve(String file, String title, String x, String y) {
    this.file = file;
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /** {@return the name of its file, without an end} */
  String file() {
    return file;
  }

  /** {@return an empty chart; chance, or perfect calibration, as a thin line} */
  SvgChart chart() {
    SvgChart chart = new SvgChart(title, x, y);
    return this == ROC || this == RELIABILITY ? chart.diagonal() : chart;
  }
}
