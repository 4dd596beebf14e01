package org.keraunos.report.page;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.report.Html;
import org.keraunos.report.Pictures;
import org.keraunos.report.Report;
import org.keraunos.report.RowPictures;
import org.keraunos.report.results.LabelErrors;
import org.keraunos.report.results.LabelResult;
import org.keraunos.report.results.Results;
import org.keraunos.report.results.Scored;
import org.keraunos.report.results.TellingRows;

/** Rows worth looking at: pictures where the data are some, else a table. */
final class Gallery {
  private static final int MOST_PIXELS = 160;
  private static final int SMALL = 96;
  private static final int MOST_LABELS = 8;

  private final Dataset data;
  private final Scored scored;
  private final Results results;
  private final List<String> names;
  private final boolean pictures;
  private final Report.@Nullable Explainer explainer;

  Gallery(Dataset data, Results results, Report.@Nullable Explainer explainer) {
    this.data = data;
    this.results = results;
    this.scored = results.scored();
    this.names = results.labels().stream().map(LabelResult::name).toList();
    this.pictures = RowPictures.arePictures(data);
    this.explainer = explainer;
  }

  String errors() {
    String help = pictures && explainer != null
        ? " A second picture shows what spoke for the label (Grad-CAM), from blue to red; where there is none,"
            + " nothing did."
        : "";
    return section(
        "errors",
        "Surest errors",
        "Rows with a wrong label of which the model is surest." + help,
        "No label is wrong.",
        results.rows().errors());
  }

  String hits() {
    return section(
        "hits",
        "Best hits",
        "Rows with all labels right, by the least sure of their labels.",
        "No row that has a label has all of them right.",
        results.rows().hits());
  }

  String suspects() {
    LabelErrors errors = results.errors();
    List<TellingRows.Cell> cells = new ArrayList<>();
    for (LabelErrors.Suspect each : errors.suspects()) {
      if (cells.size() < 2 * Results.SHOWN_ROWS) {
        cells.add(new TellingRows.Cell(each.row(), each.label(), each.ofGiven()));
      }
    }
    String said =
        Html.count(errors.count()) + " cells whose label in the data is probably wrong, by"
            + " confident learning (Northcutt, Jiang and Chuang 2021), each label on its own; those first"
            + " to whose label the model gives the least probability. The better the model, the more they"
            + " say."
            + (errors.count() > cells.size() ? " The first " + cells.size() + " are shown." : "");
    return section("suspects", "Suspected label errors", said, "None is suspected.", cells);
  }

  private String section(
      String id, String heading, String said, String none, List<TellingRows.Cell> cells) {
    String body = cells.isEmpty()
        ? Piece.p(none)
        : Piece.p(said) + (pictures ? pictures(cells) : table(heading, cells));
    return Piece.section(id, heading, body);
  }

  private String pictures(List<TellingRows.Cell> cells) {
    StringBuilder html = new StringBuilder("<ul class=\"gallery\">");
    for (TellingRows.Cell cell : cells) {
      String about = "Row " + cell.row();
      html.append("<li>");
      BufferedImage seen = explainer != null && scored.isWrong(cell)
          ? explainer.picture(cell.row(), cell.label())
          : null;
      if (seen != null) {
        html.append("<div class=\"pair\">")
            .append(image(RowPictures.picture(data, cell.row()), about))
            .append(
                image(seen, "What spoke for " + names.get(cell.label()) + " in row " + cell.row()))
            .append("</div>");
      } else {
        html.append(image(RowPictures.picture(data, cell.row()), about));
      }
      html.append(about).append(": ").append(verdict(cell));
      html.append("<br>is ").append(labels(cell.row(), scored.truth()));
      html.append("<br>said ").append(labels(cell.row(), scored.predicted())).append("</li>");
    }
    return html.append("</ul>\n").toString();
  }

  private String table(String heading, List<TellingRows.Cell> cells) {
    List<List<String>> rows = new ArrayList<>();
    for (TellingRows.Cell cell : cells) {
      rows.add(List.of(
          "Row " + cell.row(),
          verdict(cell),
          labels(cell.row(), scored.truth()),
          labels(cell.row(), scored.predicted())));
    }
    return Piece.table("Rows: " + heading, List.of("Row", "Label", "Is", "Said"), rows);
  }

  /** The label, and how likely the model finds it. */
  private String verdict(TellingRows.Cell cell) {
    boolean there = scored.truth().get(cell.row(), cell.label()) == 1;
    double p = there ? cell.ofTruth() : 1 - cell.ofTruth();
    boolean wrong = scored.isWrong(cell);
    return "<span class=\"" + (wrong ? "bad" : "good") + "\">"
        + Html.escape(names.get(cell.label()))
        + (wrong ? there ? " missed" : " is not there" : "")
        + "</span> at " + String.format(Locale.ROOT, "%.3f", p);
  }

  private String labels(int row, LabelMatrix of) {
    List<String> there = new ArrayList<>();
    int more = 0;
    for (int label = 0; label < names.size(); label++) {
      if (of.get(row, label) == 1) {
        if (there.size() < MOST_LABELS) {
          there.add(names.get(label));
        } else {
          more++;
        }
      }
    }
    String text = there.isEmpty() ? "none" : String.join(", ", there);
    return Html.escape(more == 0 ? text : text + " and " + more + " more");
  }

  /** Few pixels stay what they are; a photograph is made small, and kept as one. */
  private static String image(BufferedImage picture, String alt) {
    int longer = Math.max(picture.getWidth(), picture.getHeight());
    boolean small = longer <= SMALL;
    BufferedImage shown = Pictures.within(picture, MOST_PIXELS);
    String uri = small ? Pictures.pngUri(shown) : Pictures.jpegUri(shown);
    return "<img" + (small ? " class=\"small\"" : "") + " width=\"" + shown.getWidth()
        + "\" height=\"" + shown.getHeight() + "\" alt=\"" + Html.escape(alt) + "\" src=\"" + uri
        + "\">";
  }
}
