package org.keraunos.report;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.data.Dataset;
import org.keraunos.report.page.ReportPage;
import org.keraunos.report.results.Results;
import org.keraunos.report.results.Scored;

/**
 * What a model is worth on rows of labels, as one HTML page that needs nothing else, and the same
 * numbers as JSON.
 *
 * <pre>{@code
 * Predictions p = model.predict(test);
 * Report.of(test, new Scored(test.labels(), p.labels(), p.scores(), p.labelNames(), cuts), story)
 *     .writeTo(Path.of("flowers.report.html"));
 * }</pre>
 */
@CheckReturnValue
public final class Report {
  /** The format of the JSON. */
  public static final int FORMAT = 1;

  private static final String HTML = ".html";

  private final Dataset data;
  private final Results results;
  private final Story story;
  private final @Nullable Explainer explainer;

  /** Says which part of a row a label was seen in. */
  @FunctionalInterface
  public interface Explainer {
    /**
     * A picture of the row with what spoke for a label.
     *
     * @param row from 0
     * @param label from 0
     * @return the picture; null where nothing spoke for it
     */
    @Nullable
    BufferedImage picture(int row, int label);
  }

  private Report(Dataset data, Results results, Story story, @Nullable Explainer explainer) {
    this.data = data;
    this.results = results;
    this.story = story;
    this.explainer = explainer;
  }

  /**
   * Counts what there is to report, with seed 0 of the bootstrap.
   *
   * @param data the rows
   * @param scored what is so and what was said of them
   * @param story what is told beside the figures
   * @return the report
   * @throws IllegalArgumentException if there are not as many rows
   */
  public static Report of(Dataset data, Scored scored, Story story) {
    return of(data, scored, story, 0);
  }

  /**
   * Counts what there is to report.
   *
   * @param data the rows
   * @param scored what is so and what was said of them
   * @param story what is told beside the figures
   * @param seed of the bootstrap
   * @return the report
   * @throws IllegalArgumentException if there are not as many rows
   */
  public static Report of(Dataset data, Scored scored, Story story, long seed) {
    Check.argument(data.size() == scored.rows(), "data", scored.rows() + " rows", data.size());
    return new Report(
        data, Results.of(scored, seed), story.made("bootstrap seed", String.valueOf(seed)), null);
  }

  /**
   * Shows beside rows of pictures where labels were seen.
   *
   * @param how for example by Grad-CAM
   * @return another report
   */
  public Report explained(Explainer how) {
    return new Report(data, results, story, how);
  }

  /** {@return the figures} */
  public Results results() {
    return results;
  }

  /** {@return the page} */
  public String toHtml() {
    return new ReportPage(data, results, story, explainer).html();
  }

  /** {@return the figures and the story as one JSON object} */
  public String toJson() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.putAll(story.toMap());
    map.putAll(results.toMap());
    return StrictJson.write(map);
  }

  /**
   * Writes the page, and beside it the JSON.
   *
   * @param page a name that ends in .html; files that are there are replaced
   * @throws IllegalArgumentException if the name has another end
   * @throws org.keraunos.base.DataException if one cannot be written
   */
  public void writeTo(Path page) {
    Path json = json(page);
    byte[] html = toHtml().getBytes(StandardCharsets.UTF_8);
    AtomicFiles.writeFile(page, out -> out.write(html));
    byte[] numbers = (toJson() + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFiles.writeFile(json, out -> out.write(numbers));
  }

  /**
   * {@return where the JSON goes that belongs to a page}
   *
   * @param page a name that ends in .html
   * @throws IllegalArgumentException if it has another end
   */
  public static Path json(Path page) {
    String name = String.valueOf(page.getFileName());
    Check.argument(
        name.toLowerCase(Locale.ROOT).endsWith(HTML) && name.length() > HTML.length(),
        "report",
        "a name that ends in " + HTML,
        page);
    return page.resolveSibling(name.substring(0, name.length() - HTML.length()) + ".json");
  }
}
