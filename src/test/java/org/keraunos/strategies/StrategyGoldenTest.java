package org.keraunos.strategies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Dataset;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Strategies against scikit-learn's, and neighbours against counting. */
class StrategyGoldenTest {
  private static final Offset<Double> CLOSE = Offset.offset(3e-6);
  private static JsonNode goldens;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        new GZIPInputStream(StrategyGoldenTest.class.getResourceAsStream("strategies.json.gz"))) {
      goldens = new JsonMapper().readTree(in);
    }
  }

  @Test
  void aRegressionOfEachLabel() {
    for (JsonNode problem : goldens) {
      check(problem, "logistic", Strategies.logistic(train(problem), s -> exact(s, problem)));
    }
  }

  @Test
  void chains() {
    for (JsonNode problem : goldens) {
      int[] order = IntStream.range(0, problem.get("labels").intValue())
          .map(i -> problem.get("order").get(i).intValue())
          .toArray();
      check(problem, "chain", Strategies.chain(train(problem), s -> exact(s, problem)));
      check(
          problem,
          "chain of an order",
          Strategies.chain(train(problem), s -> exact(s, problem).order(order)));
      check(
          problem,
          "chain, cross-fitted",
          Strategies.chain(train(problem), s -> exact(s, problem).order(order).cv(4)));
    }
  }

  @Test
  void stacking() {
    for (JsonNode problem : goldens) {
      check(problem, "stacking", Strategies.stacking(train(problem), s -> exact(s, problem)));
      check(
          problem,
          "stacking without features",
          Strategies.stacking(train(problem), s -> exact(s, problem).cv(3).passthrough(false)));
      check(
          problem,
          "stacking on its own rows",
          Strategies.stacking(train(problem), s -> exact(s, problem).cv(0)));
    }
  }

  @Test
  void neighbours() {
    for (JsonNode problem : goldens) {
      MlKnn fitted = MlKnn.fit(
          train(problem), problem.get("k").intValue(), problem.get("s").doubleValue());
      compare(problem, "ml-knn", fitted.predict(fresh(problem)));
    }
  }

  @Test
  void aChainIsAModelLikeOthers(@TempDir Path folder) {
    JsonNode problem = goldens.get(0);
    try (Model chain = Strategies.chain(train(problem), s -> exact(s, problem).name("chain"))) {
      chain.thresholds(train(problem), org.keraunos.decisions.Criterion.f1());
      chain.export(folder.resolve("chain"));
      chain.save(folder.resolve("chain.keras"));
      ScoreMatrix scores = chain.predict(fresh(problem)).probabilities().scores();
      try (Predictor served = Predictor.load(folder.resolve("chain"));
          Model back = Model.load(folder.resolve("chain.keras"))) {
        assertThat(served.contract().output().thresholds())
            .isEqualTo(chain.contract().output().thresholds());
        assertThat(served.predict(fresh(problem)).probabilities().scores()).isEqualTo(scores);
        assertThat(back.predict(fresh(problem)).probabilities().scores()).isEqualTo(scores);
        assertThat(back.fit(train(problem)).get("loss")[0]).isFinite();
      }
    }
  }

  private static StrategyOptions exact(StrategyOptions settings, JsonNode problem) {
    return settings.c(problem.get("c").doubleValue()).tol(1e-9).maxIter(10_000);
  }

  private static void check(JsonNode problem, String name, Model model) {
    try (model) {
      compare(problem, name, model.predict(fresh(problem)).probabilities().scores());
    }
  }

  private static void compare(JsonNode problem, String name, ScoreMatrix made) {
    JsonNode expected = problem.get("scores").get(name);
    int labels = problem.get("labels").intValue();
    assertThat(made.rows() * made.labels()).isEqualTo(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(made.get(i / labels, i % labels))
          .as(name + "[" + i + "]")
          .isCloseTo(expected.get(i).doubleValue(), CLOSE);
    }
  }

  private static Dataset train(JsonNode problem) {
    int labels = problem.get("labels").intValue();
    JsonNode y = problem.get("y");
    byte[] values = new byte[y.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) y.get(i).intValue();
    }
    return rows(problem, "x").withLabels(LabelMatrix.of(values, values.length / labels, labels));
  }

  private static Dataset fresh(JsonNode problem) {
    return rows(problem, "fresh");
  }

  private static Dataset rows(JsonNode problem, String name) {
    JsonNode x = problem.get(name);
    float[] values = new float[x.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) x.get(i).doubleValue();
    }
    return Dataset.of(values, problem.get("width").intValue());
  }
}
