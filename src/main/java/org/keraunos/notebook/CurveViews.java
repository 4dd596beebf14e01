package org.keraunos.notebook;

import org.keraunos.metrics.CalibrationCurve;
import org.keraunos.metrics.DetCurve;
import org.keraunos.metrics.PrecisionRecallCurve;
import org.keraunos.metrics.RocCurve;
import org.keraunos.report.page.ChartPicture;
import org.keraunos.report.page.SvgChart;

/** A curve that was computed, drawn as in reports. */
final class CurveViews {
  private static final String FALSE_POSITIVES = "false positive rate";

  private CurveViews() {}

  static View of(RocCurve curve) {
    return view(new SvgChart("ROC curve", FALSE_POSITIVES, "true positive rate")
        .diagonal()
        .line("true positive rate", curve.falsePositiveRate(), curve.truePositiveRate()));
  }

  static View of(PrecisionRecallCurve curve) {
    return view(new SvgChart("Precision and recall", "recall", "precision")
        .line("precision", curve.recall(), curve.precision()));
  }

  static View of(DetCurve curve) {
    return view(new SvgChart("Detection error tradeoff", FALSE_POSITIVES, "false negative rate")
        .line("false negative rate", curve.falsePositiveRate(), curve.falseNegativeRate()));
  }

  static View of(CalibrationCurve curve) {
    return view(new SvgChart("Reliability", "mean probability", "share that is true")
        .diagonal()
        .line("share that is true", curve.probPred(), curve.probTrue()));
  }

  private static View view(SvgChart chart) {
    return Shown.picture(chart.description() + ".", () -> ChartPicture.of(chart));
  }
}
