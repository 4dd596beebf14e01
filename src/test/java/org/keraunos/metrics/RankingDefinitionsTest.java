package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/**
 * Figures of rows against their definitions, pair by pair; the failing seed is the parameter in the
 * test's name.
 */
class RankingDefinitionsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);
  private static final double[] EXTREMES = {
    0.0,
    -0.0,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1,
    -1,
    0x1.0000000000001p0
  };

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  /**
   * Probabilities, logits, logarithms, ties of both signs, the ends of the range, neighbours, and a
   * mixture of all.
   */
  private static double score(Random random, int kind) {
    return switch (kind) {
      case 0 -> random.nextDouble();
      case 1 -> random.nextGaussian() * 4;
      case 2 -> Math.log(random.nextDouble());
      case 3 -> random.nextInt(5) - 2;
      case 4 -> EXTREMES[random.nextInt(EXTREMES.length)];
      case 5 -> (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextInt(9) * 0x1p-53);
      default -> score(random, random.nextInt(6));
    };
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void pairsAreComparedAsDefined(long seed) {
    Random random = new Random(seed);
    int kind = (int) (seed % 7);
    boolean unknowns = random.nextInt(3) == 0;
    boolean single = random.nextInt(3) == 0;
    int rows = 1 + random.nextInt(60);
    int labels = 2 + random.nextInt(130);
    double share = random.nextDouble();
    byte[] truth = new byte[rows * labels];
    double[] doubles = new double[truth.length];
    float[] floats = new float[truth.length];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = (byte) (random.nextDouble() < share ? 1 : 0);
      if (unknowns && i % labels > 0 && random.nextInt(6) == 0) {
        truth[i] = LabelMatrix.UNKNOWN;
      }
      floats[i] =
          (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, score(random, kind)));
      doubles[i] = single ? floats[i] : score(random, kind);
    }
    double[] sums = new double[4];
    for (int i = 0; i < rows; i++) {
      add(sums, truth, doubles, i * labels, (i + 1) * labels);
    }
    LabelMatrix t = LabelMatrix.of(truth, rows, labels);
    ScoreMatrix s =
        single ? ScoreMatrix.of(floats, rows, labels) : ScoreMatrix.of(doubles, rows, labels);
    assertThat(RankingMetrics.labelRankingLoss(t, s)).isCloseTo(sums[0] / rows, CLOSE);
    assertThat(RankingMetrics.labelRankingAveragePrecisionScore(t, s))
        .isCloseTo(sums[1] / rows, CLOSE);
    assertThat(RankingMetrics.coverageError(t, s)).isCloseTo(sums[2] / rows, CLOSE);
    assertThat(RetrievalMetrics.oneError(t, s)).isCloseTo(sums[3] / rows, CLOSE);
  }

  private static void add(double[] sums, byte[] truth, double[] scores, int from, int to) {
    int relevant = 0;
    int others = 0;
    int wrong = 0;
    double precisions = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double best = Double.NEGATIVE_INFINITY;
    for (int a = from; a < to; a++) {
      others += truth[a] == 0 ? 1 : 0;
      best = truth[a] < 0 ? best : Math.max(best, scores[a]);
      if (truth[a] == 1) {
        int hits = 0;
        int misses = 0;
        for (int b = from; b < to; b++) {
          hits += truth[b] == 1 && scores[b] >= scores[a] ? 1 : 0;
          misses += truth[b] == 0 && scores[b] >= scores[a] ? 1 : 0;
        }
        relevant++;
        wrong += misses;
        precisions += hits / (double) (hits + misses);
        lowest = Math.min(lowest, scores[a]);
      }
    }
    int covered = 0;
    int bestIsOther = 0;
    for (int a = from; a < to; a++) {
      covered += truth[a] >= 0 && scores[a] >= lowest ? 1 : 0;
      bestIsOther |= truth[a] == 0 && scores[a] == best ? 1 : 0;
    }
    sums[0] += relevant == 0 || others == 0 ? 0 : (double) wrong / relevant / others;
    sums[1] += relevant == 0 || others == 0 ? 1 : precisions / relevant;
    sums[2] += covered;
    sums[3] += bestIsOther;
  }
}
