package org.keraunos.recipes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.keraunos.augmentation.Augmentation;
import org.keraunos.augmentation.Augmentations;
import org.keraunos.base.Check;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;

/** How training images are changed at random, by name. */
public enum Augment {
  /** Not at all. */
  NONE,
  /** {@link Augmentations#light()}. */
  LIGHT,
  /** {@link Augmentations#medium()}. */
  MEDIUM,
  /** {@link Augmentations#strong()}, which mirrors images. */
  STRONG;

  /**
   * The one of a name.
   *
   * @param name as {@link #toString} has it
   * @return the constant
   * @throws IllegalArgumentException if there is none
   */
  public static Augment named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> Check.bad("--augment", "none, light, medium or strong", name));
  }

  /**
   * The steps for data, as their own scaling says.
   *
   * @param train images, unless nothing is to be changed
   * @return the steps
   * @throws IllegalArgumentException if they are no images
   */
  public List<Augmentation> steps(Dataset train) {
    return steps(train, Preprocessing.of(train.inputs().get(0).scaling()));
  }

  /**
   * The steps for data.
   *
   * @param train images, unless nothing is to be changed
   * @param pixels what stored bytes are for the network; floats are taken for 0 to 1
   * @return the steps
   * @throws IllegalArgumentException if they are no images
   */
  public List<Augmentation> steps(Dataset train, Preprocessing pixels) {
    if (this == NONE) {
      return List.of();
    }
    Feature input = train.inputs().get(0);
    Check.argument(
        input.shape().rank() == 3, "--augment " + this, "images", "features " + input.shape());
    boolean bytes = input.column().holdsBytes();
    double low = bytes ? pixels.low() : 0;
    double high = bytes ? pixels.high() : 1;
    return switch (this) {
      case NONE -> List.of();
      case LIGHT -> Augmentations.light(low, high);
      case MEDIUM -> Augmentations.medium(low, high);
      case STRONG -> Augmentations.strong(low, high);
    };
  }

  /** {@return the name in small letters} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
