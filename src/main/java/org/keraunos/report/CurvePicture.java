package org.keraunos.report;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.report.page.ChartPicture;
import org.keraunos.report.page.SvgChart;
import org.keraunos.report.results.CurveShape;
import org.keraunos.report.results.LabelResult;
import org.keraunos.report.results.Results;
import org.keraunos.report.results.ScoreBins;

/**
 * ROC, precision-recall, DET or reliability curves as a picture. Of up to ten labels each has a
 * line, and always all of them as one problem. Points nearer than a hundredth of the axes to the
 * last one are left out.
 *
 * <pre>{@code
 * CurvePicture.of(Curve.ROC, truth, scores, names).save(Path.of("roc.png"));
 * }</pre>
 */
@CheckReturnValue
public final class CurvePicture {
  private static final int MOST_LINES = 9;
  private static final int ALL = 9;
  private static final String SVG = ".svg";

  private final SvgChart chart;

  private CurvePicture(SvgChart chart) {
    this.chart = chart;
  }

  /**
   * Draws the curves of scores.
   *
   * @param curve which
   * @param truth rows x labels of 0, 1 or unknown
   * @param scores rows x labels; probabilities, for reliability
   * @param names one a label
   * @return the picture
   * @throws IllegalArgumentException if rows or labels disagree
   */
  public static CurvePicture of(
      Curve curve, LabelMatrix truth, ScoreMatrix scores, LabelNames names) {
    Check.argument(
        truth.rows() == scores.rows() && truth.labels() == scores.labels(),
        "scores",
        truth.rows() + " x " + truth.labels() + " as the truth",
        scores.rows() + " x " + scores.labels());
    Check.argument(
        names.size() == truth.labels(), "names", truth.labels() + " names", names.size());
    return new CurvePicture(chart(
        curve,
        names.names(),
        label -> CurveShape.of(truth, scores, label),
        () -> pooled(truth, scores),
        () -> ScoreBins.of(truth, scores)));
  }

  /**
   * Draws the curves of a report.
   *
   * @param curve which
   * @param results the figures
   * @return the picture
   */
  public static CurvePicture of(Curve curve, Results results) {
    return new CurvePicture(chart(
        curve,
        results.labels().stream().map(LabelResult::name).toList(),
        label -> results.labels().get(label).curves(),
        results::pooled,
        results::bins));
  }

  private static CurveShape pooled(LabelMatrix truth, ScoreMatrix scores) {
    byte[] cells = truth.flat();
    double[] values = new double[cells.length];
    scores.copyTo(0, values, values.length);
    return CurveShape.of(
        LabelMatrix.of(cells, cells.length, 1), ScoreMatrix.of(values, cells.length, 1), 0);
  }

  private static SvgChart chart(
      Curve curve,
      List<String> names,
      IntFunction<CurveShape> shapes,
      Supplier<CurveShape> pooled,
      Supplier<ScoreBins> binned) {
    SvgChart chart = curve.chart();
    boolean reliability = curve == Curve.RELIABILITY;
    ScoreBins bins = reliability ? binned.get() : null;
    int labels = names.size();
    String all = labels == 1 ? names.get(0) : "all labels";
    if (bins != null) {
      chart.line(all, bins.meanProbability(bins.all()), bins.shareTrue(bins.all()), ALL, false);
    } else {
      line(chart, curve, all, pooled.get(), ALL, false);
    }
    for (int j = 0; labels > 1 && labels <= MOST_LINES + 1 && j < labels; j++) {
      int color = j % MOST_LINES;
      boolean again = j >= MOST_LINES;
      if (bins != null) {
        chart.line(names.get(j), bins.meanProbability(j), bins.shareTrue(j), color, again);
      } else {
        line(chart, curve, names.get(j), shapes.apply(j), color, again);
      }
    }
    return chart;
  }

  private static void line(
      SvgChart chart, Curve curve, String name, CurveShape shape, int color, boolean dashed) {
    if (curve == Curve.PRECISION_RECALL) {
      chart.line(name, shape.recall(), shape.precision(), color, dashed);
      return;
    }
    double[] up = shape.truePositiveRate().clone();
    for (int i = 0; curve == Curve.DET && i < up.length; i++) {
      up[i] = 1 - up[i];
    }
    chart.line(name, shape.falsePositiveRate(), up, color, dashed);
  }

  /** {@return the picture as an SVG file} */
  public String toSvg() {
    return chart.file();
  }

  /** {@return the picture, of twice the size that it is meant to be shown at} */
  public BufferedImage toPicture() {
    return ChartPicture.of(chart);
  }

  /** {@return what is to be seen, in words} */
  public String description() {
    return chart.description();
  }

  /**
   * Writes the picture.
   *
   * @param file its name ends in {@code .svg} or {@code .png}; a file that is there is replaced
   * @throws IllegalArgumentException if the name ends in something else
   * @throws org.keraunos.base.DataException if the file cannot be written
   */
  public void save(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    Check.argument(
        name.endsWith(SVG) || name.endsWith(".png"),
        "file",
        "a name that ends in .svg or .png",
        file);
    byte[] bytes =
        name.endsWith(SVG) ? toSvg().getBytes(StandardCharsets.UTF_8) : Pictures.png(toPicture());
    AtomicFiles.writeFile(file, out -> out.write(bytes));
  }
}
