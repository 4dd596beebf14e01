package org.keraunos.report.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.metrics.McNemar;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against scikit-learn, SciPy and NumPy: {@code src/test/python/report_goldens.py}. */
class ReportGoldenTest {
  private static final int DRAWS = 40;
  private static final double TOLERANCE = 1e-12;

  static Stream<JsonNode> cases() throws IOException {
    try (InputStream in =
        new GZIPInputStream(ReportGoldenTest.class.getResourceAsStream("report.json.gz"))) {
      JsonNode all = JsonMapper.shared().readTree(in);
      int draws = all.get("draws").asInt();
      assertThat(draws).isEqualTo(DRAWS);
      return StreamSupport.stream(all.get("cases").spliterator(), false);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void intervalsAreThoseOfScikitLearnOverTheSameDraws(JsonNode golden) {
    Scored scored = scored(golden, "scores");
    Resampling resampling = new Resampling(scored, golden.get("seed").asLong(), DRAWS);
    Bounds[][] ofF = resampling.fScores();
    Bounds[][] ofAreas = resampling.areas(new double[scored.labels()], new double[scored.labels()]);
    for (int j = 0; j < scored.labels(); j++) {
      for (int k = 0; k < 3; k++) {
        same(ofF[j][k], golden.get("f").get(j).get(k));
      }
      for (int k = 0; k < 2; k++) {
        same(ofAreas[j][k], golden.get("areas").get(j).get(k));
      }
    }
    same(ofF[scored.labels()][0], golden.get("micro"));
    same(ofF[scored.labels()][1], golden.get("macro"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void confidentLearningFindsWhatNumPyFinds(JsonNode golden) {
    Scored scored = scored(golden, "scores");
    LabelErrors found = LabelErrors.find(scored.truth(), scored.scores(), 1000);
    JsonNode suspects = golden.get("confident").get("suspects");
    assertThat(found.suspects()).hasSize(suspects.size());
    assertThat(found.count()).isEqualTo(suspects.size());
    for (int i = 0; i < suspects.size(); i++) {
      LabelErrors.Suspect each = found.suspects().get(i);
      JsonNode expected = suspects.get(i);
      assertThat(each.ofGiven()).isEqualTo(expected.get(0).asDouble(), within(TOLERANCE));
      assertThat(List.of(each.row(), each.label(), each.given()))
          .containsExactly(
              expected.get(1).asInt(), expected.get(2).asInt(), expected.get(3).asInt());
    }
    for (int j = 0; j < scored.labels(); j++) {
      LabelErrors.OfLabel label = found.labels().get(j);
      JsonNode expected = golden.get("confident").get("labels").get(j);
      assertThat(label.absentSuspected()).isEqualTo(expected.get(0).asLong());
      assertThat(label.presentSuspected()).isEqualTo(expected.get(1).asLong());
      assertThat(label.absentNoise()).isEqualTo(expected.get(2).asDouble(), within(TOLERANCE));
      assertThat(label.presentNoise()).isEqualTo(expected.get(3).asDouble(), within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void twoModelsAreComparedAsScipyComparesThem(JsonNode golden) {
    Scored first = scored(golden, "scores");
    Comparison compared =
        Comparison.of(first, scored(golden, "second"), golden.get("seed").asLong(), DRAWS);
    JsonNode paired = golden.get("paired");
    for (int j = 0; j < first.labels(); j++) {
      Comparison.OfLabel label = compared.labels().get(j);
      same(label.f1(), paired, j);
      same(label.mcNemar(), paired.get("labels").get(j));
      assertThat(label.adjusted())
          .isEqualTo(paired.get("holm").get(j).asDouble(), within(TOLERANCE));
    }
    same(compared.micro(), paired, first.labels());
    same(compared.macro(), paired, first.labels() + 1);
    same(compared.rows(), paired.get("rows"));
  }

  private static void same(Comparison.Difference difference, JsonNode paired, int at) {
    same(difference.bounds(), paired.get("intervals").get(at));
    assertThat(difference.pValue())
        .isEqualTo(paired.get("p").get(at).asDouble(), within(TOLERANCE));
  }

  private static void same(McNemar test, JsonNode expected) {
    assertThat(test.onlyFirst()).isEqualTo(expected.get(0).asInt());
    assertThat(test.onlySecond()).isEqualTo(expected.get(1).asInt());
    assertThat(test.pValue()).isEqualTo(expected.get(2).asDouble(), within(TOLERANCE));
  }

  private static void same(Bounds bounds, JsonNode expected) {
    assertThat(bounds.low()).isEqualTo(number(expected.get(0)), within(TOLERANCE));
    assertThat(bounds.high()).isEqualTo(number(expected.get(1)), within(TOLERANCE));
  }

  private static double number(JsonNode node) {
    return node.isString() ? Double.NaN : node.asDouble();
  }

  static Scored scored(JsonNode golden, String scores) {
    int rows = golden.get("truth").size();
    int labels = golden.get("truth").get(0).size();
    byte[] cells = new byte[rows * labels];
    float[] values = new float[rows * labels];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (byte) golden.get("truth").get(i / labels).get(i % labels).asInt();
      values[i] = (float) golden.get(scores).get(i / labels).get(i % labels).asDouble();
    }
    return scored(cells, values, rows, labels);
  }

  /** Labels without names, cut at 0.5. */
  static Scored scored(byte[] cells, float[] scores, int rows, int labels) {
    ScoreMatrix matrix = ScoreMatrix.of(scores, rows, labels);
    double[] cuts = new double[labels];
    Arrays.fill(cuts, 0.5);
    return new Scored(
        LabelMatrix.of(cells, rows, labels),
        matrix.above(0.5),
        matrix,
        LabelNames.numbered(labels),
        cuts);
  }
}
