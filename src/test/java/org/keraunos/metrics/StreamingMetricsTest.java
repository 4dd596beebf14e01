package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.metrics.Average.MACRO;
import static org.keraunos.metrics.Average.MICRO;
import static org.keraunos.metrics.Average.SAMPLES;
import static org.keraunos.metrics.Average.WEIGHTED;
import static org.keraunos.metrics.ZeroDivision.ZERO;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

class StreamingMetricsTest {
  private static final float NAN = Float.NaN;

  /**
   * A batch at a time, with a smaller last batch, must give what the batch functions give over all
   * rows.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void equalsTheBatchFunctions(long seed) {
    Random random = new Random(seed);
    int rows = 97;
    int labels = 2 + random.nextInt(9);
    boolean unknowns = seed % 2 == 0;
    float[] truth = new float[rows * labels];
    float[] scores = new float[truth.length];
    float[] weights = new float[rows];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = unknowns && random.nextInt(7) == 0 ? NAN : random.nextInt(2);
      scores[i] = random.nextInt(11) / 10f;
    }
    for (int i = 0; i < rows; i++) {
      weights[i] = seed % 3 == 0 ? random.nextInt(4) : random.nextFloat();
    }
    LabelMatrix t = LabelMatrix.of(truth, rows, labels);
    LabelMatrix p = ScoreMatrix.of(scores, rows, labels).above(0.5);
    Option w = o -> o.sampleWeight(weights);

    Metric f1 = StreamingMetrics.f1Score(MACRO);
    check(f1, truth, scores, null, rows, labels, LabelMetrics.f1Score(t, p, MACRO, ZERO));
    check(f1, truth, scores, weights, rows, labels, LabelMetrics.f1Score(t, p, MACRO, ZERO, w));
    check(
        StreamingMetrics.f1Score(SAMPLES),
        truth,
        scores,
        weights,
        rows,
        labels,
        LabelMetrics.f1Score(t, p, SAMPLES, ZERO, w));
    check(
        StreamingMetrics.fBetaScore(2, WEIGHTED),
        truth,
        scores,
        null,
        rows,
        labels,
        LabelMetrics.fbetaScore(t, p, 2, WEIGHTED, ZERO));
    check(
        StreamingMetrics.precision(),
        truth,
        scores,
        weights,
        rows,
        labels,
        LabelMetrics.precisionScore(t, p, MICRO, ZERO, w));
    check(
        StreamingMetrics.recall(),
        truth,
        scores,
        null,
        rows,
        labels,
        LabelMetrics.recallScore(t, p, MICRO, ZERO));
    check(
        StreamingMetrics.hammingLoss(),
        truth,
        scores,
        weights,
        rows,
        labels,
        LabelMetrics.hammingLoss(t, p, w));
    check(
        StreamingMetrics.accuracy().resolve(OutputKind.SIGMOID),
        truth,
        scores,
        weights,
        rows,
        labels,
        1 - LabelMetrics.hammingLoss(t, p, w));
    check(
        StreamingMetrics.subsetAccuracy(),
        truth,
        scores,
        weights,
        rows,
        labels,
        LabelMetrics.accuracyScore(t, p, w));
    check(
        StreamingMetrics.f1Score(SAMPLES),
        truth,
        scores,
        null,
        rows,
        labels,
        LabelMetrics.f1Score(t, p, SAMPLES, ZERO));
    Option quiet = o -> o.warnings(warning -> {});
    ScoreMatrix s = ScoreMatrix.of(scores, rows, labels);
    check(
        StreamingMetrics.auc(),
        truth,
        scores,
        weights,
        rows,
        labels,
        RankingMetrics.rocAucScore(t, s, MACRO, w, quiet));
    check(
        StreamingMetrics.meanAveragePrecision(),
        truth,
        scores,
        null,
        rows,
        labels,
        RetrievalMetrics.meanAveragePrecision(t, s));
  }

  private static void check(
      Metric metric,
      float[] truth,
      float[] scores,
      float[] weights,
      int rows,
      int labels,
      double expected) {
    Tracker tracker = metric.tracker(labels);
    for (int round = 0; round < 2; round++) {
      for (int from = 0; from < rows; from += 16) {
        int to = Math.min(rows, from + 16);
        tracker.update(
            Arrays.copyOfRange(truth, from * labels, to * labels),
            Arrays.copyOfRange(scores, from * labels, to * labels),
            weights == null ? null : Arrays.copyOfRange(weights, from, to),
            to - from);
      }
      assertThat(tracker.result()).as(metric.name()).isEqualTo(expected);
      tracker.reset();
      assertThat(tracker.result()).as("empty").isZero();
    }
  }

  @Test
  void accuracyMeansWhatTheOutputSays() {
    float[] truth = {0, 1, 0, /**/ 1, 0, 0};
    float[] scores = {0.6f, 0.9f, 0.1f, /**/ 0.2f, 0.7f, 0.1f};
    Metric accuracy = StreamingMetrics.accuracy();
    assertThat(accuracy.name()).isEqualTo("accuracy");
    Tracker sigmoid = accuracy.resolve(OutputKind.SIGMOID).tracker(3);
    sigmoid.update(truth, scores, null, 2);
    assertThat(sigmoid.result()).isEqualTo(0.5);
    Metric categorical = accuracy.resolve(OutputKind.SOFTMAX);
    assertThat(categorical.name()).isEqualTo("accuracy");
    Tracker softmax = categorical.tracker(3);
    softmax.update(truth, scores, new float[] {3, 1}, 2);
    assertThat(softmax.result()).isEqualTo(0.75);
  }

  @Test
  void topKCountsScoresAboveTheTarget() {
    float[] truth = {0, 1, 0, 0, /**/ 1, 0, 0, 0};
    float[] scores = {0.6f, 0.5f, 0.1f, 0.5f, /**/ 0.2f, 0.7f, 0.3f, 0.1f};
    Tracker top2 = StreamingMetrics.topKCategoricalAccuracy(2).tracker(4);
    top2.update(truth, scores, null, 2);
    assertThat(top2.result()).isEqualTo(0.5);
  }

  @Test
  void thresholdsAreAboveOnly() {
    Tracker half = StreamingMetrics.binaryAccuracy().tracker(1);
    half.update(new float[] {0, 1}, new float[] {0.5f, 0.5f}, null, 2);
    assertThat(half.result()).isEqualTo(0.5);
    Tracker low = StreamingMetrics.recall().threshold(0.1).tracker(1);
    low.update(new float[] {1, 1}, new float[] {0.1f, 0.2f}, null, 2);
    assertThat(low.result()).isEqualTo(0.5);
  }
}
