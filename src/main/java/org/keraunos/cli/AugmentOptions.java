package org.keraunos.cli;

import java.util.List;
import org.keraunos.augmentation.Augmentation;
import org.keraunos.augmentation.Augmentations;
import org.keraunos.base.Check;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import picocli.CommandLine.Option;

/** The option that says how training images are changed at random. */
final class AugmentOptions {
  private static final List<String> NAMES = List.of("none", "light", "strong");

  @Option(
      names = "--augment",
      paramLabel = "NAME",
      defaultValue = "none",
      description =
          "Random changes of training images: none; light (shift, brightness, contrast); strong (also "
              + "horizontal flip, zoom, rotation, erasing, mixup: for photographs, not for digits or text); "
              + "${DEFAULT-VALUE}.")
  private String name = "none";

  AugmentOptions() {}

  /** Fails over values that no data could make right. */
  void check() {
    Check.argument(NAMES.contains(name), "--augment", "none, light or strong", name);
  }

  /** The steps for data as their own scaling says. */
  List<Augmentation> steps(Dataset train) {
    return steps(train, Preprocessing.of(train.inputs().get(0).scaling()));
  }

  /**
   * The steps for data, which must be images if there are any.
   *
   * @param pixels what stored bytes are for the network; floats are taken for 0 to 1
   */
  List<Augmentation> steps(Dataset train, Preprocessing pixels) {
    if (isNone()) {
      return List.of();
    }
    Feature input = train.inputs().get(0);
    Check.argument(
        input.shape().rank() == 3, "--augment " + name, "images", "features " + input.shape());
    boolean bytes = input.column().holdsBytes();
    double low = bytes ? pixels.low() : 0;
    double high = bytes ? pixels.high() : 1;
    return name.equals("light") ? Augmentations.light(low, high) : Augmentations.strong(low, high);
  }

  /** Whether nothing is changed. */
  boolean isNone() {
    return name.equals("none");
  }

  /** What was chosen. */
  String name() {
    return name;
  }
}
