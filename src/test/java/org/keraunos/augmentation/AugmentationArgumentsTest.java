package org.keraunos.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.augmentation.Augmentations.light;
import static org.keraunos.augmentation.Augmentations.mixUp;
import static org.keraunos.augmentation.Augmentations.randomBrightness;
import static org.keraunos.augmentation.Augmentations.randomContrast;
import static org.keraunos.augmentation.Augmentations.randomCrop;
import static org.keraunos.augmentation.Augmentations.randomErasing;
import static org.keraunos.augmentation.Augmentations.randomRotation;
import static org.keraunos.augmentation.Augmentations.randomTranslation;
import static org.keraunos.augmentation.Augmentations.randomZoom;
import static org.keraunos.augmentation.Augmentations.strong;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.base.Shape;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layers;

/** What the steps refuse, in the project's words. */
class AugmentationArgumentsTest {
  private static void refuses(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void factorsOutOfRange() {
    refuses(
        () -> randomRotation(1.5),
        "RandomRotation.factor: expected 0 <= factor <= 1, received 1.5");
    refuses(
        () -> randomRotation(0).factor(0.3, -0.3),
        "RandomRotation.factor: expected -1 <= lower <= upper <= 1, received 0.3 and -0.3");
    refuses(
        () -> randomTranslation(0.1, -0.1),
        "RandomTranslation.widthFactor: expected 0 <= factor <= 1, received -0.1");
    refuses(
        () -> randomZoom(0).heightFactor(-1, 0),
        "RandomZoom.heightFactor: expected -0.99 <= lower <= upper <= 1, received -1.0 and 0.0");
    refuses(
        () -> randomBrightness(Double.NaN),
        "RandomBrightness.factor: expected 0 <= factor <= 1, received NaN");
    refuses(
        () -> randomBrightness(0).valueRange(1, 1),
        "RandomBrightness.valueRange: expected two finite numbers, low < high, received 1.0 and 1.0");
    refuses(
        () -> randomContrast(0).factor(1.1, 0),
        "RandomContrast.factor: expected 0 <= factor <= 1, received 1.1");
    refuses(
        () -> randomErasing().scale(0.5, 2),
        "RandomErasing.scale: expected 0 <= lower <= upper <= 1, received 0.5 and 2.0");
    refuses(
        () -> randomErasing().fillValue(Double.POSITIVE_INFINITY),
        "RandomErasing.fillValue: expected a finite number, received Infinity");
    refuses(() -> mixUp(0), "MixUp.alpha: expected 0 < alpha <= 100, received 0.0");
    refuses(() -> randomCrop(-1), "RandomCrop.padding: expected >= 0 pixels, received -1");
  }

  @Test
  void inputsThatAreNoImages() {
    var table = Input.of(5);
    var output = Layers.dense(2).apply(table);
    refuses(
        () -> Model.of(table, output, model -> model.augment(light())),
        "augment: expected a model whose one input is images (None, height, width, channels), "
            + "received [(None, 5)]");
    refuses(
        () -> Augmenter.of(light(), List.of(Shape.of(2, 2, 1), Shape.of(3))),
        "augment: expected a model whose one input is images (None, height, width, channels), "
            + "received [(None, 2, 2, 1), (None, 3)]");
    refuses(
        () -> Augmenter.of(List.of(randomCrop(4)), List.of(Shape.of(9, 4, 3))),
        "RandomCrop.padding: expected less than the images' 4 pixels, received 4");
    refuses(
        () -> Augmenter.of(List.of(mixUp(), mixUp()), List.of(Shape.of(9, 4, 3))),
        "augment: expected at most one MixUp, received 2");
    assertThat(Augmenter.of(List.of(), List.of(Shape.of(5), Shape.of(2))).isEmpty())
        .isTrue();
  }

  @Test
  void stepsSayWhatTheyAre() {
    assertThat(light())
        .hasToString("[RandomTranslation(-0.08 to 0.08, -0.08 to 0.08), "
            + "RandomBrightness(-0.1 to 0.1), RandomContrast(-0.1 to 0.1)]");
    assertThat(strong().toString())
        .contains("RandomFlip(HORIZONTAL)", "RandomErasing(0.0 to 0.5", "MixUp(0.2)");
  }
}
