package org.keraunos.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keraunos.base.Check;
import org.keraunos.report.results.Results;

/** All curves of a report as files of their own; {@link CurvePicture} makes one of them. */
public final class CurveFiles {
  private CurveFiles() {}

  /**
   * Draws the curves.
   *
   * @param results the figures
   * @return an SVG file each, by its name: {@code roc.svg}, {@code precision-recall.svg},
   *     {@code det.svg}, {@code reliability.svg}
   */
  public static Map<String, String> of(Results results) {
    Map<String, String> files = new LinkedHashMap<>();
    for (Curve curve : Curve.values()) {
      files.put(curve.file() + ".svg", CurvePicture.of(curve, results).toSvg());
    }
    return files;
  }

  /**
   * Writes the curves as SVG.
   *
   * @param folder where to; it is made if it is not there, and files of these names are replaced
   * @param results the figures
   * @throws org.keraunos.base.DataException if one cannot be written
   */
  public static void write(Path folder, Results results) {
    Check.given(folder, "folder");
    for (Curve curve : Curve.values()) {
      CurvePicture.of(curve, results).save(folder.resolve(curve.file() + ".svg"));
    }
  }
}
