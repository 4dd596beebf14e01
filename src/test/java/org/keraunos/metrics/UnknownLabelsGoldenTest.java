package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Figures with unknown labels against scikit-learn on what is known, DET curves, and figures of
 * probabilities.
 */
class UnknownLabelsGoldenTest {
  private static JsonNode goldens;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        new GZIPInputStream(UnknownLabelsGoldenTest.class.getResourceAsStream("goldens.json.gz"))) {
      goldens = new JsonMapper().readTree(in);
    }
  }

  @Test
  void unknownLabelsAreLeftOut() {
    assertThat(goldens.get("unknown")).hasSize(6);
    for (JsonNode problem : goldens.get("unknown")) {
      LabelMatrix t = LabelMatrix.of(matrix(problem.get("t")));
      LabelMatrix p = LabelMatrix.of(matrix(problem.get("p")));
      ScoreMatrix s = ScoreMatrix.of(matrix(problem.get("s")));
      JsonNode w = problem.get("w");
      Option weight = w.isNull() ? o -> {} : o -> o.sampleWeight(numbers(w));
      Option quiet = o -> o.warnings(warning -> {});
      JsonNode expected = problem.get("metrics");

      same(LabelMetrics.hammingLoss(t, p, weight), expected.get("hamming_loss"));
      same(LabelMetrics.accuracyScore(t, p, weight), expected.get("accuracy_score"));
      same(
          RankingMetrics.labelRankingAveragePrecisionScore(t, s, weight),
          expected.get("label_ranking_average_precision_score"));
      same(RankingMetrics.labelRankingLoss(t, s, weight), expected.get("label_ranking_loss"));
      same(RankingMetrics.coverageError(t, s, weight), expected.get("coverage_error"));
      same(RankingMetrics.dcgScore(t, s, weight), expected.get("dcg_score"));
      for (Average average :
          List.of(Average.MICRO, Average.MACRO, Average.WEIGHTED, Average.SAMPLES)) {
        String name = average.name().toLowerCase(Locale.ROOT);
        same(
            LabelMetrics.f1Score(t, p, average, weight, quiet),
            expected.get("f1_score").get(name));
        if (average != Average.SAMPLES) {
          same(
              RankingMetrics.rocAucScore(t, s, average, weight),
              expected.get("roc_auc_score").get(name));
          same(
              RankingMetrics.averagePrecisionScore(t, s, average, weight),
              expected.get("average_precision_score").get(name));
        }
      }
      double[] f1 = LabelMetrics.f1ScorePerLabel(t, p, weight, quiet);
      double[] auc = RankingMetrics.rocAucScorePerLabel(t, s, weight);
      for (int j = 0; j < t.labels(); j++) {
        same(f1[j], expected.get("f1_score").get("none").get(j));
        same(auc[j], expected.get("roc_auc_score").get("none").get(j));
      }
    }
  }

  @Test
  void detCurvesAreScikitLearns() {
    int curves = 0;
    for (JsonNode problem : goldens.get("problems")) {
      for (JsonNode curve : problem.get("det")) {
        LabelMatrix t = LabelMatrix.of(matrix(problem.get("t")));
        ScoreMatrix s = ScoreMatrix.of(matrix(problem.get("s")));
        JsonNode w = problem.get("w");
        boolean drop = curve.get("drop").booleanValue();
        DetCurve det = Curves.detCurve(
            t,
            s,
            curve.get("label").intValue(),
            o -> o.dropIntermediate(drop),
            w.isNull() ? o -> {} : o -> o.sampleWeight(numbers(w)));
        assertThat(det.falsePositiveRate())
            .containsExactly(numbers(curve.get("fpr")), Offset.offset(1e-12));
        assertThat(det.falseNegativeRate())
            .containsExactly(numbers(curve.get("fnr")), Offset.offset(1e-12));
        // 0.0 and -0.0 are one threshold, whichever of them is kept.
        double[] thresholds = numbers(curve.get("thresholds"));
        Arrays.setAll(thresholds, i -> thresholds[i] + 0.0);
        assertThat(det.thresholds()).containsExactly(thresholds);
        curves++;
      }
    }
    assertThat(curves).isGreaterThan(50);
  }

  @Test
  void probabilitiesOfAColumnAreJudgedAsByScikitLearn() {
    int columns = 0;
    for (JsonNode problem : goldens.get("problems")) {
      JsonNode expected = problem.get("probabilities");
      if (!expected.isNull()) {
        boolean single = problem.get("float32").booleanValue();
        LabelMatrix t = LabelMatrix.of(matrix(problem.get("t")));
        double[][] scores = matrix(problem.get("s"));
        ScoreMatrix s = single ? ScoreMatrix.of(floats(scores)) : ScoreMatrix.of(scores);
        JsonNode w = problem.get("w");
        Option weight = w.isNull() ? o -> {} : o -> o.sampleWeight(numbers(w));
        // scikit-learn takes logarithms and squares of floats in float.
        Offset<Double> close = Offset.offset(single ? 1e-5 : 1e-12);
        assertThat(ProbabilityMetrics.logLossPerLabel(t, s, weight))
            .containsExactly(numbers(expected.get("log_loss")), close);
        assertThat(ProbabilityMetrics.brierScorePerLabel(t, s, weight))
            .containsExactly(numbers(expected.get("brier")), close);
        columns += t.labels();
      }
    }
    assertThat(columns).isGreaterThan(100);
  }

  private static float[][] floats(double[][] rows) {
    float[][] result = new float[rows.length][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        result[i][j] = (float) rows[i][j];
      }
    }
    return result;
  }

  private static void same(double value, JsonNode expected) {
    if (expected.isString()) {
      assertThat(value).isNaN();
    } else {
      assertThat(value)
          .isCloseTo(expected.doubleValue(), Offset.offset(1e-12 * expected.doubleValue() + 1e-15));
    }
  }

  private static double[][] matrix(JsonNode rows) {
    double[][] matrix = new double[rows.size()][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = numbers(rows.get(i));
    }
    return matrix;
  }

  private static double[] numbers(JsonNode row) {
    double[] numbers = new double[row.size()];
    for (int j = 0; j < numbers.length; j++) {
      JsonNode cell = row.get(j);
      numbers[j] = cell.isString() ? Double.parseDouble(cell.stringValue()) : cell.doubleValue();
    }
    return numbers;
  }
}
