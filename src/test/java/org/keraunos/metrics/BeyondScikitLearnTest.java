package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.metrics.Average.MACRO;
import static org.keraunos.metrics.Average.MICRO;
import static org.keraunos.metrics.ZeroDivision.NAN;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

class BeyondScikitLearnTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-14);
  private static final int[][] TRUTH = {{1, 0, 1, 0}, {0, 0, 0, 0}, {0, 1, 0, 0}};
  private static final double[][] SCORES = {{.9, .8, .8, .1}, {.2, .1, .3, .4}, {.5, .5, .2, .1}};

  @Test
  void topKSharesTies() {
    // Row 0: one hit at position 1, half of one at 2. Row 1: none. Row 2: the tie at the top holds
    // one hit.
    assertThat(RetrievalMetrics.precisionAtK(TRUTH, SCORES, 1)).isCloseTo((1 + 0 + 0.5) / 3, CLOSE);
    assertThat(RetrievalMetrics.precisionAtK(TRUTH, SCORES, 2))
        .isCloseTo((0.75 + 0 + 0.5) / 3, CLOSE);
    assertThat(RetrievalMetrics.recallAtK(TRUTH, SCORES, 2)).isCloseTo((0.75 + 1) / 2, CLOSE);
    assertThat(RetrievalMetrics.recallAtK(TRUTH, SCORES, 9)).isEqualTo(1);
  }

  @Test
  void oneErrorLooksAtTheTop() {
    assertThat(RetrievalMetrics.oneError(TRUTH, SCORES)).isCloseTo(2 / 3.0, CLOSE);
    assertThat(RetrievalMetrics.oneError(TRUTH, SCORES, o -> o.sampleWeight(2, 1, 0)))
        .isCloseTo(1 / 3.0, CLOSE);
  }

  @Test
  void meanAveragePrecisionLeavesOutLabelsWithoutTrueRows() {
    assertThat(RetrievalMetrics.meanAveragePrecision(TRUTH, SCORES))
        .isCloseTo((1 + 0.5 + 1) / 3, CLOSE);
    assertThat(RetrievalMetrics.meanAveragePrecision(new int[][] {{0, 0}}, new double[][] {{1, 2}}))
        .isNaN();
  }

  @Test
  void probabilitiesAreJudgedLabelByLabel() {
    double[][] truth = {{1, 0}, {0, Double.NaN}};
    double[][] scores = {{.8, .5}, {.4, .9}};
    assertThat(ProbabilityMetrics.logLossPerLabel(truth, scores))
        .containsExactly(new double[] {-(Math.log(.8) + Math.log(.6)) / 2, -Math.log(.5)}, CLOSE);
    assertThat(ProbabilityMetrics.brierScorePerLabel(truth, scores))
        .containsExactly(new double[] {(.04 + .16) / 2, .25}, CLOSE);
    assertThat(ProbabilityMetrics.expectedCalibrationErrorPerLabel(truth, scores, o -> o.bins(2)))
        .containsExactly(new double[] {(.2 + .4) / 2, .5}, CLOSE);
    assertThat(ProbabilityMetrics.expectedCalibrationErrorPerLabel(truth, scores, o -> o.bins(1)))
        .containsExactly(new double[] {.1, .5}, CLOSE);
    assertThat(ProbabilityMetrics.logLossPerLabel(new int[][] {{1}}, new double[][] {{0}})[0])
        .isCloseTo(52 * Math.log(2), Offset.offset(1e-12));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbabilityMetrics.brierScorePerLabel(
            TRUTH, new double[][] {{2, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}}))
        .withMessageContaining("y_score[0][0]: expected a probability, received 2.0");
  }

  @Test
  void bootstrapIntervalsHoldTheEstimateAndRepeat() {
    Random random = new Random(5);
    int[][] truth = new int[120][3];
    int[][] good = new int[120][3];
    int[][] bad = new int[120][3];
    for (int i = 0; i < 120; i++) {
      for (int j = 0; j < 3; j++) {
        truth[i][j] = random.nextInt(2);
        good[i][j] = random.nextInt(10) == 0 ? 1 - truth[i][j] : truth[i][j];
        bad[i][j] = random.nextInt(3) == 0 ? 1 - truth[i][j] : truth[i][j];
      }
    }
    LabelMatrix t = LabelMatrix.of(truth);
    LabelMatrix g = LabelMatrix.of(good);
    LabelMatrix b = LabelMatrix.of(bad);
    Bootstrap bootstrap = Bootstrap.of(120).draws(400).seed(9);
    Bootstrap.Figure figure = w -> LabelMetrics.f1Score(t, g, MACRO, o -> o.sampleWeight(w));
    Bootstrap.Interval percentile = bootstrap.percentile(figure);
    Bootstrap.Interval bca = bootstrap.bca(figure);
    assertThat(percentile).isEqualTo(bootstrap.percentile(figure));
    assertThat(percentile).isNotEqualTo(bootstrap.seed(10).percentile(figure));
    for (Bootstrap.Interval interval : new Bootstrap.Interval[] {percentile, bca}) {
      assertThat(interval.estimate()).isEqualTo(LabelMetrics.f1Score(t, g, MACRO));
      assertThat(interval.estimate()).isBetween(interval.low(), interval.high());
      assertThat(interval.high() - interval.low()).isBetween(0.01, 0.2);
      assertThat(interval.undefined()).isZero();
    }
    assertThat(bootstrap.level(0.5).bca(figure).high()).isLessThan(bca.high());

    Bootstrap.Figure worse = w -> LabelMetrics.f1Score(t, b, MACRO, o -> o.sampleWeight(w));
    Bootstrap.Comparison better = bootstrap.compare(figure, worse);
    assertThat(better.difference().low()).isPositive();
    assertThat(better.pValue()).isLessThan(0.01);
    Bootstrap.Comparison equal = bootstrap.compare(figure, figure);
    assertThat(equal.pValue()).isEqualTo(1);
    assertThat(equal.difference().low()).isZero();

    McNemar test = McNemar.ofRows(t, g, b);
    assertThat(test.onlyFirst()).isGreaterThan(test.onlySecond());
    assertThat(test.pValue()).isLessThan(1e-4);
    assertThat(McNemar.ofLabel(t, g, b, 1).pValue()).isLessThan(0.05);
  }

  @Test
  void aMeanHasTheIntervalThatTheoryGives() {
    // The mean of 400 rows of which 100 count: a normal interval of 1.96 sqrt(0.25 * 0.75 / 400).
    Bootstrap.Figure mean = w -> {
      double sum = 0;
      for (int i = 0; i < 100; i++) {
        sum += w[i];
      }
      return sum / 400;
    };
    double half = 1.96 * Math.sqrt(0.25 * 0.75 / 400);
    for (Bootstrap.Interval interval : new Bootstrap.Interval[] {
      Bootstrap.of(400).percentile(mean), Bootstrap.of(400).bca(mean)
    }) {
      assertThat(interval.low()).isCloseTo(0.25 - half, Offset.offset(0.006));
      assertThat(interval.high()).isCloseTo(0.25 + half, Offset.offset(0.006));
    }
    Bootstrap.Interval never = Bootstrap.of(3).draws(10).percentile(w -> Double.NaN);
    assertThat(never.undefined()).isEqualTo(10);
    assertThat(never.low()).isNaN();
  }

  @Test
  void mcNemarIsExactForFewAndChiSquaredForMany() {
    // scipy.stats: binomtest(2, 12).pvalue and chi2.sf(9.025, 1).
    assertThat(McNemar.of(2, 10).pValue()).isCloseTo(0.03857421875, Offset.offset(1e-12));
    assertThat(McNemar.of(10, 30).statistic()).isCloseTo(9.025, CLOSE);
    assertThat(McNemar.of(10, 30).pValue()).isCloseTo(0.002663119259, Offset.offset(1e-9));
    assertThat(McNemar.of(0, 0).pValue()).isEqualTo(1);
    assertThat(McNemar.of(4, 4).pValue()).isEqualTo(1);
  }

  @Test
  void optionsThatAFunctionDoesNotHaveAreRefused() {
    LabelMatrix t = LabelMatrix.of(TRUTH);
    ScoreMatrix s = ScoreMatrix.of(SCORES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMetrics.accuracyScore(t, t, MACRO))
        .withMessageContaining("accuracy_score: has no option average");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMetrics.f1ScorePerLabel(t, t, MICRO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMetrics.jaccardScore(t, t, NAN))
        .withMessageContaining("zero_division: expected warn, 0 or 1, received nan");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RankingMetrics.coverageError(t, s, o -> o.k(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMetrics.f1Score(t, t, o -> o.sampleWeight(1, -1, 1)))
        .withMessageContaining("sample_weight");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMetrics.f1Score(t, t, o -> o.sampleWeight(1, 1)))
        .withMessageContaining("3 weights");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMetrics.f1Score(t, t, o -> o.labels(4)))
        .withMessageContaining("labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMetrics.f1Score(new int[][] {{1, 0}, {1}}, new int[2][2]))
        .withMessageContaining("y_true[1]: expected 2 columns as in row 0, received 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMetrics.f1Score(new int[][] {{2}}, new int[1][1]))
        .withMessageContaining("y_true[0][0]: expected 0 or 1, received 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMetrics.f1Score(new int[1][1], new float[][] {{0.5f}}))
        .withMessageContaining("y_pred[0][0]: expected 0, 1 or NaN, received 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMetrics.hammingLoss(new int[1][2], new int[1][3]))
        .withMessageContaining("y_pred: expected 1 x 2 as y_true, received 1 x 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RankingMetrics.ndcgScore(new int[1][2], new int[1][2]))
        .withMessageContaining("y_score: expected float[][] or double[][], received int[][]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMetrics.f1Score(new int[0][], new int[0][]))
        .withMessageContaining("at least one row");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RankingMetrics.rocAucScore(TRUTH, new float[][] {{Float.NaN}}))
        .withMessageContaining("y_score[0][0]: expected a finite number, received NaN");
  }

  @Test
  void warningsAreCollectedOnce() {
    Warnings.Collector collector = Warnings.collect();
    LabelMetrics.precisionScore(TRUTH, new int[3][4], o -> o.warnings(collector));
    LabelMetrics.precisionScore(TRUTH, new int[3][4], o -> o.warnings(collector));
    assertThat(collector.list())
        .containsExactly(new Warnings.Warning(
            "precision_score",
            "no_predicted_samples",
            "Precision is ill-defined and being set to 0.0 in labels with no predicted samples. "
                + "Use `zero_division` parameter to control this behavior."));
  }

  @Test
  void figuresALabelComeWithTheirSupport() {
    int[][] predicted = {{1, 1, 1, 0}, {0, 0, 0, 0}, {1, 1, 0, 0}};
    PrecisionRecallFscoreSupport first =
        LabelMetrics.precisionRecallFscoreSupportPerLabel(TRUTH, predicted, 1).get(0);
    assertThat(first).isEqualTo(new PrecisionRecallFscoreSupport(0.5, 1, 2 / 3.0, 1));
    assertThat(LabelMetrics.precisionRecallFscoreSupport(TRUTH, predicted, 1, MICRO)
            .recall())
        .isEqualTo(1);
    ClassificationReport report =
        LabelMetrics.classificationReport(TRUTH, predicted, o -> o.targetNames("a", "b", "c", "d"));
    assertThat(report.labels().get(0).name()).isEqualTo("a");
    assertThat(report.toString()).isEqualTo(report.text(2)).startsWith("              precision");
    assertThat(report.accuracy()).isEmpty();
    assertThat(report.averages()).hasSize(4);
  }
}
