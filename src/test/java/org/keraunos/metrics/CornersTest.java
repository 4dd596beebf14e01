package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.metrics.Average.BINARY;
import static org.keraunos.metrics.Average.MACRO;
import static org.keraunos.metrics.Average.SAMPLES;
import static org.keraunos.metrics.Average.WEIGHTED;
import static org.keraunos.metrics.LabelMetrics.accuracyScore;
import static org.keraunos.metrics.LabelMetrics.classificationReport;
import static org.keraunos.metrics.LabelMetrics.f1Score;
import static org.keraunos.metrics.LabelMetrics.fbetaScore;
import static org.keraunos.metrics.LabelMetrics.fbetaScorePerLabel;
import static org.keraunos.metrics.LabelMetrics.hammingLoss;
import static org.keraunos.metrics.LabelMetrics.precisionRecallFscoreSupport;
import static org.keraunos.metrics.LabelMetrics.precisionRecallFscoreSupportPerLabel;
import static org.keraunos.metrics.LabelMetrics.precisionScore;
import static org.keraunos.metrics.LabelMetrics.recallScorePerLabel;
import static org.keraunos.metrics.LabelMetrics.zeroOneLoss;
import static org.keraunos.metrics.ZeroDivision.ZERO;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;

/**
 * Corners where figures came out wrong once; what scikit-learn 1.9.1 says stands here as it printed
 * it.
 */
class CornersTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  @Test
  void reportRoundsWhatScikitLearnRounds() {
    int[][] truth = {{0, 0}, {1, 1}, {0, 0}};
    int[][] predicted = {{1, 1}, {0, 1}, {1, 1}};
    ClassificationReport report =
        classificationReport(truth, predicted, ZERO, o -> o.sampleWeight(.5, .1, .2));
    assertThat(report.toString()).contains("1       0.12      1.00      0.22       0.1\n");
  }

  @Test
  void perfectAndHopelessAreExact() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int rows = 1 + random.nextInt(400);
      int[][] truth = new int[rows][3];
      int[][] opposite = new int[rows][3];
      double[][] partlyKnown = new double[rows][3];
      double[] weights = random.doubles(rows).map(w -> w + 0.01).toArray();
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < 3; j++) {
          truth[i][j] = random.nextInt(2);
          opposite[i][j] = 1 - truth[i][j];
          partlyKnown[i][j] = random.nextInt(3) == 0 && i > 0 ? Double.NaN : truth[i][j];
        }
      }
      Option w = o -> o.sampleWeight(weights);
      for (Object[] t : new Object[][] {truth, partlyKnown}) {
        assertThat(accuracyScore(t, truth, w)).as("seed %d", seed).isEqualTo(1);
        assertThat(zeroOneLoss(t, truth, w)).as("seed %d", seed).isEqualTo(0);
        assertThat(zeroOneLoss(t, truth, w, o -> o.normalize(false))).isEqualTo(0);
        assertThat(hammingLoss(t, opposite, w)).as("seed %d", seed).isEqualTo(1);
      }
    }
    int[][] one = {{1}, {0}};
    assertThat(accuracyScore(one, one, o -> o.sampleWeight(.2, .6))).isEqualTo(1);
  }

  @Test
  void areasDoNotDependOnTheScaleOfWeights() {
    int[][] truth = {{0}, {0}, {1}, {1}};
    double[][] scores = {{.1}, {.4}, {.35}, {.8}};
    for (double each : new double[] {1e-300, 1e-170, 1, 1e160, 1e300}) {
      double[] weights = new double[4];
      Arrays.fill(weights, each);
      Option w = o -> o.sampleWeight(weights);
      assertThat(RankingMetrics.rocAucScore(truth, scores, w))
          .as("weights %s", each)
          .isEqualTo(.75);
      assertThat(RankingMetrics.averagePrecisionScore(truth, scores, w))
          .as("weights %s", each)
          .isCloseTo(5 / 6.0, Offset.offset(1e-15));
    }
  }

  @Test
  void mcNemarsTailIsNotLostInOne() {
    // scipy.stats.chi2.sf(statistic, 1)
    Percentage close = Percentage.withPercentage(1e-10);
    assertThat(McNemar.of(100, 10).pValue()).isCloseTo(2.1420824611432634e-17, close);
    assertThat(McNemar.of(1000, 10).pValue()).isCloseTo(1.303509267093546e-212, close);
    assertThat(McNemar.of(60, 20).pValue()).isCloseTo(1.2986492541972959e-05, close);
    assertThat(McNemar.of(100, 10))
        .hasToString("McNemar[100 rows right by the first alone, 10 by the second alone: "
            + "chi squared 72.01, p = 2.142E-17]");
    int[][] truth = {{1}, {0}, {1}};
    int[][] other = {{1}, {1}, {0}};
    assertThat(McNemar.ofRows(truth, truth, other))
        .isEqualTo(McNemar.ofLabel(truth, truth, other, 0))
        .hasToString(
            "McNemar[2 rows right by the first alone, 0 by the second alone: " + "exact, p = 0.5]");
  }

  @Test
  void hugeBetaIsRecall() {
    int[][] truth = {{1, 0, 0, 0}, {1, 1, 0, 0}};
    int[][] predicted = {{1, 1, 0, 1}, {0, 1, 0, 0}};
    // At 1e150 scikit-learn says [0.5, 1, 0, 0]; its square of 1e160 is an OverflowError.
    for (double beta : new double[] {1e150, 1e160, Double.MAX_VALUE}) {
      assertThat(fbetaScorePerLabel(truth, predicted, beta, ZERO)).containsExactly(.5, 1, 0, 0);
      assertThat(fbetaScorePerLabel(truth, predicted, beta, ZeroDivision.ONE))
          .as("a label that is predicted and never true is defined, one that is neither is not")
          .containsExactly(.5, 1, 1, 0);
    }
    assertThat(fbetaScorePerLabel(truth, predicted, INFINITE, ZERO))
        .containsExactly(recallScorePerLabel(truth, predicted, ZERO));
    assertThat(fbetaScore(truth, predicted, 1e155, WEIGHTED, ZERO, o -> o.sampleWeight(1e9, 1e9)))
        .isCloseTo(2 / 3.0, Offset.offset(1e-15));
  }

  @Test
  void detCurveOfAClassWithoutWeightIsNaN() {
    int[][] truth = {{1}, {0}, {1}, {0}, {1}, {0}};
    double[][] scores = {{.9}, {.8}, {.7}, {.3}, {.2}, {.1}};
    DetCurve noPositives = Curves.detCurve(truth, scores, 0, o -> o.sampleWeight(0, 1, 0, 1, 0, 1));
    assertThat(noPositives.falsePositiveRate()).containsExactly(0);
    assertThat(noPositives.falseNegativeRate()).containsExactly(Double.NaN);
    assertThat(noPositives.thresholds()).containsExactly(INFINITE);
    DetCurve noNegatives = Curves.detCurve(truth, scores, 0, o -> o.sampleWeight(1, 0, 1, 0, 1, 0));
    assertThat(noNegatives.falsePositiveRate()).containsExactly(Double.NaN);
    assertThat(noNegatives.falseNegativeRate()).containsExactly(0);
    assertThat(noNegatives.thresholds()).containsExactly(.2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Curves.detCurve(new int[][] {{1}, {1}}, new double[][] {{1}, {2}}, 0))
        .withMessageContaining("det_curve: label 0: expected rows of both classes");
  }

  @Test
  void recallAtKWithoutAWeighedRowIsNaN() {
    int[][] truth = {{1, 0}, {0, 0}};
    double[][] scores = {{.9, .1}, {.5, .6}};
    assertThat(RetrievalMetrics.recallAtK(truth, scores, 1)).isEqualTo(1);
    assertThat(RetrievalMetrics.recallAtK(truth, scores, 1, o -> o.sampleWeight(0, 1)))
        .isNaN();
  }

  @Test
  void oneColumnIsTheFigureOfItsLabel() {
    int[][] truth = {{1}, {1}, {1}};
    int[][] predicted = {{1}, {1}, {0}};
    // sklearn.metrics.f1_score([1, 1, 1], [1, 1, 0]), and with average="macro"
    assertThat(f1Score(truth, predicted, ZERO)).isEqualTo(.8);
    assertThat(f1Score(truth, predicted, BINARY)).isEqualTo(.8);
    assertThat(f1Score(truth, predicted, MACRO, ZERO)).isEqualTo(.4);
    assertThat(f1Score(truth, predicted, ZERO, o -> o.labels(0))).isEqualTo(0);
    assertThat(precisionRecallFscoreSupport(truth, predicted).recall()).isEqualTo(2 / 3.0);
    // Nothing is true or predicted: scikit-learn says 0 and warns.
    Warnings.Collector warnings = Warnings.collect();
    assertThat(f1Score(new int[2][1], new int[2][1], o -> o.warnings(warnings))).isEqualTo(0);
    assertThat(warnings.list())
        .extracting(Warnings.Warning::code)
        .containsExactly("no_true_nor_predicted_samples");
    assertThat(
            RankingMetrics.rocAucScore(new int[][] {{1}, {0}}, new double[][] {{1}, {0}}, BINARY))
        .isEqualTo(1);
    assertThat(f1Score(new int[][] {{1, 0}}, new int[][] {{1, 1}}, ZERO))
        .as("several columns: their mean")
        .isEqualTo(.5);
  }

  @Test
  void binaryIsRefusedWhereItMeansNothing() {
    int[][] two = {{1, 0}};
    String message = "average: expected micro, macro, weighted or samples, for several columns, "
        + "received binary, with 2";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> precisionScore(two, two, BINARY))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            RankingMetrics.averagePrecisionScore(two, new double[][] {{1, 0}}, BINARY))
        .withMessage(message);
    Tracker streaming = StreamingMetrics.f1Score(BINARY).tracker(2);
    streaming.update(new float[] {1, 0}, new float[] {1, 1}, null, 1);
    assertThatIllegalArgumentException().isThrownBy(streaming::result).withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> f1Score(new int[1][1], new int[1][1], BINARY, o -> o.labels(0)))
        .withMessageContaining("labels: expected none with average binary");
    Tracker one = StreamingMetrics.f1Score(BINARY).tracker(1);
    one.update(new float[] {1, 1, 1}, new float[] {1, 1, 0}, null, 3);
    assertThat(one.result()).isEqualTo(.8);
  }

  @Test
  void betaIsOneUnlessSaid() {
    int[][] truth = {{1, 0}, {1, 1}};
    int[][] predicted = {{1, 1}, {0, 1}};
    assertThat(precisionRecallFscoreSupport(truth, predicted, MACRO))
        .isEqualTo(precisionRecallFscoreSupport(truth, predicted, 1, MACRO));
    assertThat(precisionRecallFscoreSupportPerLabel(truth, predicted))
        .isEqualTo(precisionRecallFscoreSupportPerLabel(truth, predicted, 1));
    LabelMatrix t = LabelMatrix.of(truth);
    assertThat(precisionRecallFscoreSupport(t, t, SAMPLES).fscore()).isEqualTo(1);
    assertThat(precisionRecallFscoreSupportPerLabel(t, t)).hasSize(2);
  }

  @Test
  void linesOfAReportHaveNames() {
    int[][] truth = {{1, 0}, {1, 1}};
    int[][] predicted = {{1, 1}, {0, 1}};
    ClassificationReport report = classificationReport(
        truth, predicted, o -> o.targetNames(new LabelNames(List.of("cat", "dog"))));
    assertThat(report.macro().f1()).isEqualTo(f1Score(truth, predicted, MACRO));
    assertThat(report.micro()).isEqualTo(report.averages().get(0));
    assertThat(report.weighted().f1()).isEqualTo(f1Score(truth, predicted, WEIGHTED));
    assertThat(report.samples().name()).isEqualTo("samples avg");
    assertThat(report.label("dog").support()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> report.label("bird"))
        .withMessage("label: expected one of [cat, dog], received bird");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            classificationReport(new int[][] {{1}}, new int[][] {{1}}).samples());
  }

  @Test
  void oneLabelsReportSaysItsName() {
    int[][] truth = {{1}, {0}, {1}};
    int[][] predicted = {{1}, {0}, {0}};
    ClassificationReport report = classificationReport(truth, predicted, o -> o.targetNames("cat"));
    assertThat(report.labels())
        .extracting(ClassificationReport.Line::name)
        .containsExactly("not cat", "cat");
    assertThat(report.label("cat").recall()).isEqualTo(.5);
    assertThat(
            classificationReport(truth, truth, o -> o.targetNames("no", "yes")).labels())
        .extracting(ClassificationReport.Line::name)
        .containsExactly("no", "yes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classificationReport(truth, truth, o -> o.targetNames("a", "b", "c")))
        .withMessageContaining("target_names: expected the label's name, or 2, one a class");
  }

  @Test
  void curvesCanBeRead() {
    int[][] truth = {{0}, {0}, {1}, {1}};
    double[][] scores = {{.1}, {.4}, {1 / 3.0}, {.8}};
    assertThat(Curves.rocCurve(truth, scores, 0))
        .hasToString("RocCurve[5 points: falsePositiveRate [0.0, 0.0, 0.5, 0.5, 1.0], "
            + "truePositiveRate [0.0, 0.5, 0.5, 1.0, 1.0], "
            + "thresholds [Infinity, 0.8, 0.4, 0.3333, 0.1]]");
    assertThat(Curves.detCurve(truth, scores, 0).toString()).startsWith("DetCurve[3 points: ");
    int[][] many = new int[100][1];
    double[][] rising = new double[100][1];
    for (int i = 0; i < 100; i++) {
      many[i][0] = i % 2;
      rising[i][0] = i;
    }
    assertThat(Curves.precisionRecallCurve(many, rising, 0).toString())
        .startsWith("PrecisionRecallCurve[101 points: precision [0.5, 0.5051, 0.5, ..., ")
        .endsWith("thresholds [0.0, 1.0, 2.0, ..., 97.0, 98.0, 99.0]]");
  }

  @Test
  void binsAreClosedBelow() {
    // 0.29 * 100 is 28.999999999999996, and 0.29 is the lower edge of bin 29.
    int[][] truth = {{0}, {1}};
    double[] gaps = ProbabilityMetrics.expectedCalibrationErrorPerLabel(
        truth, new double[][] {{.29}, {.285}}, o -> o.bins(100));
    assertThat(gaps[0]).isCloseTo((.29 + .715) / 2, Offset.offset(1e-15));
    gaps = ProbabilityMetrics.expectedCalibrationErrorPerLabel(
        truth, new double[][] {{.5}, {.4999}}, o -> o.bins(2));
    assertThat(gaps[0]).isCloseTo((.5 + .5001) / 2, Offset.offset(1e-15));
    gaps = ProbabilityMetrics.expectedCalibrationErrorPerLabel(
        truth, new double[][] {{1}, {.99}}, o -> o.bins(10));
    assertThat(gaps[0]).as("both in the last bin").isCloseTo(.495, Offset.offset(1e-15));
  }
}
