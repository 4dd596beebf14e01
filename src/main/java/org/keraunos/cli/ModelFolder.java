package org.keraunos.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.SavedModelFolder;
import picocli.CommandLine.Option;

/** The option {@code --model} of the commands that read a model. */
final class ModelFolder {
  private static final double USUAL_THRESHOLD = 0.5;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      defaultValue = "models/digit-scenes",
      description = "A model that keraunos train wrote, or a SavedModel; ${DEFAULT-VALUE}.")
  private Path folder = Path.of("models", "digit-scenes");

  ModelFolder() {}

  Path folder() {
    return folder;
  }

  /** Fails where there is no model: before data are read, and before TensorFlow is. */
  void check() {
    SavedModelFolder.checkModel(folder);
  }

  Predictor load() {
    return Predictor.load(folder);
  }

  /** NaN, the model's own, if none is given. */
  static double checkThreshold(@Nullable Double threshold) {
    if (threshold == null) {
      return Double.NaN;
    }
    Check.argument(
        threshold >= 0 && threshold <= 1, "--threshold", "a probability, 0 to 1", threshold);
    return threshold;
  }

  double threshold(Predictor predictor) {
    return predictor.card().map(ModelCard::threshold).orElse(USUAL_THRESHOLD);
  }
}
