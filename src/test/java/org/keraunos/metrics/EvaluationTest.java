package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.metrics.ZeroDivision.NAN;
import static org.keraunos.metrics.ZeroDivision.ONE;
import static org.keraunos.metrics.ZeroDivision.ZERO;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/**
 * An evaluation is the functions of {@link LabelMetrics} and {@link RankingMetrics}, to the last
 * bit.
 */
class EvaluationTest {
  @ParameterizedTest
  @CsvSource({
    "1, 40, 6, false, false", "2, 40, 6, true, false", "3, 40, 6, true, true",
        "4, 40, 6, false, true",
    "5, 1, 2, true, true", "6, 300, 3, true, false", "7, 25, 1, false, false",
        "8, 25, 1, true, true"
  })
  void figuresAreThoseOfTheFunctions(
      long seed, int rows, int labels, boolean weighted, boolean unknowns) {
    Random random = new Random(seed);
    double[][] truth = new double[rows][labels];
    float[][] scores = new float[rows][labels];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < labels; j++) {
        boolean unknown = unknowns && i > 0 && random.nextInt(4) == 0;
        truth[i][j] = unknown ? Double.NaN : random.nextInt(2);
        scores[i][j] = random.nextInt(8) / 8f;
      }
    }
    double[] weights = random.doubles(rows).map(w -> w + 0.01).toArray();
    Option w = weighted ? o -> o.sampleWeight(weights) : o -> {};
    LabelMatrix t = LabelMatrix.of(truth);
    ScoreMatrix s = ScoreMatrix.of(scores);
    LabelMatrix p = s.above(0.5);
    String[] names = IntStream.range(0, labels).mapToObj(j -> "label " + j).toArray(String[]::new);
    for (ZeroDivision zero : new ZeroDivision[] {ZERO, ONE, NAN}) {
      Evaluation e = Evaluation.of(t, s, 0.5, zero, w, o -> o.targetNames(names));
      assertThat(e.rows()).isEqualTo(rows);
      assertThat(e.accuracy()).isEqualTo(LabelMetrics.accuracyScore(t, p, w));
      assertThat(e.hammingLoss()).isEqualTo(LabelMetrics.hammingLoss(t, p, w));
      for (Average average : labels == 1
          ? List.of(Average.BINARY)
          : List.of(Average.MICRO, Average.MACRO, Average.WEIGHTED, Average.SAMPLES)) {
        Evaluation.Averages all = e.average(average);
        assertThat(all.precision())
            .isEqualTo((Double) LabelMetrics.precisionScore(t, p, average, zero, w));
        assertThat(all.recall())
            .isEqualTo((Double) LabelMetrics.recallScore(t, p, average, zero, w));
        assertThat(all.f1()).isEqualTo((Double) LabelMetrics.f1Score(t, p, average, zero, w));
        assertThat(all.jaccard()).isEqualTo((Double)
            (zero == NAN ? Double.NaN : LabelMetrics.jaccardScore(t, p, average, zero, w)));
      }
      if (labels > 1) {
        assertThat(e.labels())
            .extracting(Evaluation.Label::f1)
            .containsExactly(boxed(LabelMetrics.f1ScorePerLabel(t, p, zero, w)));
        assertThat(e.labels())
            .extracting(Evaluation.Label::support)
            .containsExactly(boxed(LabelMetrics.support(t, p, w)));
        double[][][] cells = LabelMetrics.multilabelConfusionMatrix(t, p, w);
        for (int j = 0; j < labels; j++) {
          Evaluation.Label label = e.label(names[j]);
          assertThat(new double[][] {{label.tn(), label.fp()}, {label.fn(), label.tp()}})
              .isDeepEqualTo(cells[j]);
        }
        assertThat(e.labelRankingAveragePrecision())
            .hasValue(RankingMetrics.labelRankingAveragePrecisionScore(t, s, w));
        assertThat(e.coverageError()).hasValue(RankingMetrics.coverageError(t, s, w));
        assertThat(e.labelRankingLoss()).hasValue(RankingMetrics.labelRankingLoss(t, s, w));
        ClassificationReport report =
            LabelMetrics.classificationReport(t, p, zero, w, o -> o.targetNames(names));
        assertThat(e.report().text(17)).isEqualTo(report.text(17));
        assertThat(e.report().toMap()).isEqualTo(report.toMap());
      }
      assertThat(Evaluation.of(t, p, zero, w).labelRankingLoss()).isEmpty();
    }
  }

  private static Double[] boxed(double[] values) {
    return Arrays.stream(values).boxed().toArray(Double[]::new);
  }

  @Test
  void oneColumnIsItsLabelAndItsReportSaysSo() {
    int[][] truth = {{1}, {1}, {1}, {0}};
    double[][] scores = {{.9}, {.8}, {.2}, {.1}};
    Evaluation e = Evaluation.of(truth, scores, 0.5, o -> o.targetNames("cat"));
    assertThat(e.label("cat").f1()).isEqualTo(.8);
    assertThat(List.of(e.micro(), e.macro(), e.weighted())).containsOnly(e.average(Average.BINARY));
    assertThat(e.macro().f1()).isEqualTo(.8);
    assertThat(e.labelRankingAveragePrecision()).isEmpty();
    assertThat(e.toString()).contains("     not cat", "         cat", "accuracy 0.75");
    assertThatIllegalArgumentException()
        .isThrownBy(e::samples)
        .withMessageContaining("for one column, received samples");
    Evaluation never = Evaluation.of(new int[2][1], new int[2][1], ZERO, o -> o.targetNames("cat"));
    assertThat(never.report().labels())
        .as("rows without the label are not called by its name")
        .extracting(ClassificationReport.Line::name)
        .containsExactly("not cat");
    assertThat(never.micro().f1()).isEqualTo(0);
    assertThat(Evaluation.of(truth, truth).report().labels())
        .extracting(ClassificationReport.Line::name)
        .containsExactly("0", "1");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    int[][] truth = {{1, 0}};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluation.of(truth, truth, o -> o.targetNames("a")))
        .withMessage("target_names: expected 2 names, one a label, received 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluation.of(truth, truth, o -> o.labels(0)))
        .withMessage("evaluation: has no option labels");
    Evaluation e = Evaluation.of(truth, truth, ZERO);
    assertThatIllegalArgumentException().isThrownBy(() -> e.average(Average.BINARY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> e.label("x"))
        .withMessage("label: expected one of [0, 1], received x");
    assertThat(e.report().named(name -> "label " + name).labels().get(1).name())
        .isEqualTo("label 1");
  }
}
