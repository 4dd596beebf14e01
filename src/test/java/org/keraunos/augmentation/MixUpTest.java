package org.keraunos.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.augmentation.Augmentations.mixUp;
import static org.keraunos.augmentation.Augmentations.randomFlip;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.Shape;
import org.keraunos.testing.AugmentationRun;

/** Shares, partners, soft targets, and labels that nobody knows. */
class MixUpTest {
  private static final Shape IMAGE = Shape.of(2, 2, 1);
  private static final int LABELS = 5;

  private static int[] rows(int count) {
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> i);
    return rows;
  }

  private static float[] labels(int rows, double unknown, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] labels = new float[rows * LABELS];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextDouble() < unknown ? Float.NaN : random.nextInt(2);
    }
    return labels;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void imagesAndTargetsAreMixedAlike(long seed) {
    int rows = 9;
    SplittableRandom random = new SplittableRandom(seed);
    float[] images = new float[rows * IMAGE.size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    float[] labels = labels(rows, 0, seed);
    try (AugmentationRun run = new AugmentationRun(IMAGE, LABELS, mixUp(1))) {
      float[] drawn = run.augmenter().draw(seed, 0, rows(rows), rows);
      float[] mixed = run.images(images, drawn);
      float[] soft = run.targets(labels, drawn);
      for (int row = 0; row < rows; row++) {
        float share = drawn[row * 2];
        int other = (int) drawn[row * 2 + 1];
        String where = "seed " + seed + ", row " + row;
        assertThat(share).as(where).isBetween(0.5f, 1f);
        assertThat(other).as(where).isBetween(0, rows - 1).isNotEqualTo(row);
        for (int i = 0; i < IMAGE.size(); i++) {
          float expected = share * images[row * 4 + i] + (1 - share) * images[other * 4 + i];
          assertThat(mixed[row * 4 + i]).as(where).isCloseTo(expected, within(1e-6f));
        }
        for (int i = 0; i < LABELS; i++) {
          float expected =
              share * labels[row * LABELS + i] + (1 - share) * labels[other * LABELS + i];
          assertThat(soft[row * LABELS + i])
              .as(where)
              .isBetween(0f, 1f)
              .isCloseTo(expected, within(1e-6f));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void javaCountsTheRowsThatTheGraphLeavesKnown(long seed) {
    int rows = 40;
    float[] labels = labels(rows, 0.7, seed);
    // A step before it: the columns of the shares are not the first ones.
    try (AugmentationRun run = new AugmentationRun(IMAGE, LABELS, randomFlip(), mixUp(0.05))) {
      float[] drawn = run.augmenter().draw(seed, 3, rows(rows), rows);
      float[] soft = run.targets(labels, drawn);
      int known = 0;
      int unmixed = 0;
      for (int row = 0; row < rows; row++) {
        float share = drawn[row * 10 + 8];
        int other = (int) drawn[row * 10 + 9];
        unmixed += share == 1 ? 1 : 0;
        boolean any = false;
        for (int i = 0; i < LABELS; i++) {
          boolean unknown = Float.isNaN(labels[row * LABELS + i])
              || share < 1 && Float.isNaN(labels[other * LABELS + i]);
          assertThat(Float.isNaN(soft[row * LABELS + i]))
              .as("seed %d, row %d, label %d", seed, row, i)
              .isEqualTo(unknown);
          any |= !unknown;
        }
        known += any ? 1 : 0;
      }
      assertThat(unmixed).as("rows whose share rounds to 1").isBetween(1, rows - 1);
      assertThat(known).isLessThan(rows);
      assertThat(run.augmenter().knownRows(labels, LABELS, rows, drawn)).isEqualTo(known);
    }
  }

  @Test
  void aRowAloneStaysWhatItIs() {
    float[] image = {0.1f, 0.2f, 0.3f, 0.4f};
    try (AugmentationRun run = new AugmentationRun(IMAGE, LABELS, mixUp(1))) {
      assertThat(run.images(image, 1, 0)).containsExactly(image, within(1e-7f));
    }
  }

  /**
   * Beta(a, a) has the mean 1/2 and the variance 1 / (4 (2 a + 1)); folded at 1/2, the second
   * moment about it stays.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 0.9, 1, 2.5, 30})
  void sharesAreOfTheBetaDistribution(double alpha) {
    int count = 20_000;
    float[] drawn =
        Augmenter.of(List.of(mixUp(alpha)), List.of(IMAGE)).draw(1, 0, rows(count), count);
    double second = 0;
    double fourth = 0;
    for (int row = 0; row < count; row++) {
      double deviation = drawn[row * 2] - 0.5;
      second += deviation * deviation / count;
      fourth += deviation * deviation * deviation * deviation / count;
    }
    double variance = 1 / (4 * (2 * alpha + 1));
    double error = 5 * Math.sqrt((fourth - second * second) / count);
    assertThat(second).isCloseTo(variance, within(error));
    // Kurtosis 3 - 6 / (2 a + 3): tells Beta from others of the same variance.
    double kurtosis = 3 - 6 / (2 * alpha + 3);
    assertThat(fourth / (variance * variance)).isCloseTo(kurtosis, within(0.15 * kurtosis));
  }

  @Test
  void theOtherRowIsEachOfTheRestAlike() {
    int rows = 5;
    int[] counts = new int[rows];
    Augmenter augmenter = Augmenter.of(List.of(mixUp()), List.of(IMAGE));
    for (int epoch = 0; epoch < 2000; epoch++) {
      counts[(int) augmenter.draw(1, epoch, rows(rows), rows)[2 * 2 + 1]]++;
    }
    assertThat(counts[2]).isZero();
    counts[2] = 500;
    assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 420 && count < 580);
  }
}
