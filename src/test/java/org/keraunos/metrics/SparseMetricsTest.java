package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Labels;
import org.keraunos.base.Scores;
import org.keraunos.base.SparseLabels;
import org.keraunos.base.SparseScores;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Metrics of sparse matrices are those of the dense ones, and scikit-learn's of scipy.sparse. */
class SparseMetricsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);
  private static final Option ZERO = ZeroDivision.ZERO;

  @Test
  void figuresAreScikitLearns() throws IOException {
    for (JsonNode problem : goldens()) {
      int labels = problem.get("labels").asInt();
      SparseLabels t = SparseLabels.of(ints(problem.get("t")), labels);
      SparseLabels p = SparseLabels.of(ints(problem.get("p")), labels);
      SparseScores s = scores(problem, labels);
      JsonNode w = problem.get("w");
      Option weight = w.isNull() ? o -> {} : o -> o.sampleWeight(doubles(w));
      JsonNode rates = problem.get("rates");
      for (Average average : Average.values()) {
        if (average != Average.BINARY) {
          String name = average.lowerCase();
          Option[] o = {average, ZERO, weight};
          same(
              LabelMetrics.precisionScore(t, p, o), rates.get("precision_score").get(name));
          same(LabelMetrics.recallScore(t, p, o), rates.get("recall_score").get(name));
          same(LabelMetrics.f1Score(t, p, o), rates.get("f1_score").get(name));
          same(LabelMetrics.jaccardScore(t, p, o), rates.get("jaccard_score").get(name));
          JsonNode areas = problem.get("rankings").get("average_precision_score");
          same(RankingMetrics.averagePrecisionScore(t, s, average, weight), areas.get(name));
          if (average != Average.SAMPLES) {
            JsonNode roc = problem.get("rankings").get("roc_auc_score");
            same(RankingMetrics.rocAucScore(t, s, average, weight), roc.get(name));
          }
        }
      }
      same(
          LabelMetrics.f1ScorePerLabel(t, p, ZERO, weight),
          rates.get("f1_score").get("none"));
      same(
          LabelMetrics.f1Score(t, p, ZERO, weight, o -> o.labels(5, 0, 2)),
          rates.get("f1_score").get("some"));
      same(LabelMetrics.accuracyScore(t, p, weight), rates.get("accuracy_score"));
      same(LabelMetrics.hammingLoss(t, p, weight), rates.get("hamming_loss"));
      double[][][] matrices = LabelMetrics.multilabelConfusionMatrix(t, p, weight);
      for (int j = 0; j < labels; j++) {
        same(matrices[j][0], rates.get("matrix").get(j).get(0));
        same(matrices[j][1], rates.get("matrix").get(j).get(1));
      }
      assertThat(LabelMetrics.classificationReport(t, p, ZERO, weight).toString())
          .isEqualTo(rates.get("report").asString());
      same(ConfusionMetrics.matthewsCorrcoefPerLabel(t, p, weight), rates.get("matthews_corrcoef"));
      same(
          ConfusionMetrics.balancedAccuracyScorePerLabel(t, p, weight),
          rates.get("balanced_accuracy_score"));
      rankings(t, s, weight, problem.get("rankings"));
    }
  }

  private static void rankings(SparseLabels t, SparseScores s, Option weight, JsonNode rankings) {
    same(
        RankingMetrics.labelRankingAveragePrecisionScore(t, s, weight),
        rankings.get("label_ranking_average_precision_score"));
    same(RankingMetrics.labelRankingLoss(t, s, weight), rankings.get("label_ranking_loss"));
    same(RankingMetrics.coverageError(t, s, weight), rankings.get("coverage_error"));
    for (int k : new int[] {1, 3, 8}) {
      same(RankingMetrics.dcgScore(t, s, weight, o -> o.k(k)), rankings.get("dcg " + k));
      same(RankingMetrics.ndcgScore(t, s, weight, o -> o.k(k)), rankings.get("ndcg " + k));
    }
    same(RankingMetrics.dcgScore(t, s, weight), rankings.get("dcg None"));
    same(RankingMetrics.ndcgScore(t, s, weight), rankings.get("ndcg None"));
    same(
        RankingMetrics.rocAucScorePerLabel(t, s, weight),
        rankings.get("roc_auc_score").get("none"));
    same(
        RankingMetrics.averagePrecisionScorePerLabel(t, s, weight),
        rankings.get("average_precision_score").get("none"));
    same(
        RankingMetrics.rocAucScorePerLabel(t, s, weight, o -> o.maxFpr(0.3)),
        rankings.get("partial"));
  }

  /** All figures that take both kinds, over random matrices from nearly empty to full. */
  @Test
  void sparseIsDense() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      int rows = 1 + random.nextInt(30);
      int labels = 2 + random.nextInt(12);
      double share = random.nextDouble();
      SparseLabels t = SparseLabels.of(columns(random, rows, labels, share), labels);
      SparseLabels p = SparseLabels.of(columns(random, rows, labels, share), labels);
      SparseScores s = scores(random, columns(random, rows, labels, share), labels, seed % 2 == 0);
      double[] w = new double[rows];
      Arrays.setAll(w, i -> random.nextInt(3) == 0 ? 0 : random.nextDouble() * (i == 0 ? 1e9 : 1));
      w[0] = 1e9;
      Option weight = seed % 3 == 0 ? o -> {} : o -> o.sampleWeight(w);
      String seen = "seed " + seed;
      Map<String, double[]> dense = figures(t.toMatrix(), p.toMatrix(), s.toMatrix(), weight);
      assertSame(seen, figures(t, p, s, weight), dense);
      assertSame(seen, figures(t.toMatrix(), p, s, weight), dense);
      assertSame(seen, figures(t, p.toMatrix(), s.toMatrix(), weight), dense);
      assertThat(t.toMatrix().toSparse()).as(seen).isEqualTo(t);
      assertThat(s.toMatrix().toSparse().toMatrix()).as(seen).isEqualTo(s.toMatrix());
      assertThat(s.above(0.3).toMatrix()).as(seen).isEqualTo(s.toMatrix().above(0.3));
      Warnings.Collector one = Warnings.collect();
      Warnings.Collector two = Warnings.collect();
      areas(t, s, o -> o.warnings(one));
      areas(t.toMatrix(), s.toMatrix(), o -> o.warnings(two));
      assertThat(one.list()).as(seen).isEqualTo(two.list());
    }
  }

  private static void areas(Labels t, Scores s, Option collect) {
    assertThat(RankingMetrics.rocAucScorePerLabel(t, s, collect)).hasSize(t.labels());
    assertThat(RankingMetrics.averagePrecisionScorePerLabel(t, s, collect)).hasSize(t.labels());
  }

  private static Map<String, double[]> figures(Labels t, Labels p, Scores s, Option weight) {
    Map<String, double[]> all = new LinkedHashMap<>();
    for (Average average : Average.values()) {
      if (average == Average.BINARY) {
        continue;
      }
      Option[] o = {average, ZERO, weight};
      all.put("precision " + average, one(LabelMetrics.precisionScore(t, p, o)));
      all.put("recall " + average, one(LabelMetrics.recallScore(t, p, o)));
      all.put("fbeta " + average, one(LabelMetrics.fbetaScore(t, p, 2, o)));
      all.put("jaccard " + average, one(LabelMetrics.jaccardScore(t, p, o)));
      all.put("mcc " + average, one(ConfusionMetrics.matthewsCorrcoef(t, p, average, weight)));
      all.put(
          "balanced " + average,
          one(ConfusionMetrics.balancedAccuracyScore(t, p, average, weight)));
      Option quiet = x -> x.warnings(warning -> {});
      all.put("auc " + average, one(RankingMetrics.rocAucScore(t, s, average, weight, quiet)));
      all.put(
          "ap " + average, one(RankingMetrics.averagePrecisionScore(t, s, average, weight, quiet)));
    }
    all.put("accuracy", one(LabelMetrics.accuracyScore(t, p, weight)));
    all.put("zero one", one(LabelMetrics.zeroOneLoss(t, p, weight)));
    all.put("hamming", one(LabelMetrics.hammingLoss(t, p, weight)));
    all.put("support", LabelMetrics.support(t, p, weight, o -> o.labels(1, 0)));
    all.put(
        "matrix",
        Arrays.stream(LabelMetrics.multilabelConfusionMatrixPerRow(t, p, weight))
            .flatMapToDouble(m -> Arrays.stream(m).flatMapToDouble(Arrays::stream))
            .toArray());
    all.put("lrap", one(RankingMetrics.labelRankingAveragePrecisionScore(t, s, weight)));
    all.put("coverage", one(RankingMetrics.coverageError(t, s, weight)));
    all.put("loss", one(RankingMetrics.labelRankingLoss(t, s, weight)));
    all.put("dcg", one(RankingMetrics.dcgScore(t, s, weight, o -> o.k(3))));
    all.put("ndcg", one(RankingMetrics.ndcgScore(t, s, weight)));
    all.put("one error", one(RetrievalMetrics.oneError(t, s, weight)));
    all.put("precision at 3", one(RetrievalMetrics.precisionAtK(t, s, 3, weight)));
    all.put("recall at 3", one(RetrievalMetrics.recallAtK(t, s, 3, weight)));
    all.put("map", one(RetrievalMetrics.meanAveragePrecision(t, s, weight)));
    Evaluation evaluation = Evaluation.of(t, s, 0.3, weight, ZERO);
    all.put("evaluation", new double[] {
      evaluation.macro().f1(),
      evaluation.accuracy(),
      evaluation.hammingLoss(),
      evaluation.labelRankingLoss().orElseThrow()
    });
    return all;
  }

  private static double[] one(double figure) {
    return new double[] {figure};
  }

  private static void assertSame(
      String seen, Map<String, double[]> sparse, Map<String, double[]> dense) {
    dense.forEach((name, figures) -> {
      for (int i = 0; i < figures.length; i++) {
        double most = 1e-12 * Math.max(1, Math.abs(figures[i]));
        if (Double.isNaN(figures[i])) {
          assertThat(sparse.get(name)[i]).as(seen + ", " + name).isNaN();
        } else {
          assertThat(sparse.get(name)[i])
              .as(seen + ", " + name)
              .isCloseTo(figures[i], Offset.offset(most));
        }
      }
    });
  }

  @Test
  void oneColumnAndUnknownLabelsAreTakenAsDense() {
    SparseLabels t = SparseLabels.of(new int[][] {{0}, {}, {0}}, 1);
    SparseLabels p = SparseLabels.of(new int[][] {{0}, {0}, {}}, 1);
    assertThat(LabelMetrics.f1Score(t, p)).isEqualTo(0.5);
    LabelMatrix unknown = LabelMatrix.of(new double[][] {{1, Double.NaN}, {0, 1}});
    SparseLabels said = SparseLabels.of(new int[][] {{0, 1}, {1}}, 2);
    assertThat(LabelMetrics.f1Score(unknown, said)).isEqualTo(1);
    SparseScores s =
        SparseScores.csr(new int[] {0, 2, 3}, new int[] {0, 1, 1}, new double[] {1, 1, 1}, 2);
    assertThat(RankingMetrics.coverageError(unknown, s)).isEqualTo(1);
    assertThatThrownBy(unknown::toSparse)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown");
  }

  /** A dense matrix of it would have a billion cells, and its scores 8 GB. */
  @Test
  void tenThousandLabelsTakeMegabytes() {
    int rows = 100_000;
    int labels = 10_000;
    Random random = new Random(3);
    int[][] truth = new int[rows][];
    for (int i = 0; i < rows; i++) {
      int first = random.nextInt(labels / 5);
      truth[i] = new int[] {first, first + 2000, first + 4000, first + 6000, first + 8000};
    }
    SparseLabels t = SparseLabels.of(truth, labels);
    double[] values = new double[t.columns().length];
    Arrays.setAll(values, i -> 0.25 + random.nextInt(2) / 2.0);
    SparseScores s = SparseScores.csr(t.starts(), t.columns(), values, labels);
    Evaluation evaluation = Evaluation.of(t, s, 0.5);
    assertThat(evaluation.micro().precision()).isEqualTo(1);
    assertThat(evaluation.micro().recall()).isCloseTo(0.5, Offset.offset(0.01));
    assertThat(evaluation.labelRankingLoss()).hasValue(0);
    assertThat(RankingMetrics.rocAucScore(t, s, Average.MICRO)).isEqualTo(1);
    assertThat(RankingMetrics.averagePrecisionScore(t, s)).isEqualTo(1);
    assertThat(RetrievalMetrics.recallAtK(t, s, 5)).isEqualTo(1);
  }

  @Test
  void mistakesAreTold() {
    refused(() -> SparseLabels.of(new int[][] {{1, 1}}, 3), "columns of row 0", "ascending");
    refused(() -> SparseLabels.of(new int[][] {{3}}, 3), "[0, 3)", "3");
    refused(() -> SparseLabels.csr(new int[] {0, 2}, new int[] {1}, 3), "starts");
    refused(() -> SparseLabels.csr(new int[] {0, 2, 1}, new int[] {1}, 3), "starts[1]");
    int[] starts = {0, 1};
    refused(() -> SparseScores.csr(starts, new int[] {1}, new double[2], 3), "values", "2");
    refused(
        () -> SparseScores.csr(starts, new int[] {1}, new double[] {Double.NaN}, 3), "values[0]");
    SparseScores s = SparseScores.csr(starts, new int[] {1}, new float[] {1}, 3);
    refused(() -> s.above(-0.1), "threshold", "at least 0");
    SparseLabels t = SparseLabels.of(new int[][] {{1}}, 3);
    refused(() -> RankingMetrics.dcgScore(t, s, Options::ignoreTies), "ignore_ties");
    refused(() -> LabelMetrics.f1Score(t, t, o -> o.labels(3)), "labels");
  }

  private static void refused(Supplier<?> call, String... said) {
    assertThatThrownBy(call::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(said);
  }

  private static SparseScores scores(Random random, int[][] columns, int labels, boolean single) {
    SparseLabels cells = SparseLabels.of(columns, labels);
    double[] values = new double[cells.columns().length];
    Arrays.setAll(values, i -> (random.nextInt(9) - 3) / 4.0);
    if (!single) {
      return SparseScores.csr(cells.starts(), cells.columns(), values, labels);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return SparseScores.csr(cells.starts(), cells.columns(), floats, labels);
  }

  private static int[][] columns(Random random, int rows, int labels, double share) {
    int[][] columns = new int[rows][];
    for (int i = 0; i < rows; i++) {
      columns[i] =
          random.ints(0, labels).limit((int) (share * labels * 1.5)).distinct().toArray();
    }
    return columns;
  }

  private static JsonNode goldens() throws IOException {
    try (InputStream in =
        new GZIPInputStream(SparseMetricsTest.class.getResourceAsStream("sparse.json.gz"))) {
      return new JsonMapper().readTree(in);
    }
  }

  private static SparseScores scores(JsonNode problem, int labels) {
    SparseLabels cells = SparseLabels.of(ints(problem.get("columns")), labels);
    List<Double> values = new ArrayList<>();
    problem.get("scores").forEach(row -> row.forEach(value -> values.add(value.asDouble())));
    double[] flat = values.stream().mapToDouble(Double::doubleValue).toArray();
    return SparseScores.csr(cells.starts(), cells.columns(), flat, labels);
  }

  private static int[][] ints(JsonNode rows) {
    int[][] values = new int[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new int[rows.get(i).size()];
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] = rows.get(i).get(j).asInt();
      }
    }
    return values;
  }

  private static double[] doubles(JsonNode list) {
    double[] values = new double[list.size()];
    Arrays.setAll(values, i -> number(list.get(i)));
    return values;
  }

  /** NaN is a string, or null. */
  private static double number(JsonNode value) {
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }

  private static void same(double figure, JsonNode golden) {
    same(
        one(figure),
        golden.isArray() ? golden : new JsonMapper().createArrayNode().add(golden));
  }

  private static void same(double[] figures, JsonNode golden) {
    double[] wanted = doubles(golden);
    assertThat(figures).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      if (Double.isNaN(wanted[i])) {
        assertThat(figures[i]).isNaN();
      } else {
        assertThat(figures[i]).isCloseTo(wanted[i], CLOSE);
      }
    }
  }
}
