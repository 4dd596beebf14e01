package org.keraunos.cli;

import java.util.List;
import java.util.Map;
import org.keraunos.augmentation.Augmentation;
import org.keraunos.augmentation.Augmentations;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import picocli.CommandLine.Option;

/** The option that says how training images are changed at random. */
final class AugmentOptions {
  private static final Map<String, List<Augmentation>> LISTS =
      Map.of("none", List.of(), "light", Augmentations.light(), "strong", Augmentations.strong());

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
    Check.argument(LISTS.containsKey(name), "--augment", "none, light or strong", name);
  }

  /** The steps for data, which must be images if there are any. */
  List<Augmentation> steps(Dataset train) {
    Shape shape = train.inputs().get(0).shape();
    List<Augmentation> steps = Check.present(LISTS.get(name), "check() comes first");
    Check.argument(
        steps.isEmpty() || shape.rank() == 3, "--augment " + name, "images", "features " + shape);
    return steps;
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
