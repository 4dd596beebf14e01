package org.keraunos.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.augmentation.Augmentations.light;
import static org.keraunos.augmentation.Augmentations.randomBrightness;
import static org.keraunos.augmentation.Augmentations.randomContrast;
import static org.keraunos.augmentation.Augmentations.randomCrop;
import static org.keraunos.augmentation.Augmentations.randomErasing;
import static org.keraunos.augmentation.Augmentations.randomFlip;
import static org.keraunos.augmentation.Augmentations.randomRotation;
import static org.keraunos.augmentation.Augmentations.randomTranslation;
import static org.keraunos.augmentation.Augmentations.randomZoom;
import static org.keraunos.augmentation.Augmentations.strong;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.Seeds;
import org.keraunos.base.Shape;
import org.keraunos.testing.AugmentationRun;

/** What holds of every draw; a failure says the seed. */
class AugmentationPropertiesTest {
  private static final Shape IMAGE = Shape.of(12, 9, 3);

  private static float[] images(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] images = new float[rows * IMAGE.size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    return images;
  }

  private static float[] row(float[] images, int row) {
    return Arrays.copyOfRange(images, row * IMAGE.size(), (row + 1) * IMAGE.size());
  }

  private static Augmentation[] everyStepThatLeavesRowsApart() {
    List<Augmentation> steps = new ArrayList<>(strong());
    steps.removeIf(MixUp.class::isInstance);
    steps.add(1, randomCrop(2));
    return steps.toArray(Augmentation[]::new);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRowIsChangedAlikeInEveryBatch(long seed) {
    int rows = 13;
    float[] images = images(rows, seed);
    try (AugmentationRun run = new AugmentationRun(IMAGE, 1, everyStepThatLeavesRowsApart())) {
      float[] whole = run.images(images, seed, 4);
      int[] order = Seeds.permutation(rows, seed);
      for (int size : new int[] {1, 4, 5}) {
        for (int from = 0; from < rows; from += size) {
          int[] batch = Arrays.copyOfRange(order, from, Math.min(rows, from + size));
          float[] some = new float[batch.length * IMAGE.size()];
          for (int i = 0; i < batch.length; i++) {
            System.arraycopy(images, batch[i] * IMAGE.size(), some, i * IMAGE.size(), IMAGE.size());
          }
          float[] changed = run.images(some, run.augmenter().draw(seed, 4, batch, batch.length));
          for (int i = 0; i < batch.length; i++) {
            assertThat(row(changed, i))
                .as("seed %d, batches of %d, row %d", seed, size, batch[i])
                .containsExactly(row(whole, batch[i]), within(1e-6f));
          }
        }
      }
    }
  }

  @Test
  void seedEpochRowAndStepDecide() {
    Augmenter augmenter =
        Augmenter.of(List.of(randomBrightness(1), randomBrightness(1)), List.of(IMAGE));
    int[] rows = {3, 4};
    float[] first = augmenter.draw(1, 0, rows, 2);
    assertThat(augmenter.draw(1, 0, rows, 2)).isEqualTo(first);
    Set<Float> all = new TreeSet<>();
    for (float[] drawn : List.of(
        first,
        augmenter.draw(2, 0, rows, 2),
        augmenter.draw(1, 1, rows, 2),
        augmenter.draw(1, 0, new int[] {5, 6}, 2))) {
      for (float number : drawn) {
        all.add(number);
      }
    }
    assertThat(all).as("no two addresses draw the same").hasSize(16);
    assertThat(augmenter.draw(1, 0, new int[] {4, 3}, 2))
        .containsExactly(first[2], first[3], first[0], first[1]);
  }

  @Test
  void aStepDrawsTheSameWhateverStandsBehindIt() {
    Augmenter alone = Augmenter.of(List.of(randomBrightness(1)), List.of(IMAGE));
    Augmenter more = Augmenter.of(List.of(randomBrightness(1), randomErasing()), List.of(IMAGE));
    assertThat(more.draw(1, 0, new int[] {7}, 1)[0])
        .isEqualTo(alone.draw(1, 0, new int[] {7}, 1)[0]);
  }

  @ParameterizedTest
  @EnumSource(FlipMode.class)
  void flippedTwiceIsTheSame(FlipMode mode) {
    int rows = 16;
    float[] images = images(rows, 8);
    try (AugmentationRun run = new AugmentationRun(IMAGE, 1, randomFlip(mode))) {
      float[] once = run.images(images, 8, 0);
      assertThat(once).isNotEqualTo(images);
      assertThat(run.images(once, 8, 0)).isEqualTo(images);
      int same = 0;
      for (int i = 0; i < rows; i++) {
        same += Arrays.equals(row(once, i), row(images, i)) ? 1 : 0;
      }
      assertThat(same).isBetween(1, rows - 1);
    }
  }

  @Test
  void halfOfTheImagesAreFlipped() {
    int[] rows = new int[4000];
    Arrays.setAll(rows, i -> i);
    Augmenter augmenter = Augmenter.of(List.of(randomFlip()), List.of(IMAGE));
    float[] drawn = augmenter.draw(1, 0, rows, rows.length);
    int[] counts = new int[4];
    for (int i = 0; i < rows.length; i++) {
      counts[(drawn[i * 8] < 0 ? 1 : 0) + (drawn[i * 8 + 4] < 0 ? 2 : 0)]++;
    }
    // Four standard deviations of a quarter of 4,000.
    assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 890 && count < 1110);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void valuesStayInTheirRange(long seed) {
    for (List<Augmentation> steps : List.of(light(), strong())) {
      try (AugmentationRun run =
          new AugmentationRun(IMAGE, 1, steps.toArray(Augmentation[]::new))) {
        for (float value : run.images(images(8, seed), seed, 0)) {
          assertThat(value).as("seed %d", seed).isBetween(0f, 1f);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void cropIsOneOfTheShiftsByWholePixels(long seed) {
    int padding = 2;
    float[] images = images(40, seed);
    Set<String> shifts = new TreeSet<>();
    try (AugmentationRun run = new AugmentationRun(IMAGE, 1, randomCrop(padding).fillValue(-1))) {
      float[] drawn = run.augmenter().draw(seed, 0, rows(40), 40);
      float[] changed = run.images(images, drawn);
      for (int row = 0; row < 40; row++) {
        int dx = (int) drawn[row * 8 + 2];
        int dy = (int) drawn[row * 8 + 5];
        shifts.add(dx + " " + dy);
        assertThat(Math.max(Math.abs(dx), Math.abs(dy))).isLessThanOrEqualTo(padding);
        assertThat(row(changed, row))
            .as("seed %d, row %d", seed, row)
            .isEqualTo(shifted(row(images, row), dx, dy));
      }
    }
    assertThat(shifts).as("of 25").hasSizeGreaterThan(12);
  }

  private static int[] rows(int count) {
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> i);
    return rows;
  }

  private static float[] shifted(float[] image, int dx, int dy) {
    float[] result = new float[image.length];
    for (int y = 0; y < 12; y++) {
      for (int x = 0; x < 9; x++) {
        for (int c = 0; c < 3; c++) {
          boolean inside = y + dy >= 0 && y + dy < 12 && x + dx >= 0 && x + dx < 9;
          result[(y * 9 + x) * 3 + c] = inside ? image[((y + dy) * 9 + x + dx) * 3 + c] : -1;
        }
      }
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void erasesARectangleOfTheShareAskedFor(long seed) {
    Shape image = Shape.of(60, 50, 1);
    int rows = 30;
    float[] ones = new float[rows * image.size()];
    Arrays.fill(ones, 1);
    try (AugmentationRun run = new AugmentationRun(
        image, 1, randomErasing().factor(1, 1).scale(0.1, 0.2).fillValue(3))) {
      float[] changed = run.images(ones, seed, 0);
      for (int row = 0; row < rows; row++) {
        int erased = 0;
        int top = 60, bottom = -1, left = 50, right = -1;
        for (int i = 0; i < image.size(); i++) {
          float value = changed[row * image.size() + i];
          assertThat(value).isIn(1f, 3f);
          if (value == 3) {
            erased++;
            top = Math.min(top, i / 50);
            bottom = Math.max(bottom, i / 50);
            left = Math.min(left, i % 50);
            right = Math.max(right, i % 50);
          }
        }
        assertThat(erased).isEqualTo((bottom - top + 1) * (right - left + 1));
        // An edge may gain or lose a row of pixels.
        assertThat(erased / 3000.0).as("seed %d, row %d", seed, row).isBetween(0.08, 0.23);
      }
    }
  }

  @Test
  void oneFactorErasesInHalfOfTheImages() {
    int count = 4000;
    float[] drawn =
        Augmenter.of(List.of(randomErasing()), List.of(IMAGE)).draw(1, 0, rows(count), count);
    int erased = 0;
    for (int row = 0; row < count; row++) {
      erased += drawn[row * 4 + 1] > 0 ? 1 : 0;
    }
    assertThat(erased).isBetween(1870, 2130);
  }

  @Test
  void factorsAreDrawnFromEndToEnd() {
    int count = 2000;
    float[] contrast =
        Augmenter.of(List.of(randomContrast(0.3)), List.of(IMAGE)).draw(1, 0, rows(count), count);
    Arrays.sort(contrast);
    assertThat(contrast[0]).isBetween(0.7f, 0.702f);
    assertThat(contrast[count - 1]).isBetween(1.298f, 1.3f);
    assertThat(contrast[count / 2]).isCloseTo(1, within(0.03f));
  }

  @Test
  void neighboursThatFillAlikeAreOnePass() {
    var rotation = randomRotation(0.1);
    var zoom = randomZoom(0.1);
    var flip = randomFlip();
    assertThat(passes(flip, rotation, zoom, flip)).isEqualTo(1);
    assertThat(passes(randomCrop(2), flip, rotation.fillMode(FillMode.CONSTANT)))
        .isEqualTo(1);
    assertThat(passes(randomCrop(2), flip, rotation)).isEqualTo(2);
    assertThat(passes(rotation, randomBrightness(0.1), zoom)).isEqualTo(2);
    assertThat(passes(rotation, zoom.interpolation(Interpolation.NEAREST))).isEqualTo(2);
  }

  private static long passes(Augmentation... steps) {
    try (AugmentationRun run = new AugmentationRun(IMAGE, 1, steps)) {
      return run.ops().stream().filter("ImageProjectiveTransformV3"::equals).count();
    }
  }

  /** A flip and a shift by whole pixels in one pass are the flip and then the shift. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void onePassDoesWhatTheStepsDoInTheirOrder(long seed) {
    float[] images = images(10, seed);
    // Brightness by nothing parts the two; the draws of a step depend on its index alone.
    Augmentation nothing = randomBrightness(0);
    var shift = randomTranslation(0, 0).heightFactor(0.25, 0.25).fillMode(FillMode.CONSTANT);
    try (AugmentationRun one = new AugmentationRun(IMAGE, 1, randomFlip(), shift, nothing);
        AugmentationRun two = new AugmentationRun(IMAGE, 1, randomFlip(), nothing, shift)) {
      assertThat(one.images(images, seed, 0))
          .as("seed %d", seed)
          .containsExactly(two.images(images, seed, 0), within(1e-6f));
    }
  }
}
