package org.keraunos.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.augmentation.Augmentations.mixUp;
import static org.keraunos.augmentation.Augmentations.randomBrightness;
import static org.keraunos.augmentation.Augmentations.randomContrast;
import static org.keraunos.augmentation.Augmentations.randomErasing;
import static org.keraunos.augmentation.Augmentations.randomFlip;
import static org.keraunos.augmentation.Augmentations.randomRotation;
import static org.keraunos.augmentation.Augmentations.randomTranslation;
import static org.keraunos.augmentation.Augmentations.randomZoom;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.Shape;
import org.keraunos.data.npy.Npz;
import org.keraunos.testing.AugmentationRun;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.SplitMix;

/**
 * The steps against the layers of the real Keras, where nothing is left to chance
 * (augmentation_goldens.py).
 */
class AugmentationGoldenTest {
  private static final Shape IMAGE = Shape.of(7, 10, 3);
  private static final int ROWS = 3;
  private static final int LABELS = 4;
  private static final Npz GOLDENS = Goldens.open("augmentation.npz");

  private static float[] images() {
    byte[] bytes = new SplitMix(1).bytes(ROWS * IMAGE.size());
    float[] images = new float[bytes.length];
    for (int i = 0; i < images.length; i++) {
      images[i] = (bytes[i] & 0xFF) / 255f;
    }
    return images;
  }

  static Stream<Arguments> moves() {
    return cases(entry -> entry.get("fill_mode") != null);
  }

