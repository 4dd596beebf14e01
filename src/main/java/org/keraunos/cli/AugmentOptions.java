package org.keraunos.cli;

import org.jspecify.annotations.Nullable;
import org.keraunos.recipes.Augment;
import picocli.CommandLine.Option;

/** The option that says how training images are changed at random. */
final class AugmentOptions {
  @Option(
      names = "--augment",
      paramLabel = "NAME",
      description =
          "Random changes of training images: none; light (shift, brightness, contrast); medium (also small "
              + "turns and zooms); strong (also horizontal flip, erasing, mixup: for photographs, not for digits "
              + "or text); the recipe's: none.")
  private @Nullable String name;

  AugmentOptions() {}

  /** Fails over a name that is none. */
  void check() {
    of(Augment.NONE);
  }

  /** What was asked for, or else the recipe's. */
  Augment of(Augment recipe) {
    return name == null ? recipe : Augment.named(name);
  }
}
