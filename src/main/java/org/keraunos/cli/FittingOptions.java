package org.keraunos.cli;

import static org.keraunos.optimizers.Optimizers.adam;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.Criterion;
import org.keraunos.losses.Loss;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.training.EarlyStopping;
import org.keraunos.training.FitOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a network is trained. */
final class FittingOptions {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Times over the training rows; ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "64",
      description = "Rows of a step; ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      defaultValue = "0.001",
      description = "Adam's learning rate; ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description =
          "Of start weights, order, folds and --augment; ${DEFAULT-VALUE}. Digit scenes stay those of seed 42.")
  private long seed;

  @Option(
      names = "--validation-split",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Share of the training rows to validate on after each epoch, in place of a validation part of the data; ${DEFAULT-VALUE}.")
  private double validationSplit;

  @Option(
      names = "--early-stopping",
      paramLabel = "N",
      description =
          "Ends the training when the validation loss has not become better for N epochs, with the weights of the best epoch. "
              + "Needs rows to validate on.")
  private @Nullable Integer earlyStopping;

  @Mixin
  private LossOptions lossOptions = new LossOptions();

  @Option(
      names = "--thresholds",
      paramLabel = "CRITERION",
      description =
          "Chooses a threshold a label on the rows to validate on, for f1, f2, jaccard, hamming, mcc, pcut, precision=P, "
              + "recall=R or cost=FALSE_POSITIVE:FALSE_NEGATIVE; 0.5 for all if not given.")
  private @Nullable String thresholds;

  FittingOptions() {}

  /** Fails over values that no data could make right. */
  void check() {
    Check.argument(epochs >= 1, "--epochs", ">= 1", epochs);
    Check.argument(batchSize >= 1, "--batch-size", ">= 1", batchSize);
    Check.argument(
        learningRate > 0 && Double.isFinite(learningRate),
        "--learning-rate",
        "a number > 0",
        learningRate);
    Check.argument(
        validationSplit >= 0 && validationSplit < 1,
        "--validation-split",
        "0 <= share < 1",
        validationSplit);
    Check.argument(
        earlyStopping == null || earlyStopping >= 1,
        "--early-stopping",
        ">= 1",
        String.valueOf(earlyStopping));
    lossOptions.check();
    criterion();
  }

  /** What thresholds are chosen for; null if they are not. */
  @Nullable
  Criterion criterion() {
    return thresholds == null ? null : Criterion.of(thresholds);
  }

  /** The training rows that {@code fit} leaves to validate on, as it divides them. */
  Dataset validation(Dataset train, long splitSeed) {
    return train.split(validationSplit, splitSeed).get(1);
  }

  /** The other training rows. */
  Dataset rest(Dataset train) {
    return splits() ? train.split(validationSplit, seed).get(0) : train;
  }

  /** What was chosen for what has no epochs, for a report. */
  Map<String, Object> ofStrategy(StrategyName strategy) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("network", strategy.spelled());
    map.put("seed", seed);
    map.put("validation_split", validationSplit);
    if (thresholds != null) {
      map.put("thresholds", thresholds);
    }
    return map;
  }

  /** Fails where nothing is held out, or a training is to end early and nothing says when. */
  void checkValidation(int rows, boolean validationPart) {
    long held = Math.round(rows * validationSplit);
    Check.argument(
        validationSplit == 0 || (held > 0 && held < rows),
        "--validation-split",
        "a share that leaves a row to train on and one to validate on, of " + rows,
        validationSplit);
    Check.argument(
        earlyStopping == null || validationSplit > 0 || validationPart,
        "--early-stopping",
        "--validation-split beside it, or data with a validation part",
        "no rows to validate on");
    Check.argument(
        thresholds == null || validationSplit > 0 || validationPart,
        "--thresholds",
        "--validation-split beside it, or data with a validation part",
        "no rows to validate on");
  }

  long seed() {
    return seed;
  }

  boolean splits() {
    return validationSplit > 0;
  }

  boolean stopsEarly() {
    return earlyStopping != null;
  }

  Loss loss(Dataset train) {
    return lossOptions.of(train);
  }

  Optimizer optimizer() {
    return adam(learningRate);
  }

  /** Sets what these options say. */
  void configure(FitOptions fit) {
    fit.batchSize(batchSize).epochs(epochs).validationSplit(validationSplit);
    if (earlyStopping != null) {
      fit.callbacks(
          new EarlyStopping().monitor("val_loss").patience(earlyStopping).restoreBestWeights(true));
    }
  }

  /** What to say of a training of so many epochs; empty if it went on to its end. */
  String stopped(int trained) {
    return earlyStopping == null || trained == epochs
        ? ""
        : "Stopped after epoch " + trained + ": the validation loss had not become better for "
            + earlyStopping + (earlyStopping == 1 ? " epoch" : " epochs")
            + "; the weights are those of the best";
  }

  /** What was chosen, for a report. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("epochs", epochs);
    map.put("batch_size", batchSize);
    map.put("learning_rate", learningRate);
    map.put("seed", seed);
    map.put("validation_split", validationSplit);
    if (earlyStopping != null) {
      map.put("early_stopping", earlyStopping);
    }
    lossOptions.addTo(map);
    if (thresholds != null) {
      map.put("thresholds", thresholds);
    }
    return map;
  }
}
