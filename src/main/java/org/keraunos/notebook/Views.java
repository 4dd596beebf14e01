package org.keraunos.notebook;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.keraunos.Model;
import org.keraunos.Predictions;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.metrics.CalibrationCurve;
import org.keraunos.metrics.ClassificationReport;
import org.keraunos.metrics.DetCurve;
import org.keraunos.metrics.PrecisionRecallCurve;
import org.keraunos.metrics.RocCurve;
import org.keraunos.report.Curve;
import org.keraunos.report.CurvePicture;
import org.keraunos.report.HeatOverlay;
import org.keraunos.report.Pictures;
import org.keraunos.report.RowPictures;
import org.keraunos.training.History;
import org.keraunos.training.RateCurve;

/**
 * Makes things to look at. In a notebook {@link #of} is not needed: what it takes shows itself as a
 * cell's last value.
 *
 * <pre>{@code
 * Views.of(history).save(Path.of("curves.png"));
 * Views.predictions(test, model.predict(test)).save(Path.of("predictions.html"));
 * }</pre>
 */
public final class Views {
  private static final double THRESHOLD = 0.5;
  private static final int PICTURES = 16;

  private Views() {}

  /**
   * The curves of a training, validation in dashes, and the first and last epoch's figures.
   *
   * @param history what {@code fit} gave
   * @return the view
   */
  public static View of(History history) {
    return HistoryView.of(history);
  }

  /**
   * A data set: the first 16 pictures with their labels, where the first input is of pictures
   * (height, width, 1, 3 or 4 channels), and how often each label is there; of many labels the 40
   * most frequent.
   *
   * @param data any data set
   * @return the view
   */
  public static View of(Dataset data) {
    return DatasetView.of(data);
  }

  /**
   * A report as a table with bars.
   *
   * @param report what {@link org.keraunos.metrics.LabelMetrics#classificationReport} gave
   * @return the view; its picture is a chart of bars
   */
  public static View of(ClassificationReport report) {
    return ReportView.of(report);
  }

  /**
   * A model's layers as a table and a drawing.
   *
   * @param model an open model; the view stays as the model is now
   * @return the view; its picture is the drawing
   * @throws IllegalStateException if the model is closed
   */
  public static View of(Model model) {
    return ModelView.of(model);
  }

  /**
   * Probabilities as a heat map: the first 10 rows and 20 labels.
   *
   * @param predictions at least one row
   * @return the view
   */
  public static View of(Predictions predictions) {
    return PredictedView.table(predictions);
  }

  /**
   * The first 16 pictures with the labels whose probability is above 0.5.
   *
   * @param data pictures; with labels, wrong predictions are marked
   * @param predictions of all its rows
   * @return the view
   * @throws IllegalArgumentException if the data are no pictures, or rows or labels disagree
   */
  public static View predictions(Dataset data, Predictions predictions) {
    return predictions(data, predictions, THRESHOLD, PICTURES);
  }

  /**
   * Pictures with the labels that are predicted.
   *
   * @param data pictures; with labels, wrong predictions are marked
   * @param predictions of all its rows
   * @param threshold a label is predicted where its probability is above this
   * @param pictures how many to show at most, at least 1
   * @return the view
   * @throws IllegalArgumentException if the data are no pictures, or rows or labels disagree
   */
  public static View predictions(
      Dataset data, Predictions predictions, double threshold, int pictures) {
    Check.argument(pictures >= 1, "pictures", ">= 1", pictures);
    return PredictedView.pictures(data, predictions, threshold, pictures);
  }

  /**
   * How often labels meet: a heat map of the number of rows that have both, on the diagonal of
   * those that have the one.
   *
   * @param data with labels of 0, 1 or unknown
   * @return the view
   * @throws IllegalStateException if there are no labels or soft ones
   */
  public static View cooccurrence(Dataset data) {
    return LabelHeatMaps.cooccurrence(data.labels(), data.labelNames().names());
  }

  /**
   * The confusion matrix of each label: a heat map of the shares found and missed, of false alarms
   * and of rows rightly without it, and a table of the counts, as
   * {@code multilabel_confusion_matrix} counts.
   *
   * @param truth what is so
   * @param predicted what was said
   * @param names one a label
   * @return the view
   * @throws IllegalArgumentException if rows or labels disagree
   */
  public static View confusion(LabelMatrix truth, LabelMatrix predicted, LabelNames names) {
    return LabelHeatMaps.confusion(truth, predicted, names.names());
  }

