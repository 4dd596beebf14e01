package org.keraunos.cli;

import org.keraunos.base.Check;
import org.keraunos.recipes.Recipe;
import picocli.CommandLine.Option;

/** The option that names a recipe: a network with how it is trained. */
final class RecipeOption {
  static final String AUTO = "auto";

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "tutorial",
      description =
          "tutorial (its network and training; an mlp for features), small (for few rows and small images, "
              + "quick), strong (batch normalization, --augment medium, one cycle of the rate, label smoothing, "
              + "averaged weights, early stopping, thresholds for f1, for which a tenth of the training rows "
              + "is held out); other options change it. auto, of train: the best of these and of others within "
              + "--time-budget. ${DEFAULT-VALUE}.")
  private String name = "tutorial";

  RecipeOption() {}

  /** Fails over a name that is none. */
  void check() {
    Check.argument(
        isAuto() || Recipe.names().contains(name),
        "--recipe",
        String.join(", ", Recipe.names()) + " or " + AUTO,
        name);
  }

  /** Whether a search is to find the recipe. */
  boolean isAuto() {
    return name.equals(AUTO);
  }

  /** The recipe; the tutorial's where a search is to find one. */
  Recipe recipe() {
    return isAuto() ? Recipe.TUTORIAL : Recipe.named(name);
  }
}
