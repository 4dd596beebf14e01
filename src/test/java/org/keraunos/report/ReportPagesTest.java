package org.keraunos.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.report.results.Scored;

/** Pages that {@code src/test/python/check_report.py} opens in a browser. */
class ReportPagesTest {
  private static final Path FOLDER = Path.of("target", "report");

  @Test
  void pictures() throws Exception {
    Dataset scenes = Data.digitScenes(1, 200).test();
    Scored scored = scored(scenes.labels(), scenes.labelNames().names(), 0.25);
    Report report = Report.of(scenes, scored, story("scenes"))
        .explained((row, label) -> RowPictures.picture(scenes, row));
    assertThat(write(report, "pictures")).isLessThan(1_000_000);
  }

  @Test
  void oneLabelOfATable() throws Exception {
    Dataset table = Dataset.of(new float[300 * 3], 3);
    Report report =
        Report.of(table, scored(random(300, 1, 0.3), List.of("ill"), 0.3), story("table"));
    assertThat(write(report, "table")).isLessThan(200_000);
  }

  @Test
  void aThousandLabels() throws Exception {
    List<String> names =
        IntStream.range(0, 1000).mapToObj(j -> "a label of some length " + j).toList();
    int rows = 3100; // and more cells than areas are drawn of
    Dataset table = Dataset.of(new float[rows], 1);
    Report report =
        Report.of(table, scored(random(rows, 1000, 0.005), names, 0.25), story("many labels"));
    assertThat(write(report, "labels")).isLessThan(5_000_000);
    assertThat(report.toHtml()).contains("those of areas by draws of one row in 2");
    assertThat(report.toJson()).contains("\"area_intervals_of_every\"");
  }

  private static long write(Report report, String name) throws Exception {
    Files.createDirectories(FOLDER);
    Path page = FOLDER.resolve(name + ".html");
    report.writeTo(page);
    assertThat(StrictJson.read(Files.readString(FOLDER.resolve(name + ".json"))).has("labels"))
        .isTrue();
    return Files.size(page);
  }

  private static Story story(String name) {
    return Story.of(name)
        .data("made for a test")
        .reading(List.of("Read as digit-scenes: made by the program"))
        .summary("Model: \"model\"\ndense (Dense)   (None, 10)   5,120   flatten\n")
        .made("command", "keraunos train --epochs 10")
        .made("seed", "42");
  }

  private static LabelMatrix random(int rows, int labels, double share) {
    Random random = new Random(rows);
    byte[] cells = new byte[rows * labels];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (byte) (random.nextDouble() < share ? 1 : 0);
    }
    return LabelMatrix.of(cells, rows, labels);
  }

  /** Probabilities that tell much of the truth. */
  private static Scored scored(LabelMatrix truth, List<String> names, double noise) {
    Random random = new Random(7);
    float[] scores = new float[truth.flat().length];
    for (int i = 0; i < scores.length; i++) {
      double score = (truth.flat()[i] == 1 ? 0.8 : 0.1) + noise * random.nextGaussian();
      scores[i] = (float) Math.max(0, Math.min(1, score));
    }
    ScoreMatrix matrix = ScoreMatrix.of(scores, truth.rows(), truth.labels());
    double[] cuts = new double[truth.labels()];
    Arrays.fill(cuts, 0.5);
    return new Scored(truth, matrix.above(0.5), matrix, new LabelNames(names), cuts);
  }
}