  /**
   * ROC, precision-recall, DET or reliability curves: of up to ten labels a line each, and always
   * of all of them as one problem.
   *
   * @param curve which
   * @param truth what is so
   * @param scores what was said; probabilities, for reliability
   * @param names one a label
   * @return the view
   * @throws IllegalArgumentException if rows or labels disagree
   */
  public static View curves(Curve curve, LabelMatrix truth, ScoreMatrix scores, LabelNames names) {
    CurvePicture drawn = CurvePicture.of(curve, truth, scores, names);
    return Shown.picture(drawn.description(), drawn::toPicture);
  }

  /**
   * Where in a picture something was seen, over the picture: what {@link org.keraunos.GradCam} and
   * {@link org.keraunos.Occlusion} give.
   *
   * @param data of pictures
   * @param row from 0
   * @param map rows and columns of any number, stretched over the picture
   * @param label what was seen, for the title
   * @return the view
   * @throws IllegalArgumentException if the data are no pictures, or the map has no cells
   */
  public static View heatMap(Dataset data, int row, float[][] map, String label) {
    Check.argument(RowPictures.arePictures(data), "data", "pictures", "none");
    BufferedImage over = HeatOverlay.of(RowPictures.picture(data, row), map);
    return Shown.picture(
        "Where " + label + " was seen in row " + row + ", from blue to red.",
        () -> Pictures.enlarged(over));
  }

  /**
   * Which label is taken for which: a heat map of the number of rows that miss the one and have the
   * other wrongly.
   *
   * @param truth what is so
   * @param predicted what was said
   * @param names one a label
   * @return the view
   * @throws IllegalArgumentException if rows or labels disagree
   */
  public static View mixUps(LabelMatrix truth, LabelMatrix predicted, LabelNames names) {
    return LabelHeatMaps.mixUps(truth, predicted, names.names());
  }

  /**
   * The losses by rate of a search for a learning rate, smoothed and as they are, with a mark at
   * the suggestion, which is in the title as well.
   *
   * @param curve what {@code findLearningRate} gave
   * @return the view
   */
  public static View of(RateCurve curve) {
    double[] rates = curve.rates().stream().mapToDouble(Double::doubleValue).toArray();
    double[] losses = curve.losses().stream().mapToDouble(Double::doubleValue).toArray();
    OptionalDouble suggested = curve.suggestion();
    String title = suggested.isEmpty()
        ? "The loss falls at no rate"
        : String.format(Locale.ROOT, "Suggested rate: %.1e", suggested.getAsDouble());
    double[] smoothed = curve.smoothed();
    LineView view = new LineView(title)
        .axes("learning rate", "loss")
        .logarithmic()
        .line("smoothed", rates, smoothed)
        .line("loss", rates, losses);
    if (suggested.isPresent()) {
      double rate = suggested.getAsDouble();
      double loss = smoothed[curve.rates().indexOf(rate)];
      // One point, which is drawn as a mark.
      view.line("suggested", new double[] {rate}, new double[] {loss});
    }
    return view;
  }

  /**
   * An ROC curve; what chance gives is dotted.
   *
   * @param curve of a label
   * @return the view
   */
  public static View of(RocCurve curve) {
    return CurveViews.of(curve);
  }

  /**
   * A curve of precision by recall.
   *
   * @param curve of a label
   * @return the view
   */
  public static View of(PrecisionRecallCurve curve) {
    return CurveViews.of(curve);
  }

  /**
   * A detection error tradeoff.
   *
   * @param curve of a label
   * @return the view
   */
  public static View of(DetCurve curve) {
    return CurveViews.of(curve);
  }

  /**
   * A reliability curve; what calibrated probabilities give is dotted.
   *
   * @param curve of a label or of several
   * @return the view
   */
  public static View of(CalibrationCurve curve) {
    return CurveViews.of(curve);
  }

  /**
   * An empty chart of lines.
   *
   * @param title what it shows
   * @return the chart, to add lines to
   */
  public static LineView lines(String title) {
    return new LineView(title);
  }

  /**
   * An empty chart of bars.
   *
   * @param title what it shows
   * @param names what each bar, or group of bars, stands for; at least one
   * @return the chart, to add bars to
   */
  public static BarView bars(String title, List<String> names) {
    return new BarView(title, names);
  }
}
