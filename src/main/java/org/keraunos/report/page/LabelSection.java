package org.keraunos.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.keraunos.report.Html;
import org.keraunos.report.StrictJson;
import org.keraunos.report.results.LabelResult;
import org.keraunos.report.results.Results;
import org.keraunos.report.results.ScoreBins;

/** The table of labels, which sorts and filters itself, and the curves of each behind its name. */
final class LabelSection {
  private static final List<String> COLUMNS = List.of(
      "Label",
      "Support",
      "Precision",
      "Recall",
      "F1",
      "ROC AUC",
      "AP",
      "Threshold",
      "ECE",
      "False",
      "Missed");
  private static final int FILTERED = 12;

  private final Results results;

  LabelSection(Results results) {
    this.results = results;
  }

  String html() {
    StringBuilder html = new StringBuilder();
    html.append(Piece.p(
        "Support counts the rows that have the label; AP is average precision, ECE the expected"
            + " calibration error over ten bins. Small figures are 95 % intervals by "
            + Html.count(results.draws()) + " bootstrap draws of the rows"
            + (results.areasEvery() > 1
                ? "; those of areas by draws of one row in " + Html.count(results.areasEvery())
                    + ", narrowed to what all rows tell"
                : "")
            + ". The headings sort; a label's name opens its curves."));
    if (results.labels().size() > FILTERED) {
      html.append("<p class=\"screen\"><label>Only labels with <input type=\"search\""
          + " id=\"label-filter\"></label></p>");
    }
    html.append("<p id=\"label-said\" class=\"soft screen\" role=\"status\"></p>");
    html.append(table());
    html.append(panel());
    html.append("<script type=\"application/json\" id=\"label-curves\">")
        .append(curves())
        .append("</script>\n");
    return Piece.section("labels", "Labels", html.toString());
  }

  private String table() {
    StringBuilder html = new StringBuilder("<table id=\"label-table\"><thead><tr>");
    for (String column : COLUMNS) {
      html.append("<th scope=\"col\"><button type=\"button\">")
          .append(column)
          .append("</button></th>");
    }
    html.append("</tr></thead><tbody>\n");
    for (int j = 0; j < results.labels().size(); j++) {
      LabelResult label = results.labels().get(j);
      html.append("<tr><th scope=\"row\"><button type=\"button\" class=\"pick\" data-i=\"")
          .append(j)
          .append("\">")
          .append(Html.escape(label.name()))
          .append("</button></th>");
      cell(html, Html.count(label.support()));
      cell(html, Piece.figure(label.precision(), label.intervals().precision()));
      cell(html, Piece.figure(label.recall(), label.intervals().recall()));
      cell(html, Piece.figure(label.f1(), label.intervals().f1()));
      cell(html, Piece.figure(label.rocAuc(), label.intervals().rocAuc()));
      cell(html, Piece.figure(label.averagePrecision(), label.intervals().averagePrecision()));
      cell(html, Html.figure(label.threshold()));
      cell(html, Html.figure(label.calibrationError()));
      cell(html, Html.count(label.fp()));
      cell(html, Html.count(label.fn()));
      html.append("</tr>\n");
    }
    return Piece.wide("Table of labels", html.append("</tbody></table>").toString())
        .replaceFirst("class=\"wide\"", "class=\"wide tall\"");
  }

  private static void cell(StringBuilder html, String inside) {
    html.append("<td>").append(inside).append("</td>");
  }

  /** Empty frames that the script draws into. */
  private static String panel() {
    return "<div id=\"label-panel\" class=\"screen\" hidden><h3 tabindex=\"-1\">Label</h3>"
        + "<div class=\"charts\">"
        + frame(
            "panel-roc",
            new SvgChart("ROC curve", "false positive rate", "true positive rate").diagonal())
        + frame("panel-pr", new SvgChart("Precision and recall", "recall", "precision"))
        + frame(
            "panel-rel",
            new SvgChart("Reliability", "mean probability", "share that is true").diagonal())
        + frame("panel-hist", new SvgChart("Probabilities", "probability", "of the highest bin"))
        + "</div><p class=\"soft\">The dot is the threshold. Histogram: "
        + "<span class=\"key\">first colour rows without the label, second rows with it</span>, each"
        + " against its own highest bin: <span id=\"panel-most\"></span>.</p></div>\n";
  }

  private static String frame(String id, SvgChart chart) {
    return chart.figure().replaceFirst("<figure>", "<figure id=\"" + id + "\">");
  }

  private String curves() {
    List<Object> all = new ArrayList<>();
    ScoreBins bins = results.bins();
    double[] edges = new double[ScoreBins.BINS];
    Arrays.setAll(edges, b -> b / (double) ScoreBins.BINS);
    for (int j = 0; j < results.labels().size(); j++) {
      LabelResult label = results.labels().get(j);
      double negatives = label.known() - label.support();
      all.add(List.of(
          Packed.points(label.curves().falsePositiveRate(), label.curves().truePositiveRate()),
          Packed.points(label.curves().recall(), label.curves().precision()),
          Packed.points(bins.meanProbability(j), bins.shareTrue(j)),
          Packed.points(edges, shares(bins.negatives(j))),
          Packed.points(edges, shares(bins.positives(j))),
          rounded(negatives == 0 ? 0 : label.fp() / negatives),
          rounded(label.recall()),
          rounded(label.precision()),
          most(bins.negatives(j)) + " without, " + most(bins.positives(j)) + " with"));
    }
    // What could end the script element ends no text in JSON either.
    return StrictJson.write(all).replace("<", "\\u003c");
  }

  private static double rounded(double share) {
    return Math.rint(share * 1e4) / 1e4;
  }

  private static String most(long[] counts) {
    return String.format(Locale.ROOT, "%,d", Arrays.stream(counts).max().orElse(0));
  }

  private static double[] shares(long[] counts) {
    long most = Arrays.stream(counts).max().orElse(0);
    return Arrays.stream(counts)
        .mapToDouble(n -> most == 0 ? 0 : n / (double) most)
        .toArray();
  }
}
