package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.metrics.ConfusionMetrics.balancedAccuracyScore;
import static org.keraunos.metrics.ConfusionMetrics.balancedAccuracyScorePerLabel;
import static org.keraunos.metrics.ConfusionMetrics.matthewsCorrcoef;
import static org.keraunos.metrics.ConfusionMetrics.matthewsCorrcoefPerLabel;
import static org.keraunos.metrics.ConfusionMetrics.specificityScore;
import static org.keraunos.metrics.ConfusionMetrics.specificityScorePerLabel;
import static org.keraunos.metrics.RankingMetrics.dcgScore;
import static org.keraunos.metrics.RankingMetrics.ndcgScore;
import static org.keraunos.metrics.RankingMetrics.rocAucScore;
import static org.keraunos.metrics.RankingMetrics.rocAucScorePerLabel;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Metrics that scikit-learn has for one column, and options of ranking metrics. */
class ColumnMetricsGoldenTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);
  private static final Map<String, Average> AVERAGES = Map.of(
      "macro", Average.MACRO,
      "micro", Average.MICRO,
      "weighted", Average.WEIGHTED,
      "samples", Average.SAMPLES);
  private static JsonNode goldens;

  /** A figure of predictions under options. */
  private interface Figure<T> {
    T of(LabelMatrix truth, LabelMatrix predicted, Option... options);
  }

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        new GZIPInputStream(ColumnMetricsGoldenTest.class.getResourceAsStream("columns.json.gz"))) {
      goldens = new JsonMapper().readTree(in);
    }
  }

  @Test
  void correlationAndBalanceAreScikitLearns() {
    Option adjusted = Options::adjusted;
    for (JsonNode problem : goldens.get("problems")) {
      same(
          problem,
          "matthews_corrcoef",
          ConfusionMetrics::matthewsCorrcoef,
          ConfusionMetrics::matthewsCorrcoefPerLabel);
      same(
          problem,
          "balanced_accuracy_score",
          ConfusionMetrics::balancedAccuracyScore,
          ConfusionMetrics::balancedAccuracyScorePerLabel);
      same(
          problem,
          "adjusted",
          (t, p, o) -> balancedAccuracyScore(t, p, with(adjusted, o)),
          (t, p, o) -> balancedAccuracyScorePerLabel(t, p, with(adjusted, o)));
      if (problem.has("specificity")) {
        same(
            problem,
            "specificity",
            (t, p, o) -> specificityScore(t, p, with(ZeroDivision.ONE, o)),
            (t, p, o) -> specificityScorePerLabel(t, p, with(ZeroDivision.ONE, o)));
      }
    }
    assertThat(goldens.get("problems")).hasSize(7);
  }

  @Test
  void oneClassIsWarnedOf() {
    JsonNode corners = goldens.get("corners");
    LabelMatrix t = LabelMatrix.of(matrix(corners.get("t")));
    LabelMatrix p = LabelMatrix.of(matrix(corners.get("p")));
    Warnings.Collector warnings = Warnings.collect();
    Option collect = o -> o.warnings(warnings);
    assertThat(matthewsCorrcoefPerLabel(t, p, collect))
        .containsExactly(numbers(corners.get("matthews_corrcoef")), CLOSE);
    assertThat(warnings.list()).isEmpty();
    assertThat(balancedAccuracyScorePerLabel(t, p, collect))
        .containsExactly(numbers(corners.get("balanced_accuracy_score")), CLOSE);
    assertThat(warnings.list()).extracting(Warnings.Warning::code).containsExactly("one_class");
  }

  @Test
  void areasCountsAndCurvesAreScikitLearns() {
    int curves = 0;
    for (JsonNode problem : goldens.get("problems")) {
      LabelMatrix t = LabelMatrix.of(matrix(problem.get("t")));
      ScoreMatrix s = scores(problem);
      Option weight = weight(problem);
      for (Map.Entry<String, JsonNode> areas : problem.get("areas").properties()) {
        Option most = o -> o.maxFpr(Double.parseDouble(areas.getKey()));
        for (Map.Entry<String, JsonNode> area : areas.getValue().properties()) {
          if (area.getKey().equals("none")) {
            assertThat(rocAucScorePerLabel(t, s, weight, most))
                .containsExactly(numbers(area.getValue()), CLOSE);
          } else {
            assertThat(rocAucScore(t, s, weight, most, AVERAGES.get(area.getKey())))
                .isCloseTo(area.getValue().doubleValue(), CLOSE);
          }
        }
      }
      for (int j = 0; j < t.labels(); j++) {
        JsonNode column = problem.get("columns").get(j);
        ThresholdCounts counts = Curves.confusionMatrixAtThresholds(t, s, j, weight);
        double[][] all = {
          counts.trueNegatives(),
          counts.falsePositives(),
          counts.falseNegatives(),
          counts.truePositives(),
          counts.thresholds()
        };
        for (int i = 0; i < all.length; i++) {
          double[] expected = numbers(column.get("counts").get(i));
          Arrays.setAll(expected, x -> expected[x] + 0.0);
          assertThat(all[i]).containsExactly(expected, CLOSE);
        }
        for (Map.Entry<String, JsonNode> curve : column.get("curves").properties()) {
          String[] how = curve.getKey().split(" ");
          CalibrationCurve made = Curves.calibrationCurve(
              t,
              s,
              j,
              how[0].equals("uniform") ? BinStrategy.UNIFORM : BinStrategy.QUANTILE,
              o -> o.bins(Integer.parseInt(how[1])));
          assertThat(made.probTrue()).containsExactly(numbers(curve.getValue().get(0)), CLOSE);
          assertThat(made.probPred()).containsExactly(numbers(curve.getValue().get(1)), CLOSE);
          assertThat(Arrays.stream(made.count()).sum()).isEqualTo(t.rows());
          curves++;
        }
      }
    }
    assertThat(curves).isGreaterThan(100);
  }

  @Test
  void gainsOfGradesAreScikitLearns() {
    for (JsonNode problem : goldens.get("problems")) {
      if (problem.has("dcg")) {
        ScoreMatrix s = scores(problem);
        double[][] grades = matrix(problem.get("grades"));
        ScoreMatrix relevance = ScoreMatrix.of(grades);
        Option weight = weight(problem);
        boolean noTies = problem
            .get("s")
            .valueStream()
            .allMatch(row ->
                row.valueStream().map(JsonNode::doubleValue).distinct().count() == row.size());
        double[] dcg = numbers(problem.get("dcg"));
        assertThat(dcgScore(relevance, s, weight)).isCloseTo(dcg[0], CLOSE);
        assertThat(dcgScore(relevance, s, weight, o -> o.k(2).logBase(10)))
            .isCloseTo(dcg[1], CLOSE);
        if (noTies) {
          assertThat(dcgScore(relevance, s, weight, o -> o.k(3).logBase(Math.E).ignoreTies()))
              .isCloseTo(dcg[2], CLOSE);
        }
        double[] ndcg = numbers(problem.get("ndcg"));
        assertThat(ndcgScore(relevance, s, weight)).isCloseTo(ndcg[0], CLOSE);
        assertThat(ndcgScore(grades, matrix(problem.get("s")), weight, o -> o.k(2)))
            .isCloseTo(ndcg[1], CLOSE);
        assertThat(dcgScore(LabelMatrix.of(matrix(problem.get("t"))), s, weight, o -> o.logBase(3)))
            .isCloseTo(problem.get("binary_dcg").doubleValue(), CLOSE);
      }
    }
  }

  @Test
  void anyCurveHasAnArea() {
    JsonNode curve = goldens.get("auc");
    assertThat(Curves.auc(numbers(curve.get("x")), numbers(curve.get("y"))))
        .isCloseTo(curve.get("area").doubleValue(), CLOSE);
    assertThatThrownBy(() -> Curves.auc(new double[] {0, 2, 1}, new double[] {0, 1, 1}))
        .hasMessage("x: expected increasing or decreasing numbers, received [0.0, 2.0, 1.0]");
    assertThatThrownBy(() -> Curves.auc(new double[] {0}, new double[] {0}))
        .hasMessage("x: expected at least 2 points, received 1");
  }

  @Test
  void gradesOfZeroAndOneAreLabels() {
    long seed = 5;
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      double[][] truth = new double[6][4];
      double[][] scores = new double[6][4];
      for (int i = 0; i < 6; i++) {
        Arrays.setAll(truth[i], j -> random.nextInt(2));
        Arrays.setAll(scores[i], j -> random.nextInt(3));
      }
      LabelMatrix labels = LabelMatrix.of(truth);
      ScoreMatrix grades = ScoreMatrix.of(truth);
      ScoreMatrix s = ScoreMatrix.of(scores);
      assertThat(dcgScore(grades, s)).as("seed %d", seed).isCloseTo(dcgScore(labels, s), CLOSE);
      assertThat(ndcgScore(grades, s, o -> o.k(2)))
          .as("seed %d", seed)
          .isCloseTo(ndcgScore(labels, s, o -> o.k(2)), CLOSE);
    }
    assertThatThrownBy(() -> ndcgScore(new double[][] {{-1, 2}}, new double[][] {{0, 1}}))
        .hasMessage("y_true: expected relevance >= 0, received -1.0");
  }

  /** Unknown labels change nothing but what is counted: a label's figure is that of its rows. */
  @Test
  void unknownLabelsAreLeftOut() {
    long seed = 9;
    Random random = new Random(seed);
    double[][] truth = new double[50][3];
    int[][] predicted = new int[50][3];
    double[][] scores = new double[50][3];
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 3; j++) {
        truth[i][j] = random.nextInt(4) == 0 ? Double.NaN : random.nextInt(2);
        predicted[i][j] = random.nextInt(2);
        scores[i][j] = random.nextDouble();
      }
    }
    double[] correlation = matthewsCorrcoefPerLabel(truth, predicted);
    double[] specificity = specificityScorePerLabel(truth, predicted);
    for (int j = 0; j < 3; j++) {
      int label = j;
      int[] known = java.util.stream.IntStream.range(0, 50)
          .filter(i -> truth[i][label] >= 0)
          .toArray();
      double[][] t = new double[known.length][];
      int[][] p = new int[known.length][];
      double[][] s = new double[known.length][];
      for (int i = 0; i < known.length; i++) {
        t[i] = new double[] {truth[known[i]][j]};
        p[i] = new int[] {predicted[known[i]][j]};
        s[i] = new double[] {scores[known[i]][j]};
      }
      assertThat(correlation[j]).as("seed %d", seed).isCloseTo(matthewsCorrcoef(t, p), CLOSE);
      assertThat(specificity[j]).as("seed %d", seed).isCloseTo(specificityScore(t, p), CLOSE);
      assertThat(Curves.calibrationCurve(truth, scores, j).probTrue())
          .containsExactly(Curves.calibrationCurve(t, s, 0).probTrue(), CLOSE);
    }
  }

  private static void same(
      JsonNode problem, String name, Figure<Double> averaged, Figure<double[]> perLabel) {
    LabelMatrix t = LabelMatrix.of(matrix(problem.get("t")));
    LabelMatrix p = LabelMatrix.of(matrix(problem.get("p")));
    Option weight = weight(problem);
    Option quiet = o -> o.warnings(warning -> {});
    for (Map.Entry<String, JsonNode> figure : problem.get(name).properties()) {
      if (!figure.getKey().equals("none")) {
        if (t.labels() > 1) {
          assertThat(averaged.of(t, p, AVERAGES.get(figure.getKey()), weight, quiet))
              .as(name + " " + figure.getKey())
              .isCloseTo(number(figure.getValue()), CLOSE);
        }
      } else if (t.labels() > 1) {
        assertThat(perLabel.of(t, p, weight, quiet))
            .as(name)
            .containsExactly(numbers(figure.getValue()), CLOSE);
      } else {
        assertThat(averaged.of(t, p, weight, quiet))
            .as(name)
            .isCloseTo(figure.getValue().get(0).doubleValue(), CLOSE);
      }
    }
  }

  private static Option[] with(Option more, Option... options) {
    Option[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = more;
    return all;
  }

  private static Option weight(JsonNode problem) {
    JsonNode w = problem.get("w");
    return w.isNull() ? o -> {} : o -> o.sampleWeight(numbers(w));
  }

  private static ScoreMatrix scores(JsonNode problem) {
    double[][] rows = matrix(problem.get("s"));
    if (!problem.get("float32").booleanValue()) {
      return ScoreMatrix.of(rows);
    }
    float[][] floats = new float[rows.length][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        floats[i][j] = (float) rows[i][j];
      }
    }
    return ScoreMatrix.of(floats);
  }

  private static double[][] matrix(JsonNode rows) {
    double[][] matrix = new double[rows.size()][];
    Arrays.setAll(matrix, i -> numbers(rows.get(i)));
    return matrix;
  }

  private static double[] numbers(JsonNode row) {
    double[] numbers = new double[row.size()];
    Arrays.setAll(numbers, j -> number(row.get(j)));
    return numbers;
  }

  private static double number(JsonNode cell) {
    return cell.isString() ? Double.parseDouble(cell.stringValue()) : cell.doubleValue();
  }
}
