package org.keraunos.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.report.results.Scored;
import tools.jackson.databind.JsonNode;

class ReportTest {
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>&\"'";

  @TempDir
  Path folder;

  @Test
  void pageAndJsonSayTheSame() throws Exception {
    Report report = Report.of(pictures(), scored(80, "cat", "dog"), story());
    Path page = folder.resolve("m.report.html");
    report.writeTo(page);
    String html = Files.readString(page);
    JsonNode json = StrictJson.read(Files.readString(folder.resolve("m.report.json")));
    assertThat(json.get("format").asInt()).isEqualTo(Report.FORMAT);
    assertThat(json.get("title").asString()).isEqualTo("m");
    assertThat(json.get("made").get("seed").asString()).isEqualTo("7");
    JsonNode cat = json.get("labels").get(0);
    assertThat(html)
        .contains("<td>" + Html.figure(cat.get("f1").asDouble()) + " <small>")
        .contains(Html.figure(json.get("averages").get("macro").get("f1").asDouble()))
        .contains("read as a test", "Layers &lt;of&gt; m", "<dt>seed</dt><dd>7</dd>")
        .contains("<img class=\"small\" width=\"6\" height=\"6\" alt=\"Row ");
    assertThat(html).doesNotContain("src=\"http", "href=\"http", "url(", "<link rel=\"stylesheet");
  }

  @Test
  void aLabelsNameIsTextWhereverItStands() {
    String html =
        Report.of(pictures(), scored(80, HOSTILE, "b"), Story.of(HOSTILE)).toHtml();
    assertThat(html).doesNotContain("<img src=x");
    assertThat(html.split("</script>", -1)).as("scripts that end").hasSize(3);
  }

  @Test
  void theExplainerIsAskedForWrongCells() {
    Scored scored = scored(80, "a", "b");
    Set<List<Integer>> asked = new HashSet<>();
    Report report = Report.of(pictures(), scored, Story.of("m")).explained((row, label) -> {
      asked.add(List.of(row, label));
      return RowPictures.picture(pictures(), row);
    });
    assertThat(report.toHtml()).contains("What spoke for");
    assertThat(asked)
        .isNotEmpty()
        .allSatisfy(cell -> assertThat(scored.truth().get(cell.get(0), cell.get(1)))
            .isNotEqualTo(scored.predicted().get(cell.get(0), cell.get(1))));
  }

  @Test
  void aTableHasNoPictures() {
    Dataset table = Dataset.of(new float[80 * 4], 4);
    String html = Report.of(table, scored(80, "a", "b"), Story.of("t")).toHtml();
    assertThat(html).doesNotContain("<img").contains("<th scope=\"row\">Row ");
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> Report.of(pictures(), scored(3, "a", "b"), story()))
        .hasMessageContaining("data: expected 3 rows, received 80");
    Report report = Report.of(pictures(), scored(80, "a", "b"), story());
    assertThatThrownBy(() -> report.writeTo(folder.resolve("m.htm")))
        .hasMessageContaining("report: expected a name that ends in .html");
  }

  private static Story story() {
    return Story.of("m")
        .data("rows")
        .reading(List.of("read as a test"))
        .summary("Layers <of> m")
        .made("seed", "7");
  }

  private static Dataset pictures() {
    byte[] pixels = new byte[80 * 6 * 6 * 3];
    new Random(5).nextBytes(pixels);
    return Dataset.of(pixels, 6, 6, 3);
  }

  static Scored scored(int rows, String... names) {
    Random random = new Random(6);
    byte[] cells = new byte[rows * names.length];
    float[] scores = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (byte) random.nextInt(2);
      scores[i] = Math.max(
          0, Math.min(1, 0.5f + (cells[i] - 0.5f) * 0.5f + 0.3f * (float) random.nextGaussian()));
    }
    ScoreMatrix matrix = ScoreMatrix.of(scores, rows, names.length);
    double[] cuts = new double[names.length];
    Arrays.fill(cuts, 0.5);
    return new Scored(
        LabelMatrix.of(cells, rows, names.length),
        matrix.above(0.5),
        matrix,
        new LabelNames(List.of(names)),
        cuts);
  }
}
