package org.keraunos.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;

/** What holds of chosen thresholds whatever the data. */
class ThresholdsTest {
  private static final String[] CRITERIA = {
    "f1",
    "f0.5",
    "f2",
    "jaccard",
    "hamming",
    "mcc",
    "pcut",
    "precision=0.9",
    "recall=0.9",
    "cost=1:5"
  };

  /** Rows whose labels depend on scores in a way of their own a label. */
  private record Problem(LabelMatrix truth, ScoreMatrix scores) {
    static Problem of(Random random, int rows, int labels, double unknown, boolean single) {
      double[][] t = new double[rows][labels];
      float[][] narrow = new float[rows][labels];
      double[][] wide = new double[rows][labels];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < labels; j++) {
          double p = random.nextDouble();
          t[i][j] = random.nextDouble() < unknown
              ? Double.NaN
              : random.nextDouble() < Math.pow(p, 1 + 3.0 * j / labels) ? 1 : 0;
          wide[i][j] = Math.round(p * 500) / 500.0;
          narrow[i][j] = (float) wide[i][j];
        }
      }
      return new Problem(LabelMatrix.of(t), single ? ScoreMatrix.of(narrow) : ScoreMatrix.of(wide));
    }
  }

  @Test
  void neverBelowHalfOnWhatTheyWereChosenOn() {
    for (long seed = 1; seed <= 12; seed++) {
      Random random = new Random(seed);
      Problem problem = Problem.of(
          random, 5 + random.nextInt(60), 1 + random.nextInt(6), seed % 3 * 0.2, seed % 2 == 0);
      LabelMatrix half = problem.scores().above(0.5);
      for (String name : CRITERIA) {
        Criterion criterion = Criterion.of(name);
        double[] best = Thresholds.bestThresholds(problem.truth(), problem.scores(), criterion);
        ThresholdChoice choice =
            Thresholds.choose(problem.truth(), problem.scores(), criterion, o -> o.folds(3));
        LabelMatrix tuned = problem.scores().above(best);
        LabelMatrix chosen = problem.scores().above(choice.thresholds());
        for (int j = 0; j < half.labels(); j++) {
          double before = DecisionGoldenTest.micro(problem.truth(), half, j, j + 1, criterion);
          assertThat(DecisionGoldenTest.micro(problem.truth(), tuned, j, j + 1, criterion))
              .as("%s, seed %d, label %d", name, seed, j)
              .isGreaterThanOrEqualTo(before);
          double after = DecisionGoldenTest.micro(problem.truth(), chosen, j, j + 1, criterion);
          assertThat(after).as("%s, seed %d", name, seed).isGreaterThanOrEqualTo(before);
          assertThat(choice.scores()[j]).isCloseTo(after, Offset.offset(1e-12));
          assertThat(choice.atHalf()[j]).isCloseTo(before, Offset.offset(1e-12));
          assertThat(choice.crossFitted()[j])
              .isCloseTo(
                  DecisionGoldenTest.micro(
                      problem.truth(), choice.outOfFold(), j, j + 1, criterion),
                  Offset.offset(1e-12));
        }
        for (OneForAll mean : OneForAll.values()) {
          double one = Thresholds.bestThreshold(problem.truth(), problem.scores(), criterion, mean);
          assertThat(DecisionGoldenTest.score(
                  problem.truth(), problem.scores().above(one), criterion, mean))
              .as("%s %s, seed %d", name, mean, seed)
              .isGreaterThanOrEqualTo(
                  DecisionGoldenTest.score(problem.truth(), half, criterion, mean) - 1e-12);
        }
      }
    }
  }

  /**
   * Labels that scores say nothing of: what thresholds come to on their own rows flatters, what
   * cross-fitted ones come to does not, against ten times as many fresh rows.
   */
  @Test
  void crossFittedFiguresDoNotFlatter() {
    double own = 0;
    double crossed = 0;
    double fresh = 0;
    int rounds = 60;
    for (long seed = 1; seed <= rounds; seed++) {
      Random random = new Random(seed);
      Problem problem = noise(random, 60);
      Problem other = noise(random, 600);
      Criterion criterion = Criterion.mcc();
      double[] best = Thresholds.bestThresholds(problem.truth(), problem.scores(), criterion);
      ThresholdChoice choice = Thresholds.choose(problem.truth(), problem.scores(), criterion);
      own += DecisionGoldenTest.score(
          problem.truth(), problem.scores().above(best), criterion, OneForAll.MACRO);
      crossed += Arrays.stream(choice.crossFitted()).average().orElseThrow();
      fresh += DecisionGoldenTest.score(
          other.truth(), other.scores().above(best), criterion, OneForAll.MACRO);
    }
    // The figures' means over 240 labels have a standard error below 0.01.
    assertThat(own / rounds).as("seeds 1 to 60").isGreaterThan(fresh / rounds + 0.1);
    assertThat(crossed / rounds).as("seeds 1 to 60").isLessThan(fresh / rounds + 0.03);
  }

  private static Problem noise(Random random, int rows) {
    double[][] t = new double[rows][4];
    double[][] s = new double[rows][4];
    for (int i = 0; i < rows; i++) {
      Arrays.setAll(t[i], j -> random.nextInt(3) == 0 ? 1 : 0);
      Arrays.setAll(s[i], j -> random.nextDouble());
    }
    return new Problem(LabelMatrix.of(t), ScoreMatrix.of(s));
  }

  @Test
  void unknownLabelsDecideNothing() {
    Random random = new Random(3);
    Problem problem = Problem.of(random, 80, 3, 0.4, false);
    double[] all = Thresholds.bestThresholds(problem.truth(), problem.scores(), Criterion.f1());
    for (int j = 0; j < 3; j++) {
      int label = j;
      int[] known = java.util.stream.IntStream.range(0, 80)
          .filter(i -> problem.truth().get(i, label) >= 0)
          .toArray();
      double[][] t = new double[known.length][1];
      double[][] s = new double[known.length][1];
      for (int i = 0; i < known.length; i++) {
        t[i][0] = problem.truth().get(known[i], j);
        s[i][0] = problem.scores().get(known[i], j);
      }
      assertThat(Thresholds.bestThresholds(LabelMatrix.of(t), ScoreMatrix.of(s), Criterion.f1()))
          .containsExactly(all[j]);
    }
  }

  @Test
  void whatRowsSayNothingOfKeepsHalf() {
    LabelMatrix truth = LabelMatrix.of(new double[][] {{0, Double.NaN, 1}, {0, Double.NaN, 0}});
    ScoreMatrix scores = ScoreMatrix.of(new double[][] {{.9, .3, .2}, {.1, .9, .1}});
    assertThat(Thresholds.bestThresholds(truth, scores, Criterion.f1()))
        .containsExactly(new double[] {.5, .5, .15}, Offset.offset(1e-12));
  }

  @Test
  void frequenciesAreMatched() {
    Random random = new Random(7);
    Problem problem = Problem.of(random, 1000, 3, 0, true);
    double[] shares = {.1, .5, .83};
    LabelMatrix decided = problem.scores().above(Thresholds.pCut(problem.scores(), shares));
    for (int j = 0; j < 3; j++) {
      int label = j;
      double share = java.util.stream.IntStream.range(0, 1000)
              .filter(i -> decided.get(i, label) == 1)
              .count()
          / 1000.0;
      assertThat(share).as("seed 7").isCloseTo(shares[j], Offset.offset(0.004));
    }
  }

  @Test
  void scoresNeedNotBeProbabilities() {
    LabelMatrix truth = LabelMatrix.of(new int[][] {{1}, {1}, {0}, {1}});
    ScoreMatrix logits = ScoreMatrix.of(new float[][] {{-3}, {4}, {-5}, {2}});
    double threshold = Thresholds.bestThreshold(truth, logits, Criterion.f1());
    assertThat(threshold).isEqualTo(-4);
    ScoreMatrix alike = ScoreMatrix.of(new float[][] {{-3}, {-3}, {-3}, {-3}});
    double below = Thresholds.bestThreshold(truth, alike, Criterion.f1());
    assertThat(alike.above(below).flat()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void neighbouringFloatsAreKeptApart() {
    float low = 0.7f;
    float high = Math.nextUp(low);
    LabelMatrix truth = LabelMatrix.of(new int[][] {{0}, {1}});
    ScoreMatrix scores = ScoreMatrix.of(new float[][] {{low}, {high}});
    double threshold = Thresholds.bestThreshold(truth, scores, Criterion.f1());
    assertThat(scores.above(threshold).flat()).containsExactly(0, 1);
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> Criterion.of("f-1"))
        .hasMessage("beta: expected above 0 and below 1e6, received -1.0");
    assertThatThrownBy(() -> Criterion.of("best"))
        .hasMessageStartingWith("thresholds: expected f1, f0.5, f2, jaccard")
        .hasMessageEndingWith("received best");
    assertThatThrownBy(() -> Criterion.of("precision=x"))
        .hasMessageEndingWith("received precision=x");
    LabelMatrix truth = LabelMatrix.of(new int[][] {{0, 1}});
    ScoreMatrix scores = ScoreMatrix.of(new double[][] {{.5, .5}});
    assertThatThrownBy(() -> Thresholds.choose(truth, scores, Criterion.f1()))
        .hasMessage("rows: expected at least 2, to cross-fit, received 1");
    assertThatThrownBy(() -> LabelSets.topK(scores, 3))
        .hasMessage("k: expected 0 to 2, the labels, received 3");
    assertThatThrownBy(() -> LabelSets.expectedF(ScoreMatrix.of(new double[][] {{2}}), 1))
        .hasMessage("probabilities[0][0]: expected 0 to 1, received 2.0");
    assertThatThrownBy(() -> LabelSets.expectedF(scores, Math.PI))
        .hasMessageStartingWith("beta: expected a number whose square");
  }
}