  private static Stream<Arguments> cases(Predicate<Map<String, Object>> wanted) {
    return Goldens.index("augmentation.json").stream()
        .filter(wanted)
        .map(entry -> Arguments.of(entry.get("name"), entry));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("moves")
  void movesPixelsAsKeras(String name, Map<String, Object> entry) {
    FillMode fill = FillMode.valueOf(entry.get("fill_mode").toString().toUpperCase(Locale.ROOT));
    Interpolation interpolation =
        Interpolation.valueOf(entry.get("interpolation").toString().toUpperCase(Locale.ROOT));
    var step = filling(entry)
        .fillMode(fill)
        .fillValue(number(entry, "fill_value"))
        .interpolation(interpolation);
    try (AugmentationRun run = new AugmentationRun(IMAGE, LABELS, step)) {
      float[] drawn = run.augmenter().draw(5, 0, new int[] {0, 1, 2}, ROWS);
      float[] map = Arrays.copyOf(drawn, AffineMap.NUMBERS);
      assertClose(name + " map", widen(map), golden(name + "/map"), 1e-6);
      assertClose(name, widen(run.images(images(), drawn)), golden(name), Goldens.FLOAT32);
    }
  }

  /** A factor of (f, f) leaves one value to draw. */
  private static FillingAugmentation<?> filling(Map<String, Object> entry) {
    return switch (entry.get("layer").toString()) {
      case "RandomTranslation" ->
        randomTranslation(0, 0)
            .heightFactor(number(entry, "height_factor"), number(entry, "height_factor"))
            .widthFactor(number(entry, "width_factor"), number(entry, "width_factor"));
      case "RandomZoom" -> {
        RandomZoom zoom = randomZoom(0)
            .heightFactor(number(entry, "height_factor"), number(entry, "height_factor"));
        yield entry.containsKey("width_factor")
            ? zoom.widthFactor(number(entry, "width_factor"), number(entry, "width_factor"))
            : zoom;
      }
      default -> randomRotation(0).factor(number(entry, "factor"), number(entry, "factor"));
    };
  }

  @Test
  void severalMovesAreOneMap() {
    Augmentation[] steps = {
      randomTranslation(0, 0).heightFactor(0.3, 0.3).widthFactor(-0.25, -0.25),
      randomZoom(0).heightFactor(0.4, 0.4),
      randomRotation(0).factor(0.07, 0.07)
    };
    try (AugmentationRun run = new AugmentationRun(IMAGE, LABELS, steps)) {
      assertThat(run.augmenter().numbers()).isEqualTo(AffineMap.NUMBERS);
      assertThat(run.ops()).containsOnlyOnce("ImageProjectiveTransformV3");
      float[] drawn = run.augmenter().draw(5, 0, new int[] {0, 1, 2}, ROWS);
      assertClose("map", widen(Arrays.copyOf(drawn, AffineMap.NUMBERS)), golden("fused/map"), 1e-6);
      assertClose("fused", widen(run.images(images(), drawn)), golden("fused"), Goldens.FLOAT32);
    }
  }

  static Stream<Arguments> others() {
    return cases(entry -> entry.get("fill_mode") == null && !entry.get("name").equals("fused"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void changesPixelsAsKeras(String name, Map<String, Object> entry) {
    Augmentation step = colour(entry);
    try (AugmentationRun run = new AugmentationRun(IMAGE, LABELS, step)) {
      float[] drawn = new float[ROWS * step.numbers()];
      for (int row = 0; row < ROWS; row++) {
        float[] numbers = numbers(entry, row);
        System.arraycopy(numbers, 0, drawn, row * numbers.length, numbers.length);
      }
      assertClose(name, widen(run.images(images(), drawn)), golden(name), 1e-6);
      if (step instanceof MixUp) {
        int[][] bits = new SplitMix(2).bits(ROWS, LABELS);
        float[] labels = new float[ROWS * LABELS];
        for (int i = 0; i < labels.length; i++) {
          labels[i] = bits[i / LABELS][i % LABELS];
        }
        assertClose(name, widen(run.targets(labels, drawn)), golden("mix_up/labels"), 1e-6);
      }
    }
  }

  private static Augmentation colour(Map<String, Object> entry) {
    return switch (entry.get("layer").toString()) {
      case "RandomFlip" ->
        randomFlip(FlipMode.valueOf(entry.get("mode").toString().toUpperCase(Locale.ROOT)));
      case "RandomBrightness" ->
        randomBrightness(1).valueRange(number(entry, "low"), number(entry, "high"));
      case "RandomContrast" ->
        randomContrast(1).valueRange(number(entry, "low"), number(entry, "high"));
      case "RandomErasing" -> randomErasing().fillValue(number(entry, "fill"));
      default -> mixUp();
    };
  }

  /** What a step would have drawn for a row. */
  private static float[] numbers(Map<String, Object> entry, int row) {
    switch (entry.get("layer").toString()) {
      case "RandomFlip" -> {
        boolean flipped = of(entry.get("flips"), row) == 1;
        boolean horizontal = entry.get("mode").equals("horizontal");
        float[] map = new float[AffineMap.NUMBERS];
        RandomFlip.map(flipped && horizontal, flipped && !horizontal, IMAGE.get(0), IMAGE.get(1))
            .write(map, 0);
        return map;
      }
      case "RandomBrightness" -> {
        float range = (float) (number(entry, "high") - number(entry, "low"));
        return new float[] {(float) number(entry, "factor") * range};
      }
      case "RandomContrast" -> {
        return new float[] {(float) number(entry, "contrast")};
      }
      case "RandomErasing" -> {
        float[] box = new float[4];
        for (int edge = 0; edge < box.length && of(entry.get("applies"), row) == 1; edge++) {
          box[edge] = (float) of(((List<?>) entry.get("boxes")).get(edge), row);
        }
        return box;
      }
      default -> {
        return new float[] {
          (float) of(entry.get("shares"), row), (float) of(entry.get("others"), row)
        };
      }
    }
  }

  /** A number, or the first of two equal ones. */
  private static double number(Map<String, Object> entry, String key) {
    return entry.get(key) instanceof List<?> pair ? of(pair, 0) : of(List.of(entry.get(key)), 0);
  }

  private static double of(Object list, int index) {
    return ((Number) ((List<?>) list).get(index)).doubleValue();
  }

  private static double[] golden(String name) {
    return Goldens.named(name, GOLDENS.read(name)).toDoubles();
  }

  private static double[] widen(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
