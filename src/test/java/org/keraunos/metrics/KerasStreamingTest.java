package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Streaming metrics against Keras's own. */
class KerasStreamingTest {
  private static final int ROWS = 48;

  private static float[] floats(JsonNode list) {
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) list.get(i).doubleValue();
    }
    return floats;
  }

  @Test
  void figuresAreKeras() throws IOException {
    JsonNode cases;
    try (InputStream in = KerasStreamingTest.class.getResourceAsStream("streaming.json")) {
      cases = new JsonMapper().readTree(in);
    }
    Map<String, Metric> metrics = new LinkedHashMap<>();
    metrics.put("auc_multi_label", StreamingMetrics.auc().numThresholds(200));
    metrics.put("auc", StreamingMetrics.auc().multiLabel(false).numThresholds(200));
    metrics.put("auc_7", StreamingMetrics.auc().numThresholds(7));
    metrics.put("binary_accuracy", StreamingMetrics.binaryAccuracy());
    metrics.put("precision", StreamingMetrics.precision());
    metrics.put("recall", StreamingMetrics.recall());
    metrics.put("categorical_accuracy", StreamingMetrics.categoricalAccuracy());
    metrics.put("top_k_categorical_accuracy", StreamingMetrics.topKCategoricalAccuracy(2));
    assertThat(cases).hasSize(4);
    for (JsonNode each : cases) {
      for (String name : each.get("metrics").propertyNames()) {
        Tracker tracker = metrics.get(name).tracker(each.get("labels").intValue());
        feed(tracker, each);
        // Keras sums in float32.
        assertThat(tracker.result())
            .as(name)
            .isCloseTo(each.get("metrics").get(name).doubleValue(), Offset.offset(2e-6));
      }
    }
  }

  @Test
  void exactAreasAreTheBatchFunctions() throws IOException {
    JsonNode cases;
    try (InputStream in = KerasStreamingTest.class.getResourceAsStream("streaming.json")) {
      cases = new JsonMapper().readTree(in);
    }
    for (JsonNode each : cases) {
      int labels = each.get("labels").intValue();
      LabelMatrix t = LabelMatrix.of(floats(each.get("truth")), ROWS, labels);
      ScoreMatrix s = ScoreMatrix.of(floats(each.get("scores")), ROWS, labels);
      JsonNode w = each.get("weights");
      Option weight = w.isNull() ? o -> {} : o -> o.sampleWeight(floats(w));
      check(StreamingMetrics.auc(), each, RankingMetrics.rocAucScore(t, s, weight));
      check(
          StreamingMetrics.auc().multiLabel(false).named("pooled"),
          each,
          RankingMetrics.rocAucScore(t, s, Average.MICRO, weight));
      check(
          StreamingMetrics.meanAveragePrecision(),
          each,
          RetrievalMetrics.meanAveragePrecision(t, s, weight));
    }
  }

  private static void check(Metric metric, JsonNode each, double expected) {
    Tracker tracker = metric.tracker(each.get("labels").intValue());
    assertThat(tracker.result()).as("before any row").isZero();
    for (int round = 0; round < 2; round++) {
      feed(tracker, each);
      assertThat(tracker.result()).as(metric.name()).isEqualTo(expected);
      tracker.reset();
    }
    float[] unknown = new float[each.get("labels").intValue()];
    Arrays.fill(unknown, Float.NaN);
    tracker.update(unknown, unknown, null, 1);
    assertThat(tracker.result()).as("nothing known").isZero();
  }

  private static void feed(Tracker tracker, JsonNode each) {
    int labels = each.get("labels").intValue();
    float[] truth = floats(each.get("truth"));
    float[] scores = floats(each.get("scores"));
    float[] weights = each.get("weights").isNull() ? null : floats(each.get("weights"));
    for (int from = 0; from < ROWS; from += 20) {
      int to = Math.min(ROWS, from + 20);
      tracker.update(
          Arrays.copyOfRange(truth, from * labels, to * labels),
          Arrays.copyOfRange(scores, from * labels, to * labels),
          weights == null ? null : Arrays.copyOfRange(weights, from, to),
          to - from);
    }
  }
}
