package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metrics of numbers and of numbers of classes: streaming_metrics_goldens.py. */
class NumberMetricsTest {
  private static final Map<String, Metric> METRICS = Map.of(
      "mean_squared_error", StreamingMetrics.meanSquaredError(),
      "mean_absolute_error", StreamingMetrics.meanAbsoluteError(),
      "root_mean_squared_error", StreamingMetrics.rootMeanSquaredError(),
      "r2_score", StreamingMetrics.r2Score(),
      "r2_score_by_variance", StreamingMetrics.r2Score().varianceWeighted(true),
      "sparse_categorical_accuracy", StreamingMetrics.sparseCategoricalAccuracy());

  @Test
  void figuresAreKeras() throws IOException {
    JsonNode cases;
    try (InputStream in = NumberMetricsTest.class.getResourceAsStream("numbers.json")) {
      cases = new JsonMapper().readTree(in);
    }
    assertThat(cases).hasSize(4);
    for (JsonNode each : cases) {
      for (String name : each.get("metrics").propertyNames()) {
        Metric metric = METRICS.get(name);
        Tracker tracker = metric.tracker(each.get("columns").intValue());
        assertThat(tracker.result()).as("before any row").isZero();
        feed(tracker, each, 0, 17);
        Tracker resumed = metric.tracker(each.get("columns").intValue());
        resumed.restore(tracker.state());
        feed(resumed, each, 17, 30);
        // Keras sums in float32.
        assertThat(resumed.result())
            .as(name)
            .isCloseTo(each.get("metrics").get(name).doubleValue(), within(2e-6));
        resumed.reset();
        assertThat(resumed.result()).isZero();
      }
    }
  }

  @Test
  void directionsAreSaid() {
    METRICS.forEach((name, metric) ->
        assertThat(metric.higherIsBetter()).as(name).isEqualTo(!name.contains("error")));
    assertThat(StreamingMetrics.meanSquaredError().named("years").higherIsBetter())
        .isFalse();
    assertThat(StreamingMetrics.r2Score().named("error").higherIsBetter()).isTrue();
  }

  @Test
  void unknownCellsAreLeftOut() {
    float[] truth = {1, Float.NaN, Float.NaN, Float.NaN, 3, 2};
    float[] scores = {2, 5, 7, 7, 3, 4};
    assertThat(result(StreamingMetrics.meanSquaredError(), truth, scores)).isEqualTo((1 + 2) / 2.0);
    assertThat(result(StreamingMetrics.meanAbsoluteError(), truth, scores))
        .isEqualTo((1 + 1) / 2.0);
    float[] halfKnown = {1, Float.NaN, 2, Float.NaN, 4, Float.NaN};
    assertThat(result(StreamingMetrics.r2Score(), halfKnown, new float[] {1, 0, 2, 0, 3, 0}))
        .isCloseTo(1 - 1 / (14 / 3.0), within(1e-15));
    Tracker sparse = StreamingMetrics.sparseCategoricalAccuracy().tracker(2);
    sparse.update(new float[] {1, Float.NaN, 0}, new float[] {0, 1, 1, 0, 0, 1}, null, 3);
    assertThat(sparse.result()).isEqualTo(0.5);
  }

  private static double result(Metric metric, float[] truth, float[] scores) {
    Tracker tracker = metric.tracker(2);
    tracker.update(truth, scores, null, 3);
    return tracker.result();
  }

  private static void feed(Tracker tracker, JsonNode each, int from, int to) {
    int columns = each.get("columns").intValue();
    float[] truth = floats(each.get("truth"));
    float[] scores = floats(each.get("scores"));
    int width = truth.length / 30;
    float[] weights = each.get("weights").isNull() ? null : floats(each.get("weights"));
    tracker.update(
        Arrays.copyOfRange(truth, from * width, to * width),
        Arrays.copyOfRange(scores, from * columns, to * columns),
        weights == null ? null : Arrays.copyOfRange(weights, from, to),
        to - from);
  }

  private static float[] floats(JsonNode numbers) {
    List<JsonNode> all = numbers.valueStream().toList();
    float[] floats = new float[all.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = all.get(i).floatValue();
    }
    return floats;
  }
}
