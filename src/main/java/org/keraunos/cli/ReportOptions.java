package org.keraunos.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.data.Dataset;
import org.keraunos.report.CurveFiles;
import org.keraunos.report.Report;
import org.keraunos.report.Story;
import org.keraunos.report.results.Scored;
import org.keraunos.runtime.NativeLibrary;
import picocli.CommandLine.Option;

/** The options that say where the report goes, and what writes it. */
final class ReportOptions {
  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description =
          "Where the report goes, one HTML page, and beside it the same numbers as JSON; beside the model.")
  private @Nullable Path file;

  @Option(names = "--no-report", description = "No report.")
  private boolean none;

  @Option(
      names = "--curves",
      paramLabel = "DIR",
      description =
          "Also writes the ROC, precision-recall, DET and reliability curves there, as SVG files.")
  private @Nullable Path curves;

  ReportOptions() {}

  /** Fails before the work whose result it shows, where it can be known. */
  void check() {
    Check.argument(
        file == null || !none, "--report", "no --no-report beside it", String.valueOf(file));
    Check.argument(
        curves == null || !none, "--curves", "no --no-report beside it", String.valueOf(curves));
    if (file != null) {
      Check.argument(
          String.valueOf(file.getFileName()).matches("(?i).+\\.html"),
          "--report",
          "a name that ends in .html",
          String.valueOf(file));
      AtomicFiles.checkWritable(Report.json(file));
      AtomicFiles.checkWritable(file);
    }
  }

  boolean isWanted() {
    return !none;
  }

  /**
   * Writes the report.
   *
   * @param model beside which it goes unless the user said where
   * @param kind the end of its name: {@code report} of a training, {@code evaluation}
   * @param explainer shows where labels were seen, or null
   * @return where it is; null if it could not be written where nobody had asked for it
   */
  @Nullable
  Path write(
      Path model,
      String kind,
      Dataset rows,
      Scored scored,
      Story story,
      Report.@Nullable Explainer explainer,
      Consumer<String> remark) {
    Path target = file != null ? file : beside(model, kind);
    Report report = Report.of(rows, scored, story);
    if (curves != null) {
      CurveFiles.write(curves, report.results());
    }
    try {
      (explainer == null ? report : report.explained(explainer)).writeTo(target);
    } catch (DataException e) {
      if (file != null) {
        throw e;
      }
      remark.accept("There is no report: " + e.getMessage());
      return null;
    }
    return target;
  }

  private static Path beside(Path model, String kind) {
    Path place = model.toAbsolutePath().normalize();
    Path name = place.getFileName();
    String stem = name == null ? "model" : name.toString().replaceFirst("\\.(keras|h5)$", "");
    Path beside = model.resolveSibling(stem + "." + kind + ".html");
    return model.getNameCount() == 1 && (model.endsWith(".") || model.endsWith(".."))
        ? place.resolveSibling(stem + "." + kind + ".html")
        : beside;
  }

  /** What must be known to do it again. */
  static Story made(Story story, List<String> arguments, @Nullable Object options) {
    Story all = story.made("command", "keraunos " + String.join(" ", arguments));
    if (options instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> option : map.entrySet()) {
        all = all.made(
            String.valueOf(option.getKey()).replace('_', ' '), String.valueOf(option.getValue()));
      }
    }
    return all.made("program", new Versions().getVersion()[0])
        .made("TensorFlow", NativeLibrary.version())
        .made("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
