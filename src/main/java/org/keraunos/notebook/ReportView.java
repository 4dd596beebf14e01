package org.keraunos.notebook;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.metrics.ClassificationReport;
import org.keraunos.metrics.ClassificationReport.Line;
import org.keraunos.report.Html;
import org.keraunos.report.HtmlTable;

/** A classification report as a table with a bar beside each share; as a picture, bars alone. */
final class ReportView {
  private ReportView() {}

  static View of(ClassificationReport report) {
    String text = description(report);
    return new Shown(text, () -> table(report), () -> chart(report).picture());
  }

  private static BarView chart(ClassificationReport report) {
    List<Line> lines = new ArrayList<>(report.labels());
    lines.addAll(report.averages());
    return new BarView("Classification report", lines.stream().map(Line::name).toList())
        .bars("precision", lines.stream().mapToDouble(Line::precision).toArray())
        .bars("recall", lines.stream().mapToDouble(Line::recall).toArray())
        .bars("F1", lines.stream().mapToDouble(Line::f1).toArray());
  }

  private static String table(ClassificationReport report) {
    HtmlTable table = new HtmlTable(
        "Classification report", List.of("label", "precision", "recall", "F1", "support"));
    report.labels().forEach(line -> table.row(line.name(), cells(line)));
    table.section();
    for (Line line : report.averages()) {
      if (report.accuracy().isPresent() && line.name().equals("micro avg")) {
        String support = Html.count(line.support());
        double accuracy = report.accuracy().getAsDouble();
        table.row("accuracy", List.of("", "", share(accuracy), support));
      } else {
        table.row(line.name(), cells(line));
      }
    }
    return table.toString();
  }

  private static List<String> cells(Line line) {
    return List.of(
        share(line.precision()),
        share(line.recall()),
        share(line.f1()),
        Html.count(line.support()));
  }

  private static String share(double value) {
    return Html.figure(value) + "<br>" + Html.bar(value);
  }

  private static String description(ClassificationReport report) {
    StringBuilder text = new StringBuilder("Classification report of ");
    text.append(report.labels().size()).append(" labels.");
    for (Line line : report.averages()) {
      text.append(' ').append(line.name()).append(": precision ");
      text.append(Html.figure(line.precision())).append(", recall ");
      text.append(Html.figure(line.recall())).append(", F1 ");
      text.append(Html.figure(line.f1())).append('.');
    }
    return text.toString();
  }
}
