package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/** Matrices that are counted in several tasks and by vector instructions, against plain loops. */
class LargeMatricesTest {
  private static final Option QUIET = o -> o.warnings(warning -> {});

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 8, 20, 513})
  void countsAreThoseOfPlainLoops(int labels) {
    Random random = new Random(labels);
    int rows = 2_300_000 / labels + 1;
    byte[] truth = new byte[rows * labels];
    byte[] predicted = new byte[truth.length];
    float[] scores = new float[truth.length];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = (byte) (random.nextInt(3) == 0 ? 0 : 1);
      scores[i] = random.nextInt(100) / 100f;
      predicted[i] = (byte) (random.nextInt(8) == 0 ? 1 - truth[i] : truth[i]);
    }
    double[][][] expected = new double[labels][2][2];
    int right = 0;
    double coverage = 0;
    for (int i = 0; i < rows; i++) {
      boolean all = true;
      float lowest = 2;
      for (int j = 0; j < labels; j++) {
        int at = i * labels + j;
        expected[j][truth[at]][predicted[at]]++;
        all &= truth[at] == predicted[at];
        lowest = truth[at] == 1 ? Math.min(lowest, scores[at]) : lowest;
      }
      right += all ? 1 : 0;
      for (int j = 0; j < labels; j++) {
        coverage += scores[i * labels + j] >= lowest ? 1 : 0;
      }
    }
    double wrong = Arrays.stream(expected).mapToDouble(m -> m[0][1] + m[1][0]).sum();

    LabelMatrix t = LabelMatrix.of(truth, rows, labels);
    LabelMatrix p = LabelMatrix.of(predicted, rows, labels);
    double[] ones = new double[rows];
    Arrays.fill(ones, 1);
    Option weight = o -> o.sampleWeight(ones);
    assertThat(LabelMetrics.multilabelConfusionMatrix(t, p)).isDeepEqualTo(expected);
    assertThat(LabelMetrics.multilabelConfusionMatrix(t, p, weight)).isDeepEqualTo(expected);
    assertThat(LabelMetrics.accuracyScore(t, p, o -> o.normalize(false))).isEqualTo(right);
    assertThat(LabelMetrics.accuracyScore(t, p, weight)).isEqualTo((double) right / rows);
    assertThat(LabelMetrics.hammingLoss(t, p)).isEqualTo(wrong / truth.length);
    assertThat(LabelMetrics.hammingLoss(t, p, weight)).isEqualTo(wrong / truth.length);
    assertThat(LabelMetrics.f1Score(t, p, Average.SAMPLES, QUIET))
        .isCloseTo(
            LabelMetrics.f1Score(t, p, Average.SAMPLES, QUIET, weight), Offset.offset(1e-14));
    assertThat(RankingMetrics.coverageError(t, ScoreMatrix.of(scores, rows, labels)))
        .isCloseTo(coverage / rows, Offset.offset(1e-9));
  }
}
