package org.keraunos.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.metrics.Evaluation;
import org.keraunos.report.Html;
import org.keraunos.report.Report;
import org.keraunos.report.Story;
import org.keraunos.report.results.Bounds;
import org.keraunos.report.results.Results;

/** The whole page. */
public final class ReportPage {
  /** A browser that keeps to this opens no connection, whatever a label is called. */
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline';"
          + " script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

  private static final Pattern HEADING = Pattern.compile("<h2 id=\"([a-z]+)\">([^<]*)</h2>");

  private final Dataset data;
  private final Results results;
  private final Story story;
  private final Report.@Nullable Explainer explainer;

  /**
   * A page.
   *
   * @param data the rows, for pictures of them
   * @param results the figures
   * @param story what is told beside them
   * @param explainer shows where labels were seen, or null
   */
  public ReportPage(
      Dataset data, Results results, Story story, Report.@Nullable Explainer explainer) {
    this.data = data;
    this.results = results;
    this.story = story;
    this.explainer = explainer;
  }

  /** {@return the page} */
  public String html() {
    StorySections told = new StorySections(data, results, story);
    CurveSection curves = new CurveSection(results);
    Gallery gallery = new Gallery(data, results, explainer);
    String main = told.training()
        + new LabelSection(results).html()
        + curves.curves()
        + curves.calibration()
        + new TogetherSection(results).html()
        + gallery.errors()
        + gallery.hits()
        + gallery.suspects()
        + told.data()
        + told.model()
        + told.made();
    String title = "Report of " + story.title();
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n"
        + "<link rel=\"icon\" href=\"data:,\">\n"
        + "<title>" + Html.escape(title) + "</title>\n<style>\n" + resource("report.css")
        + "</style>\n</head>\n<body>\n<header>\n<h1>" + Html.escape(title) + "</h1>\n" + subtitle()
        + "</header>\n<nav aria-label=\"Contents\"><ul>" + contents(main) + "</ul></nav>\n<main>\n"
        + figures() + main + "</main>\n<footer><p>Made by Keraunos.</p></footer>\n<script>\n"
        + resource("report.js") + "</script>\n</body>\n</html>\n";
  }

  private String subtitle() {
    String rows = Html.count(results.scored().rows()) + " rows";
    return "<p class=\"soft\">"
        + Html.escape(story.data().isEmpty() ? rows : story.data() + ", " + rows)
        + "</p>\n";
  }

  private static String contents(String main) {
    StringBuilder html = new StringBuilder();
    Matcher headings = HEADING.matcher(main);
    while (headings.find()) {
      html.append("<li><a href=\"#").append(headings.group(1)).append("\">");
      html.append(headings.group(2)).append("</a></li>");
    }
    return html.toString();
  }

  private String figures() {
    Evaluation all = results.evaluation();
    StringBuilder html = new StringBuilder(
        "<section aria-labelledby=\"figures\"><h2 id=\"figures\">Key figures</h2>\n"
            + "<dl class=\"figures\">");
    boolean several = results.labels().size() > 1;
    figure(html, several ? "Micro F1" : "F1", all.micro().f1(), results.microF1());
    if (several) {
      figure(html, "Macro F1", all.macro().f1(), results.macroF1());
    }
    figure(html, several ? "Micro precision" : "Precision", all.micro().precision(), Bounds.NONE);
    figure(html, several ? "Micro recall" : "Recall", all.micro().recall(), Bounds.NONE);
    figure(html, several ? "All labels right" : "Accuracy", all.accuracy(), Bounds.NONE);
    figure(html, "Hamming loss", all.hammingLoss(), Bounds.NONE);
    all.labelRankingAveragePrecision()
        .ifPresent(value -> figure(html, "Label ranking AP", value, Bounds.NONE));
    figure(
        html,
        "Calibration error",
        results.bins().calibrationError(results.bins().all()),
        Bounds.NONE);
    return html.append("</dl></section>\n").toString();
  }

  private static void figure(StringBuilder html, String name, double value, Bounds bounds) {
    html.append("<div><dt>").append(name).append("</dt><dd>").append(Html.figure(value));
    if (bounds.isThere()) {
      html.append("<small>").append(Piece.between(bounds)).append("</small>");
    }
    html.append("</dd></div>");
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      byte[] bytes = Check.present(in, name).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("expected to read " + name + " of this program", e);
    }
  }
}
