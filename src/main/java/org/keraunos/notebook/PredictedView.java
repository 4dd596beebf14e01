package org.keraunos.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.keraunos.Predictions;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.report.Html;
import org.keraunos.report.PictureGrid;
import org.keraunos.report.RowPictures;

/** What a model says: of pictures, with marks where it is wrong, or as a table of probabilities. */
final class PredictedView {
  private static final int TABLE_ROWS = 10;
  private static final int TABLE_LABELS = 20;
  private static final String LEGEND =
      "Below each picture what was predicted: + is a label that is not there, − one that was missed.";

  private PredictedView() {}

  static View pictures(Dataset data, Predictions predictions, double threshold, int pictures) {
    Check.argument(
        data.size() == predictions.rows(),
        "predictions",
        data.size() + " rows",
        predictions.rows());
    Check.argument(
        RowPictures.arePictures(data) && data.size() > 0,
        "data",
        "pictures: height, width, 1, 3 or 4 channels",
        data.inputs().get(0).shape());
    boolean compares = !data.targets().isEmpty();
    if (compares) {
      int labels = data.targets().get(0).shape().size();
      int predicted = predictions.labelNames().size();
      Check.argument(labels == predicted, "predictions", labels + " labels", predicted);
    }
    int shown = Math.min(pictures, data.size());
    List<PictureGrid.Entry> entries = new ArrayList<>();
    int right = 0;
    for (int row = 0; row < shown; row++) {
      String caption = caption(data, predictions, row, threshold);
      boolean hit = !caption.contains("+") && !caption.contains("−");
      right += hit ? 1 : 0;
      entries.add(new PictureGrid.Entry(
          RowPictures.picture(data, row),
          List.of(compares ? (hit ? "✓ " : "✗ ") + caption : caption),
          "Row " + row + ", predicted: " + caption));
    }
    String text = compares
        ? right + " of " + shown + " pictures have exactly the right labels. " + LEGEND
        : shown + " pictures with the labels that are predicted.";
    return new Shown(
        text,
        () -> "<p>" + text + "</p>" + PictureGrid.html(entries),
        () -> PictureGrid.picture(entries));
  }

  private static String caption(Dataset data, Predictions predictions, int row, double threshold) {
    List<String> names = predictions.labelNames().names();
    float[] truth = new float[names.size()];
    boolean compares = !data.targets().isEmpty();
    if (compares) {
      data.targets().get(0).column().read(row, truth, 0);
    }
    List<String> parts = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      boolean predicted = predictions.get(row, label) > threshold;
      boolean unknown = !compares || Float.isNaN(truth[label]);
      boolean there = truth[label] > 0.5;
      if (predicted) {
        parts.add(unknown || there ? names.get(label) : "+" + names.get(label));
      } else if (!unknown && there) {
        parts.add("−" + names.get(label));
      }
    }
    return PictureGrid.join(parts);
  }

  /** The first rows and labels as a table. */
  static View table(Predictions predictions) {
    int rows = Math.min(TABLE_ROWS, predictions.rows());
    int labels = Math.min(TABLE_LABELS, predictions.labelNames().size());
    List<String> names = predictions.labelNames().names().subList(0, labels);
    String text = "Probabilities of " + Html.count(predictions.rows()) + " rows and "
        + predictions.labelNames().size() + " labels; the first " + rows + " rows"
        + (labels < predictions.labelNames().size() ? " and " + labels + " labels" : "");
    List<String> rowNames = new ArrayList<>();
    double[][] values = new double[rows][labels];
    for (int row = 0; row < rows; row++) {
      rowNames.add("row " + row);
      for (int label = 0; label < labels; label++) {
        values[row][label] = predictions.get(row, label);
      }
    }
    HeatMapView.Axes axes = new HeatMapView.Axes("row", rowNames, "label", names);
    return HeatMapView.of(text, axes, values, value -> String.format(Locale.ROOT, "%.2f", value));
  }
}
