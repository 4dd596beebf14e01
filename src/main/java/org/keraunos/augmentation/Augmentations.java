package org.keraunos.augmentation;

import java.util.List;

/**
 * The steps, as in {@code keras.layers}: a factory each, to be imported statically, and three lists
 * that are ready. {@code Model.of(in, out, model -> model.augment(randomFlip(HORIZONTAL),
 * randomRotation(0.05)))}.
 */
public final class Augmentations {
  private Augmentations() {}

  /**
   * Little of what leaves any picture what it is, digits and text included: shifts by whole pixels
   * of up to 8 % of height and width, brightness and contrast of up to 10 %. Nothing is flipped or
   * turned.
   *
   * @return the steps
   */
  public static List<Augmentation> light() {
    return light(0, 1);
  }

  /**
   * The same for images of another range.
   *
   * @param low what black is, as the network sees it: -1 of mode {@code tf}
   * @param high what white is, above {@code low}
   * @return the steps
   */
  public static List<Augmentation> light(double low, double high) {
    // The nearest pixel of a shift makes it one by whole pixels: nothing is blurred, in a third of
    // the time.
    return List.of(
        randomTranslation(0.08, 0.08).interpolation(Interpolation.NEAREST),
        randomBrightness(0.1).valueRange(low, high),
        randomContrast(0.1).valueRange(low, high));
  }

  /**
   * What leaves most pictures what they are, digits and text included, and changes their form as
   * well: shifts of up to 8 % of height and width, zoom of up to 10 %, turns of up to 8 degrees,
   * brightness and contrast of up to 10 %. Nothing is flipped.
   *
   * @return the steps
   */
  public static List<Augmentation> medium() {
    return medium(0, 1);
  }

  /**
   * The same for images of another range.
   *
   * @param low what black is, as the network sees it: -1 of mode {@code tf}
   * @param high what white is, above {@code low}
   * @return the steps
   */
  public static List<Augmentation> medium(double low, double high) {
    return List.of(
        randomTranslation(0.08, 0.08),
        randomZoom(0.1),
        randomRotation(8.0 / 360),
        randomBrightness(0.1).valueRange(low, high),
        randomContrast(0.1).valueRange(low, high));
  }

  /**
   * Much, for photographs: horizontal flips, shifts of up to 10 %, zoom of up to 15 %, turns of up
   * to 15 degrees, brightness and contrast of up to 20 %, a rectangle erased in a quarter of the
   * images, and mixing with alpha 0.2. Wrong where left and right mean something: digits, text,
   * road signs.
   *
   * @return the steps
   */
  public static List<Augmentation> strong() {
    return strong(0, 1);
  }

  /**
   * The same for images of another range.
   *
   * @param low what black is, as the network sees it: -1 of mode {@code tf}
   * @param high what white is, above {@code low}
   * @return the steps
   */
  public static List<Augmentation> strong(double low, double high) {
    return List.of(
        randomFlip(FlipMode.HORIZONTAL),
        randomTranslation(0.1, 0.1),
        randomZoom(0.15),
        randomRotation(15.0 / 360),
        randomBrightness(0.2).valueRange(low, high),
        randomContrast(0.2).valueRange(low, high),
        randomErasing(0.5).fillValue(low),
        mixUp());
  }

  /**
   * Flips.
   *
   * @return {@code RandomFlip("horizontal_and_vertical")}, Keras's default
   */
  public static RandomFlip randomFlip() {
    return new RandomFlip(FlipMode.HORIZONTAL_AND_VERTICAL);
  }

  /**
   * Flips.
   *
   * @param mode which ways
   * @return {@code RandomFlip(mode)}
   */
  public static RandomFlip randomFlip(FlipMode mode) {
    return new RandomFlip(mode);
  }

  /**
   * Shifts.
   *
   * @param heightFactor the largest shift up and down, a share of the height, 0 to 1
   * @param widthFactor the largest shift to the sides, a share of the width, 0 to 1
   * @return {@code RandomTranslation(height_factor, width_factor)}
   */
  public static RandomTranslation randomTranslation(double heightFactor, double widthFactor) {
    return new RandomTranslation(heightFactor, widthFactor);
  }

  /**
   * Pads and cuts a window of the old size.
   *
   * @param padding pixels on each side; 4 is usual for 32 x 32
   * @return torchvision's {@code RandomCrop(size, padding)}
   */
  public static RandomCrop randomCrop(int padding) {
    return new RandomCrop(padding);
  }

  /**
   * Zooms, height and width alike.
   *
   * @param factor the largest zoom out and in, 0 to 0.99
   * @return {@code RandomZoom(factor)}
   */
  public static RandomZoom randomZoom(double factor) {
    return new RandomZoom(factor);
  }

  /**
   * Turns.
   *
   * @param factor the largest turn either way, a share of a whole one, 0 to 1
   * @return {@code RandomRotation(factor)}
   */
  public static RandomRotation randomRotation(double factor) {
    return new RandomRotation(factor);
  }

  /**
   * Makes brighter or darker.
   *
   * @param factor the largest change either way, a share of the range, 0 to 1
   * @return {@code RandomBrightness(factor, value_range=(0, 1))}
   */
  public static RandomBrightness randomBrightness(double factor) {
    return new RandomBrightness(factor);
  }

  /**
   * Raises or lessens contrast.
   *
   * @param factor the largest change either way, 0 to 1
   * @return {@code RandomContrast((factor, factor), value_range=(0, 1))}
   */
  public static RandomContrast randomContrast(double factor) {
    return new RandomContrast(factor);
  }

  /**
   * Paints over a rectangle in half of the images.
   *
   * @return {@code RandomErasing(fill_value=0)}
   */
  public static RandomErasing randomErasing() {
    return new RandomErasing(1);
  }

  /**
   * Paints over a rectangle.
   *
   * @param factor twice the share of images in which it does, 0 to 1
   * @return {@code RandomErasing(factor, fill_value=0)}
   */
  public static RandomErasing randomErasing(double factor) {
    return new RandomErasing(factor);
  }

  /**
   * Mixes images and targets of two rows.
   *
   * @return {@code MixUp()}, alpha 0.2
   */
  public static MixUp mixUp() {
    return new MixUp(0.2);
  }

  /**
   * Mixes images and targets of two rows.
   *
   * @param alpha above 0, at most 100; the smaller, the less is mixed
   * @return {@code MixUp(alpha)}
   */
  public static MixUp mixUp(double alpha) {
    return new MixUp(alpha);
  }
}
