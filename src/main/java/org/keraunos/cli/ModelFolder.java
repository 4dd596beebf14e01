package org.keraunos.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.data.Data;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.SavedModelFolder;
import picocli.CommandLine.Option;

/** The option {@code --model} of the commands that read a model. */
final class ModelFolder {
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

  /** Data for a model: with its labels in its order, and of a table the columns that it was trained on. */
  static Data rows(
      Predictor predictor,
      DataOptions options,
      Path data,
      boolean toPredict,
      Consumer<String> say) {
    return options
        .load(data, predictor, toPredict, say)
        .withFeatures(predictor.card().map(ModelFolder::features).orElse(List.of()), data);
  }

  private static List<String> features(ModelCard card) {
    return card.training().get("data") instanceof Map<?, ?> data
            && data.get("features") instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
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
    return predictor.contract().output().thresholds().get(0);
  }
}
