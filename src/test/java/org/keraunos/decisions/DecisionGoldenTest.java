package org.keraunos.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Thresholds and label sets against the best of all that there are. */
class DecisionGoldenTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);
  private static JsonNode goldens;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        new GZIPInputStream(DecisionGoldenTest.class.getResourceAsStream("thresholds.json.gz"))) {
      goldens = new JsonMapper().readTree(in);
    }
  }

  @Test
  void thresholdsOfLabelsAreTheBest() {
    for (JsonNode problem : goldens.get("problems")) {
      LabelMatrix truth = truth(problem);
      for (ScoreMatrix scores : bothTypes(problem)) {
        for (Map.Entry<String, JsonNode> each : problem.get("each").properties()) {
          Criterion criterion = Criterion.of(each.getKey());
          assertThat(criterion.name()).isEqualTo(each.getKey());
          double[] thresholds = Thresholds.bestThresholds(truth, scores, criterion);
          LabelMatrix decided = scores.above(thresholds);
          for (int j = 0; j < truth.labels(); j++) {
            assertThat(micro(truth, decided, j, j + 1, criterion))
                .as(each.getKey() + " of label " + j)
                .isCloseTo(each.getValue().get(j).doubleValue(), CLOSE);
            assertThat(thresholds[j]).isBetween(0.0, 1.0);
          }
        }
      }
    }
  }

  @Test
  void oneThresholdForAllIsTheBest() {
    for (JsonNode problem : goldens.get("problems")) {
      LabelMatrix truth = truth(problem);
      for (ScoreMatrix scores : bothTypes(problem)) {
        for (OneForAll mean : OneForAll.values()) {
          String name = mean.name().toLowerCase(Locale.ROOT);
          for (Map.Entry<String, JsonNode> each : problem.get("one").get(name).properties()) {
            Criterion criterion = Criterion.of(each.getKey());
            double threshold = Thresholds.bestThreshold(truth, scores, criterion, mean);
            assertThat(score(truth, scores.above(threshold), criterion, mean))
                .as(name + " " + each.getKey())
                .isCloseTo(each.getValue().doubleValue(), CLOSE);
          }
        }
      }
    }
  }

  @Test
  void labelsOfARowAreTheBest() {
    for (JsonNode problem : goldens.get("problems")) {
      LabelMatrix truth = truth(problem);
      ScoreMatrix scores = bothTypes(problem)[0];
      for (Map.Entry<String, JsonNode> each : problem.get("top").properties()) {
        Criterion criterion = Criterion.of(each.getKey());
        int k = LabelSets.bestK(truth, scores, criterion);
        LabelMatrix decided = LabelSets.topK(scores, k);
        assertThat(micro(truth, decided, 0, truth.labels(), criterion))
            .isCloseTo(each.getValue().doubleValue(), CLOSE);
      }
    }
    assertThat(goldens.get("sets")).hasSize(54);
    for (JsonNode set : goldens.get("sets")) {
      double[] p = numbers(set.get("p"));
      double beta = set.get("beta").doubleValue();
      LabelMatrix decided = LabelSets.expectedF(ScoreMatrix.of(p, 1, p.length), beta);
      assertThat(set.get("sets").toString())
          .as("%s, beta %s", set.get("p"), beta)
          .contains(Arrays.toString(decided.flat()).replace(" ", ""));
      double[] sorted = Arrays.stream(p).map(x -> -x).sorted().map(x -> -x).toArray();
      int q = beta == 2 ? 4 : 1;
      int r = beta == 0.5 ? 4 : 1;
      assertThat(Arrays.stream(ExpectedF.figures(sorted, q, r)).max().orElseThrow())
          .isCloseTo(set.get("expected").doubleValue(), CLOSE);
    }
  }

  static double score(LabelMatrix truth, LabelMatrix decided, Criterion criterion, OneForAll mean) {
    if (mean == OneForAll.MICRO) {
      return micro(truth, decided, 0, truth.labels(), criterion);
    }
    int groups = mean == OneForAll.MACRO ? truth.labels() : truth.rows();
    double[][] counts = new double[groups][4];
    for (int i = 0; i < truth.rows(); i++) {
      for (int j = 0; j < truth.labels(); j++) {
        if (truth.get(i, j) >= 0) {
          counts[mean == OneForAll.MACRO ? j : i][2 * truth.get(i, j) + decided.get(i, j)]++;
        }
      }
    }
    return Arrays.stream(counts)
        .filter(c -> c[0] + c[1] + c[2] + c[3] > 0)
        .mapToDouble(c -> criterion.score(c[0], c[1], c[2], c[3]))
        .average()
        .orElseThrow();
  }

  static double micro(
      LabelMatrix truth, LabelMatrix decided, int from, int to, Criterion criterion) {
    double[] counts = new double[4];
    for (int i = 0; i < truth.rows(); i++) {
      for (int j = from; j < to; j++) {
        if (truth.get(i, j) >= 0) {
          counts[2 * truth.get(i, j) + decided.get(i, j)]++;
        }
      }
    }
    return criterion.score(counts[0], counts[1], counts[2], counts[3]);
  }

  private static LabelMatrix truth(JsonNode problem) {
    byte[][] rows = new byte[problem.get("t").size()][];
    for (int i = 0; i < rows.length; i++) {
      JsonNode row = problem.get("t").get(i);
      rows[i] = new byte[row.size()];
      for (int j = 0; j < row.size(); j++) {
        rows[i][j] = (byte) row.get(j).intValue();
      }
    }
    return LabelMatrix.of((Object[]) rows);
  }

  /** The scores are floats, whatever they are kept as. */
  private static ScoreMatrix[] bothTypes(JsonNode problem) {
    double[][] wide = new double[problem.get("s").size()][];
    float[][] narrow = new float[wide.length][];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = numbers(problem.get("s").get(i));
      narrow[i] = new float[wide[i].length];
      for (int j = 0; j < wide[i].length; j++) {
        narrow[i][j] = (float) wide[i][j];
      }
    }
    return new ScoreMatrix[] {ScoreMatrix.of(wide), ScoreMatrix.of(narrow)};
  }

  private static double[] numbers(JsonNode row) {
    double[] numbers = new double[row.size()];
    Arrays.setAll(numbers, j -> row.get(j).doubleValue());
    return numbers;
  }
}
