package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.metrics.Average.MACRO;
import static org.keraunos.metrics.Average.MICRO;
import static org.keraunos.metrics.Average.SAMPLES;
import static org.keraunos.metrics.Average.WEIGHTED;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/** What holds for every problem; the failing seed is the parameter in the test's name. */
class MetricPropertiesTest {
  private static final List<Average> SEVERAL =
      List.of(Average.MICRO, Average.MACRO, Average.WEIGHTED, Average.SAMPLES);

  private static final Offset<Double> CLOSE = Offset.offset(1e-12);
  private static final Option QUIET = o -> o.warnings(warning -> {});

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  /** A random problem: rows of truth, predictions and scores, some of the scores tied. */
  private record Problem(int[][] truth, int[][] predicted, double[][] scores) {
    static Problem of(long seed) {
      Random random = new Random(seed);
      int rows = 1 + random.nextInt(40);
      int labels = 2 + random.nextInt(70);
      boolean ties = random.nextBoolean();
      Problem problem =
          new Problem(new int[rows][labels], new int[rows][labels], new double[rows][labels]);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < labels; j++) {
          problem.truth[i][j] = random.nextInt(3) == 0 ? 1 : 0;
          problem.predicted[i][j] = random.nextInt(3) == 0 ? 1 : 0;
          problem.scores[i][j] = ties ? random.nextInt(6) / 5.0 : random.nextDouble();
        }
      }
      return problem;
    }

    LabelMatrix t() {
      return LabelMatrix.of(truth);
    }

    LabelMatrix p() {
      return LabelMatrix.of(predicted);
    }

    ScoreMatrix s() {
      return ScoreMatrix.of(scores);
    }
  }

  private static int[][] transposed(int[][] rows) {
    int[][] columns = new int[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[0].length; j++) {
        columns[j][i] = rows[i][j];
      }
    }
    return columns;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void transposingSwapsLabelsAndSamples(long seed) {
    Problem problem = Problem.of(seed);
    if (problem.truth.length == 1) {
      return;
    }
    int[][] t = transposed(problem.truth);
    int[][] p = transposed(problem.predicted);
    assertThat(LabelMetrics.f1Score(t, p, MICRO, QUIET))
        .isEqualTo(LabelMetrics.f1Score(problem.t(), problem.p(), MICRO, QUIET));
    assertThat(LabelMetrics.f1Score(t, p, MACRO, QUIET))
        .isCloseTo(LabelMetrics.f1Score(problem.t(), problem.p(), SAMPLES, QUIET), CLOSE);
    assertThat(LabelMetrics.hammingLoss(t, p))
        .isEqualTo(LabelMetrics.hammingLoss(problem.t(), problem.p()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void repeatedRowsInAnyOrderAreWeights(long seed) {
    Problem problem = Problem.of(seed);
    Random random = new Random(~seed);
    int rows = problem.truth.length;
    double[] weights = new double[rows];
    int many = rows + random.nextInt(50);
    int[][] t = new int[many][];
    int[][] p = new int[many][];
    double[][] s = new double[many][];
    for (int i = 0; i < many; i++) {
      int row = i < rows ? rows - 1 - i : random.nextInt(rows);
      weights[row]++;
      t[i] = problem.truth[row];
      p[i] = problem.predicted[row];
      s[i] = problem.scores[row];
    }
    Option w = o -> o.sampleWeight(weights);
    for (Average average : SEVERAL) {
      assertThat(LabelMetrics.f1Score(problem.t(), problem.p(), average, w, QUIET))
          .isCloseTo(LabelMetrics.f1Score(t, p, average, QUIET), CLOSE);
      assertThat(LabelMetrics.jaccardScore(problem.t(), problem.p(), average, w, QUIET))
          .isCloseTo(LabelMetrics.jaccardScore(t, p, average, QUIET), CLOSE);
      assertThat(RankingMetrics.averagePrecisionScore(problem.t(), problem.s(), average, w, QUIET))
          .isCloseTo(RankingMetrics.averagePrecisionScore(t, s, average, QUIET), CLOSE);
      assertSame(
          RankingMetrics.rocAucScore(problem.t(), problem.s(), average, w, QUIET),
          RankingMetrics.rocAucScore(t, s, average, QUIET));
    }
    assertThat(RankingMetrics.ndcgScore(problem.t(), problem.s(), w))
        .isCloseTo(RankingMetrics.ndcgScore(t, s), CLOSE);
    assertThat(RankingMetrics.labelRankingLoss(problem.t(), problem.s(), w))
        .isCloseTo(RankingMetrics.labelRankingLoss(t, s), CLOSE);
    assertThat(LabelMetrics.accuracyScore(problem.t(), problem.p(), w))
        .isCloseTo(LabelMetrics.accuracyScore(t, p), CLOSE);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void jaccardFollowsFromF(long seed) {
    Problem problem = Problem.of(seed);
    double[] f = LabelMetrics.f1ScorePerLabel(problem.t(), problem.p(), QUIET);
    double[] jaccard = LabelMetrics.jaccardScorePerLabel(problem.t(), problem.p(), QUIET);
    for (int j = 0; j < f.length; j++) {
      assertThat(jaccard[j]).isCloseTo(f[j] / (2 - f[j]), CLOSE);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void figuresStayInTheirBounds(long seed) {
    Problem problem = Problem.of(seed);
    LabelMatrix t = problem.t();
    ScoreMatrix s = problem.s();
    for (Average average : SEVERAL) {
      assertThat(LabelMetrics.fbetaScore(t, problem.p(), 2, average, QUIET)).isBetween(0.0, 1.0);
    }
    int labels = t.labels();
    assertThat(RankingMetrics.coverageError(t, s)).isBetween(0.0, (double) labels);
    assertThat(RankingMetrics.labelRankingLoss(t, s)).isBetween(0.0, 1.0);
    assertThat(RankingMetrics.labelRankingAveragePrecisionScore(t, s)).isBetween(0.0, 1.0);
    assertThat(RankingMetrics.ndcgScore(t, s)).isBetween(0.0, 1 + 1e-12);
    assertThat(RetrievalMetrics.oneError(t, s)).isBetween(0.0, 1.0);
    assertThat(RetrievalMetrics.precisionAtK(t, s, 3)).isBetween(0.0, 1.0);
    double[] brier = ProbabilityMetrics.brierScorePerLabel(t, s);
    double[] gaps = ProbabilityMetrics.expectedCalibrationErrorPerLabel(t, s);
    for (int j = 0; j < labels; j++) {
      assertThat(brier[j]).isBetween(0.0, 1.0);
      assertThat(gaps[j]).isBetween(0.0, 1.0);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rankingsSeeOnlyTheOrderOfScores(long seed) {
    Problem problem = Problem.of(seed);
    double[][] moved = new double[problem.scores.length][];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = new double[problem.scores[i].length];
      for (int j = 0; j < moved[i].length; j++) {
        moved[i][j] = Math.exp(5 * problem.scores[i][j]) - 40;
      }
    }
    LabelMatrix t = problem.t();
    ScoreMatrix s = problem.s();
    ScoreMatrix m = ScoreMatrix.of(moved);
    for (Average average : SEVERAL) {
      assertSame(
          RankingMetrics.rocAucScore(t, m, average, QUIET),
          RankingMetrics.rocAucScore(t, s, average, QUIET));
    }
    assertThat(RankingMetrics.averagePrecisionScore(t, m, WEIGHTED, QUIET))
        .isEqualTo(RankingMetrics.averagePrecisionScore(t, s, WEIGHTED, QUIET));
    assertThat(RankingMetrics.labelRankingLoss(t, m))
        .isEqualTo(RankingMetrics.labelRankingLoss(t, s));
    assertThat(RankingMetrics.labelRankingAveragePrecisionScore(t, m))
        .isEqualTo(RankingMetrics.labelRankingAveragePrecisionScore(t, s));
    assertThat(RankingMetrics.dcgScore(t, m, o -> o.k(3)))
        .isEqualTo(RankingMetrics.dcgScore(t, s, o -> o.k(3)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void allInputTypesAreTheSame(long seed) {
    Problem problem = Problem.of(seed);
    int rows = problem.truth.length;
    int labels = problem.truth[0].length;
    boolean[][] booleans = new boolean[rows][labels];
    byte[][] bytes = new byte[rows][labels];
    float[] flat = new float[rows * labels];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < labels; j++) {
        booleans[i][j] = problem.truth[i][j] == 1;
        bytes[i][j] = (byte) problem.truth[i][j];
        flat[i * labels + j] = problem.truth[i][j];
      }
    }
    Assertions.assertThat(LabelMatrix.of(booleans))
        .isEqualTo(problem.t())
        .isEqualTo(LabelMatrix.of(bytes))
        .isEqualTo(LabelMatrix.of(flat, rows, labels))
        .hasSameHashCodeAs(problem.t());
    assertThat(LabelMetrics.f1Score(booleans, problem.predicted, MACRO, QUIET))
        .isEqualTo(LabelMetrics.f1Score(problem.t(), problem.p(), MACRO, QUIET));
  }

  private static void assertSame(double value, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(value).isNaN();
    } else {
      assertThat(value).isCloseTo(expected, CLOSE);
    }
  }
}
