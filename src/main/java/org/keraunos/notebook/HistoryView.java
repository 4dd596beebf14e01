package org.keraunos.notebook;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.keraunos.report.Html;
import org.keraunos.report.HtmlTable;
import org.keraunos.report.Look;
import org.keraunos.report.Pictures;
import org.keraunos.training.History;

/**
 * The curves of a training: the loss, and beside it the metrics; validation in dashes of the same
 * colour.
 */
final class HistoryView {
  private static final String VALIDATION = "val_";
  private static final String LOSS = "loss";
  private static final int WIDTH = 430;
  private static final int HEIGHT = 320;

  private HistoryView() {}

  static View of(History history) {
    if (history.epochs().isEmpty()) {
      String text = "No epoch was finished"
          + (history.interrupted() ? ": the training was interrupted in the first." : ".");
      return new Shown(
          text,
          () -> "<p>" + text + "</p>",
          () -> Pictures.paint(WIDTH, 40, (graphics, w, h) -> {
            graphics.setColor(Look.INK);
            graphics.drawString(text, 10, 25);
          }));
    }
    LineView loss = chart("Loss", history, true);
    LineView metrics = chart("Metrics", history, false);
    boolean both = history.names().stream().anyMatch(name -> !isLoss(name));
    String text = history.epochs().size() + " epochs"
        + (history.interrupted() ? ", then interrupted" : "") + ". " + loss.description()
        + (both ? " " + metrics.description() : "");
    return new Shown(
        text,
        () -> Html.picture(picture(loss, metrics, both), text) + table(history),
        () -> picture(loss, metrics, both));
  }

  private static BufferedImage picture(LineView loss, LineView metrics, boolean both) {
    return both ? Pictures.row(List.of(loss.picture(), metrics.picture())) : loss.picture();
  }

  private static LineView chart(String title, History history, boolean ofLoss) {
    LineView chart = new LineView(title).axes("epoch", "").size(WIDTH, HEIGHT).wholeSteps();
    double[] epochs = new double[history.epochs().size()];
    Arrays.setAll(epochs, epoch -> epoch + 1);
    List<String> bases = new ArrayList<>();
    for (String name : history.names()) {
      if (isLoss(name) == ofLoss) {
        String base = base(name);
        if (!bases.contains(base)) {
          bases.add(base);
        }
        double[] values = history.epochs().stream()
            .mapToDouble(logs -> logs.getOrDefault(name, Double.NaN))
            .toArray();
        chart.line(name, epochs, values, bases.indexOf(base), name.startsWith(VALIDATION));
      }
    }
    return chart;
  }

  private static String table(History history) {
    int last = history.epochs().size();
    List<String> columns = new ArrayList<>(List.of("epoch"));
    columns.addAll(history.names());
    HtmlTable table = new HtmlTable("", columns);
    row(table, "1", history, 0);
    if (last > 1) {
      row(table, Integer.toString(last), history, last - 1);
    }
    return table.toString();
  }

  private static void row(HtmlTable table, String shown, History history, int epoch) {
    Map<String, Double> logs = history.epochs().get(epoch);
    table.row(
        shown,
        history.names().stream()
            .map(name -> logs.containsKey(name) ? LiveProgress.figure(logs.get(name)) : "")
            .toList());
  }

  private static boolean isLoss(String name) {
    return base(name).equals(LOSS);
  }

  private static String base(String name) {
    return name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
  }
}
