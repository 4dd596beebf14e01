package org.keraunos.report.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.metrics.Curves;
import org.keraunos.metrics.ProbabilityMetrics;
import org.keraunos.metrics.RankingMetrics;
import org.keraunos.report.StrictJson;

class ResultsTest {
  private static final double TOLERANCE = 1e-12;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void figuresAreThoseOfTheMetrics(long seed) {
    Scored scored = random(seed, 200, 5, seed % 2 == 0 ? 0.2 : 0);
    Results results = Results.of(scored, seed);
    double[] errors =
        ProbabilityMetrics.expectedCalibrationErrorPerLabel(scored.truth(), scored.scores());
    double[] aucs = RankingMetrics.rocAucScorePerLabel(scored.truth(), scored.scores());
    byte[] ones = new byte[scored.rows()];
    Arrays.fill(ones, (byte) 1);
    for (int j = 0; j < scored.labels(); j++) {
      LabelResult label = results.labels().get(j);
      assertThat(label.calibrationError()).as("seed %s", seed).isEqualTo(errors[j], within(1e-9));
      assertThat(label.rocAuc()).isEqualTo(aucs[j]);
      RankedLabel ranked = new RankedLabel(scored.truth(), scored.scores(), j);
      ranked.weigh(ones);
      assertThat(ranked.rocAuc()).isEqualTo(aucs[j], within(TOLERANCE));
      assertThat(ranked.averagePrecision()).isEqualTo(label.averagePrecision(), within(TOLERANCE));
      Bounds bounds = label.intervals().f1();
      assertThat(label.f1()).isBetween(bounds.low(), bounds.high());
      assertThat(label.tp() + label.fn()).isEqualTo(label.support());
    }
    assertThat(results.evaluation().micro().f1())
        .isBetween(results.microF1().low(), results.microF1().high());
    assertThat(StrictJson.write(Results.of(scored, seed).toMap()).hashCode())
        .isEqualTo(StrictJson.write(results.toMap()).hashCode());
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void aThinnedCurveKeepsItsArea(long seed) {
    Scored scored = random(seed, 3000, 1, 0);
    CurveShape shape = CurveShape.of(scored.truth(), scored.scores(), 0, 0.01);
    double area = Curves.auc(shape.falsePositiveRate(), shape.truePositiveRate());
    assertThat(area)
        .as("seed %s", seed)
        .isEqualTo(Results.of(scored, 0).labels().get(0).rocAuc(), within(0.01));
    assertThat(shape.falsePositiveRate()).hasSizeLessThan(500);
    assertThat(shape.recall()[shape.recall().length - 1]).isEqualTo(1);
  }

  @Test
  void labelsThatAreNeverThereOrNeverKnownHaveNoCurves() {
    byte[] cells = {0, -1, 1, 0, -1, 1, 0, -1, 0};
    ScoreMatrix scores =
        ScoreMatrix.of(new float[] {.1f, .2f, .9f, .7f, .5f, .4f, .2f, .3f, .8f}, 3, 3);
    Scored scored = new Scored(
        LabelMatrix.of(cells, 3, 3),
        scores.above(0.5),
        scores,
        new LabelNames(List.of("never", "unknown", "some")),
        new double[] {.5, .5, .5});
    Results results = Results.of(scored, 0);
    LabelResult never = results.labels().get(0);
    assertThat(never.rocAuc()).isNaN();
    assertThat(never.curves().recall()).isEmpty();
    assertThat(never.precision()).isZero();
    LabelResult unknown = results.labels().get(1);
    assertThat(unknown.known()).isZero();
    assertThat(unknown.calibrationError()).isNaN();
    assertThat(results.unknownShare()).isEqualTo(1 / 3.0, within(TOLERANCE));
    // Row 0 is right, row 1 has two wrong cells of which that of "never" is surer, row 2 one.
    assertThat(results.rows().hits()).extracting(TellingRows.Cell::row).containsExactly(0);
    assertThat(results.rows().errors()).extracting(TellingRows.Cell::row).containsExactly(2, 1);
    assertThat(results.rows().errors().get(1).label()).isZero();
    assertThat(results.errors().labels().get(0).absentSuspected()).isZero();
  }

  @Test
  void pairsAreCounted() {
    LabelMatrix truth = LabelMatrix.of(new int[][] {{1, 1, 0}, {1, 1, 0}, {0, 0, 1}, {1, 0, 0}});
    LabelMatrix predicted =
        LabelMatrix.of(new int[][] {{1, 0, 1}, {1, 1, 0}, {0, 0, 1}, {0, 1, 1}});
    Together together = new Together(truth, predicted);
    assertThat(together.both(0, 0)).isEqualTo(3);
    assertThat(together.both(0, 1)).isEqualTo(2);
    assertThat(together.instead(1, 2)).isEqualTo(1);
    assertThat(together.mostOften(5)).containsExactly(new Together.Pair(0, 1, 2, 2 / 1.5));
    assertThat(together.mostMixedUp(1)).extracting(Together.Pair::first).containsExactly(0);
    assertThat(together.mostMixedUp(9)).hasSize(3);
  }

  @Test
  void aPlantedLabelErrorIsFound() {
    Scored clean = random(11, 400, 2, 0);
    byte[] cells = clean.truth().flat().clone();
    float[] scores = new float[cells.length];
    Random random = new Random(12);
    for (int i = 0; i < cells.length; i++) {
      scores[i] = cells[i] == 1 ? 0.7f + 0.3f * random.nextFloat() : 0.3f * random.nextFloat();
    }
    for (int at : new int[] {2 * 37, 2 * 200 + 1}) {
      scores[at] = cells[at] == 1 ? 0.99f : 0.01f;
      cells[at] ^= 1;
    }
    LabelErrors found =
        LabelErrors.find(LabelMatrix.of(cells, 400, 2), ScoreMatrix.of(scores, 400, 2), 10);
    assertThat(found.suspects()).hasSize(2);
    assertThat(found.suspects())
        .extracting(LabelErrors.Suspect::row)
        .containsExactlyInAnyOrder(37, 200);
  }

  @Test
  void intervalsOfAreasOfSomeRowsAreAsWideAsThoseOfAll() {
    Scored scored = random(5, 4000, 3, 0.1);
    double[] aucs = RankingMetrics.rocAucScorePerLabel(scored.truth(), scored.scores());
    double[] aps = RankingMetrics.averagePrecisionScorePerLabel(scored.truth(), scored.scores());
    Resampling whole = new Resampling(scored, 1, 400, 100_000_000);
    Resampling part = new Resampling(scored, 1, 400, 300_000);
    assertThat(whole.areasEvery()).isEqualTo(1);
    assertThat(part.areasEvery()).isEqualTo(4);
    Bounds[][] ofAll = whole.areas(aucs, aps);
    Bounds[][] ofSome = part.areas(aucs, aps);
    for (int label = 0; label < 3; label++) {
      for (int area = 0; area < 2; area++) {
        Bounds wide = ofAll[label][area];
        Bounds some = ofSome[label][area];
        double figure = (area == 0 ? aucs : aps)[label];
        assertThat(figure).isBetween(some.low(), some.high());
        assertThat((some.high() - some.low()) / (wide.high() - wide.low())).isBetween(0.6, 1.6);
      }
    }
  }

  @Test
  void aLabelThatSomeRowsHardlyHoldHasNoInterval() {
    byte[] cells = new byte[4000];
    float[] scores = new float[4000];
    for (int i = 0; i < 4000; i++) {
      cells[i] = (byte) (i % 500 == 1 ? 1 : 0);
      scores[i] = i % 97 / 97f;
    }
    Scored scored = ReportGoldenTest.scored(cells, scores, 4000, 1);
    Resampling part = new Resampling(scored, 1, 400, 100_000);
    assertThat(part.areasEvery()).isEqualTo(4);
    Bounds[][] none = part.areas(new double[] {0.5}, new double[] {0.1});
    assertThat(none[0]).containsExactly(Bounds.NONE, Bounds.NONE);
  }

  @Test
  void oneModelIsNoBetterThanItself() {
    Scored scored = random(3, 50, 3, 0);
    Comparison same = Comparison.of(scored, scored, 1);
    assertThat(same.macro().bounds()).isEqualTo(new Bounds(0, 0));
    assertThat(same.macro().pValue()).isEqualTo(1);
    assertThat(same.micro().isClear()).isFalse();
    assertThatThrownBy(() -> Comparison.of(scored, random(4, 50, 3, 0), 1))
        .hasMessageContaining("the rows and labels of the first");
  }

  /** Labels of a third of the rows, and scores that tell something of them. */
  static Scored random(long seed, int rows, int labels, double unknown) {
    Random random = new Random(seed);
    byte[] cells = new byte[rows * labels];
    float[] scores = new float[rows * labels];
    for (int i = 0; i < cells.length; i++) {
      boolean there = random.nextInt(3) == 0;
      double score = (there ? 0.65 : 0.35) + 0.2 * random.nextGaussian();
      scores[i] = (float) Math.max(0, Math.min(1, score));
      cells[i] = (byte) (random.nextDouble() < unknown ? -1 : there ? 1 : 0);
    }
    return ReportGoldenTest.scored(cells, scores, rows, labels);
  }
}
