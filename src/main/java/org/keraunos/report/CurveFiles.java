package org.keraunos.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.report.page.SvgChart;
import org.keraunos.report.results.CurveShape;
import org.keraunos.report.results.LabelResult;
import org.keraunos.report.results.Results;
import org.keraunos.report.results.ScoreBins;

/**
 * The curves of a report as pictures of their own: ROC, precision and recall, detection error
 * tradeoff, reliability. Of up to ten labels each has a line, and always all of them as one
 * problem.
 */
public final class CurveFiles {
  private static final int MOST_LINES = 9;
  private static final int ALL = 9;

  private CurveFiles() {}

  /**
   * Draws the curves.
   *
   * @param results the figures
   * @return an SVG file each, by its name: {@code roc.svg}, {@code precision-recall.svg},
   *     {@code det.svg}, {@code reliability.svg}
   */
  public static Map<String, String> of(Results results) {
    SvgChart roc =
        new SvgChart("ROC curves", "false positive rate", "true positive rate").diagonal();
    SvgChart pr = new SvgChart("Precision and recall", "recall", "precision");
    SvgChart det =
        new SvgChart("Detection error tradeoff", "false positive rate", "false negative rate");
    SvgChart reliability =
        new SvgChart("Reliability", "mean probability", "share that is true").diagonal();
    ScoreBins bins = results.bins();
    boolean one = results.labels().size() == 1;
    String all = one ? results.labels().get(0).name() : "all labels";
    lines(roc, pr, det, all, results.pooled(), ALL, false);
    reliability.line(all, bins.meanProbability(bins.all()), bins.shareTrue(bins.all()), ALL, false);
    for (int j = 0;
        !one
            && results.labels().size() <= MOST_LINES + 1
            && j < results.labels().size();
        j++) {
      LabelResult label = results.labels().get(j);
      boolean again = j >= MOST_LINES;
      lines(roc, pr, det, label.name(), label.curves(), j % MOST_LINES, again);
      reliability.line(
          label.name(), bins.meanProbability(j), bins.shareTrue(j), j % MOST_LINES, again);
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put("roc.svg", roc.file());
    files.put("precision-recall.svg", pr.file());
    files.put("det.svg", det.file());
    files.put("reliability.svg", reliability.file());
    return files;
  }

  private static void lines(
      SvgChart roc,
      SvgChart pr,
      SvgChart det,
      String name,
      CurveShape curve,
      int color,
      boolean dashed) {
    double[] missed = curve.truePositiveRate().clone();
    for (int i = 0; i < missed.length; i++) {
      missed[i] = 1 - missed[i];
    }
    roc.line(name, curve.falsePositiveRate(), curve.truePositiveRate(), color, dashed);
    pr.line(name, curve.recall(), curve.precision(), color, dashed);
    det.line(name, curve.falsePositiveRate(), missed, color, dashed);
  }

  /**
   * Writes the curves.
   *
   * @param folder where to; it is made if it is not there, and files of these names are replaced
   * @param results the figures
   * @throws org.keraunos.base.DataException if one cannot be written
   */
  public static void write(Path folder, Results results) {
    Check.given(folder, "folder");
    of(results).forEach((name, svg) -> {
      byte[] bytes = svg.getBytes(StandardCharsets.UTF_8);
      AtomicFiles.writeFile(folder.resolve(name), out -> out.write(bytes));
    });
  }
}
