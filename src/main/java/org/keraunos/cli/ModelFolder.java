package org.keraunos.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.Predictions;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.contract.LabelMatch;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.Scaling;
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

  @Option(
      names = "--allow-op",
      paramLabel = "OP",
      split = ",",
      description =
          "Ops of a SavedModel that may run though they touch files, processes or the network: for a "
              + "model whose author is trusted.")
  private List<String> allowed = List.of();

  ModelFolder() {}

  Path folder() {
    return folder;
  }

  /** Fails where there is no model: before data are read, and before TensorFlow is. */
  void check() {
    SavedModelFolder.checkModel(folder);
  }

  Predictor load() {
    return Predictor.load(folder, options -> options.allowOps(allowed.toArray(String[]::new)));
  }

  /**
   * Data for a model: with its labels in its order, and of a table the columns that it was trained
   * on.
   */
  static Data rows(
      Predictor predictor,
      DataOptions options,
      Path data,
      boolean toPredict,
      Consumer<String> say) {
    return options
        .load(data, predictor, toPredict, say)
        .withFeatures(predictor.contract().input().features(), data);
  }

  /**
   * Labels in the model's order, and bytes with the scaling that it was trained on, which files do
   * not say.
   */
  static Dataset matched(Dataset rows, Predictor predictor) {
    Dataset data = LabelMatch.inOrder("--data", rows, predictor.contract().output());
    Optional<Scaling> trained =
        predictor.contract().input().preprocessing().flatMap(Preprocessing::uniform);
    boolean bytes = data.inputs().get(0).column().holdsBytes();
    return bytes && trained.isPresent() ? data.withScaling(trained.get()) : data;
  }

  /** The same as probabilities, without which no command here can say labels. */
  Predictions probabilities(Predictions predictions) {
    try {
      return predictions.probabilities();
    } catch (IllegalStateException e) {
      throw new DataException(folder, String.valueOf(e.getMessage()), e);
    }
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

  /** Where the model's labels are cut; commands cut them all at one probability. */
  double threshold(Predictor predictor) {
    List<Double> thresholds = predictor.contract().output().thresholds();
    Check.argument(
        thresholds.stream().distinct().count() == 1,
        "--threshold",
        "one for all labels, as the model in " + folder + " has one a label, " + thresholds,
        "none");
    return thresholds.get(0);
  }
}
