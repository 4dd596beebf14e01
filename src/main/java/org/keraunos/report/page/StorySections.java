package org.keraunos.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keraunos.data.Dataset;
import org.keraunos.report.Html;
import org.keraunos.report.Story;
import org.keraunos.report.Text;
import org.keraunos.report.results.Results;

/** The data, the training, the model, and how it was made. */
final class StorySections {
  private static final String VALIDATION = "val_";
  private static final String LOSS = "loss";

  private final Dataset data;
  private final Results results;
  private final Story story;

  StorySections(Dataset data, Results results, Story story) {
    this.data = data;
    this.results = results;
    this.story = story;
  }

  String data() {
    StringBuilder html = new StringBuilder();
    if (!story.reading().isEmpty()) {
      html.append(Piece.h3("What was read")).append("<ul>");
      story
          .reading()
          .forEach(line -> html.append("<li>").append(Html.escape(line)).append("</li>"));
      html.append("</ul>\n").append(Piece.h3("The rows of this report"));
    }
    html.append("<dl class=\"facts\">");
    fact(html, "Rows", Html.count(results.scored().rows()));
    data.inputs().forEach(input -> fact(html, "Input " + input.name(), Text.sizes(input.shape())));
    fact(html, "Labels", Html.count(results.labels().size()));
    fact(
        html, "Labels a row", String.format(Locale.ROOT, "%.2f on average", results.cardinality()));
    if (results.scored().truth().hasUnknowns()) {
      fact(
          html,
          "Unknown",
          String.format(Locale.ROOT, "%.1f %% of the cells", 100 * results.unknownShare()));
    }
    return Piece.section("data", "Data", html.append("</dl>\n").toString());
  }

  String training() {
    Map<String, List<Double>> history = story.history();
    if (history.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<div class=\"charts\">");
    html.append(chart("Loss", history, true));
    if (history.keySet().stream().anyMatch(name -> !base(name).equals(LOSS))) {
      html.append(chart("Metrics", history, false));
    }
    html.append("</div>\n");
    int epochs = history.values().iterator().next().size();
    List<String> columns = new ArrayList<>(List.of("Epoch"));
    columns.addAll(history.keySet());
    List<List<String>> rows = new ArrayList<>();
    for (int epoch : epochs > 1 ? new int[] {0, epochs - 1} : new int[] {0}) {
      List<String> row = new ArrayList<>(List.of(String.valueOf(epoch + 1)));
      history.values().forEach(values -> row.add(figure(values.get(epoch))));
      rows.add(row);
    }
    html.append(Piece.table("First and last epoch", columns, rows));
    return Piece.section("training", "Training", html.toString());
  }

  private static String chart(String title, Map<String, List<Double>> history, boolean ofLoss) {
    SvgChart chart = new SvgChart(title, "epoch", "").wholeSteps();
    List<String> bases = new ArrayList<>();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int epochs = 1;
    for (Map.Entry<String, List<Double>> each : history.entrySet()) {
      String base = base(each.getKey());
      if (base.equals(LOSS) == ofLoss) {
        if (!bases.contains(base)) {
          bases.add(base);
        }
        double[] y = each.getValue().stream().mapToDouble(Double::doubleValue).toArray();
        double[] x = new double[y.length];
        Arrays.setAll(x, i -> i + 1);
        epochs = Math.max(epochs, y.length);
        low = Math.min(low, Arrays.stream(y).filter(Double::isFinite).min().orElse(low));
        high = Math.max(high, Arrays.stream(y).filter(Double::isFinite).max().orElse(high));
        chart.line(each.getKey(), x, y, bases.indexOf(base), each.getKey().startsWith(VALIDATION));
      }
    }
    if (low > high) {
      low = 0;
      high = 1;
    }
    double room = high > low ? (high - low) * 0.05 : Math.max(1e-9, Math.abs(high) * 0.05);
    return chart.range(1, Math.max(2, epochs), low - room, high + room).figure();
  }

  private static String base(String name) {
    return name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4g", value);
  }

  String model() {
    return story.summary().isEmpty()
        ? ""
        : Piece.section(
            "model",
            "Model",
            "<pre tabindex=\"0\" role=\"region\" aria-label=\"Summary of the model\">"
                + Html.escape(story.summary()) + "</pre>\n");
  }

  String made() {
    StringBuilder html = new StringBuilder("<dl class=\"facts\">");
    story.made().forEach((what, how) -> fact(html, what, how));
    return Piece.section("made", "How it was made", html.append("</dl>\n").toString());
  }

  private static void fact(StringBuilder html, String what, String how) {
    html.append("<dt>").append(Html.escape(what)).append("</dt><dd>");
    html.append(Html.escape(Text.line(how))).append("</dd>");
  }
}
