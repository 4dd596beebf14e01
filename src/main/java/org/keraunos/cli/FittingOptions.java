package org.keraunos.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.Criterion;
import org.keraunos.losses.Loss;
import org.keraunos.recipes.SearchOptions;
import org.keraunos.recipes.Training;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a network is trained. */
final class FittingOptions {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Times over the training rows; the recipe's: 10.")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Rows of a step; the recipe's: 64.")
  private @Nullable Integer batchSize;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Adam's learning rate, of a cycle its top; the recipe's: 0.001.")
  private @Nullable Double learningRate;

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
      description =
          "Share of the training rows to validate on after each epoch, in place of a validation part of the data; the recipe's: 0.")
  private @Nullable Double validationSplit;

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
    Check.argument(epochs == null || epochs >= 1, "--epochs", ">= 1", String.valueOf(epochs));
    Check.argument(
        batchSize == null || batchSize >= 1, "--batch-size", ">= 1", String.valueOf(batchSize));
    Check.argument(
        learningRate == null || (learningRate > 0 && Double.isFinite(learningRate)),
        "--learning-rate",
        "a number > 0",
        String.valueOf(learningRate));
    Check.argument(
        validationSplit == null || (validationSplit >= 0 && validationSplit < 1),
        "--validation-split",
        "0 <= share < 1",
        String.valueOf(validationSplit));
    Check.argument(
        earlyStopping == null || earlyStopping >= 1,
        "--early-stopping",
        ">= 1",
        String.valueOf(earlyStopping));
    lossOptions.check();
    criterion();
  }

  /** What thresholds were asked to be chosen for. */
  private Optional<Criterion> criterion() {
    return Optional.ofNullable(thresholds)
        .map(text -> OfOption.named("--thresholds", "thresholds", () -> Criterion.of(text)));
  }

  /**
   * How to train: what the recipe says, but for what was asked for.
   *
   * @param rows to train on
   * @param validationPart whether the data have rows to validate on, which the recipe then takes
   * @throws IllegalArgumentException where nothing is held out, or a training is to end early and
   *     nothing says when
   */
  Training of(Training recipe, int rows, boolean validationPart) {
    double share =
        validationSplit != null ? validationSplit : validationPart ? 0 : recipe.validationSplit();
    checkShare(share, rows);
    boolean validates = share > 0 || validationPart;
    Check.argument(
        earlyStopping == null || validates,
        "--early-stopping",
        "--validation-split beside it, or data with a validation part",
        "no rows to validate on");
    Check.argument(
        thresholds == null || validates,
        "--thresholds",
        "--validation-split beside it, or data with a validation part",
        "no rows to validate on");
    Training how = recipe
        .epochs(epochs == null ? recipe.epochs() : epochs)
        .batchSize(batchSize == null ? recipe.batchSize() : batchSize)
        .learningRate(learningRate == null ? recipe.learningRate() : learningRate);
    if (!validates) {
      return how.validation(0, 0, Optional.empty());
    }
    return how.validation(
        share,
        earlyStopping == null ? recipe.patience() : earlyStopping,
        criterion().or(recipe::thresholds));
  }

  private static void checkShare(double share, int rows) {
    long held = Math.round(rows * share);
    Check.argument(
        share == 0 || (held > 0 && held < rows),
        "--validation-split",
        "a share that leaves a row to train on and one to validate on, of " + rows,
        share);
  }

  /** What was chosen for what has no epochs, for a report. */
  Map<String, Object> ofStrategy(StrategyName strategy, Training how) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("network", strategy.spelled());
    map.put("seed", seed);
    map.put("validation_split", how.validationSplit());
    how.thresholds().ifPresent(criterion -> map.put("thresholds", criterion.name()));
    return map;
  }

  long seed() {
    return seed;
  }

  Loss loss(Dataset train, Training how) {
    return lossOptions.of(train, how);
  }

  /** The share of the rows to validate on that was asked for. */
  Optional<Double> share() {
    return Optional.ofNullable(validationSplit);
  }

  /**
   * Sets what these options say of a search.
   *
   * @param part the rows of the data to judge by, or null
   */
  void configure(SearchOptions search, @Nullable Dataset part) {
    search.seed(seed);
    if (part != null) {
      search.validationData(part);
    } else {
      share().ifPresent(search::validationSplit);
    }
    criterion().ifPresent(search::thresholds);
  }

  /** What was chosen for a search, for a report. */
  Map<String, Object> ofSearch(boolean validationPart) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("seed", seed);
    map.put("validation_split", validationPart ? 0.0 : share().orElse(SearchOptions.SHARE));
    return map;
  }

  /** Whether rows are held out that neither of these options looks at. */
  boolean splitsForNothing() {
    return validationSplit != null
        && validationSplit > 0
        && earlyStopping == null
        && thresholds == null;
  }

  /** The training rows but for those to validate on. */
  Dataset rest(Dataset train, Training how) {
    return how.validationSplit() > 0 ? train.split(how.validationSplit(), seed).get(0) : train;
  }

  /** What to say of a training of so many epochs; empty if it went on to its end. */
  static String stopped(Training how, int trained) {
    int patience = how.patience();
    return patience == 0 || trained == how.epochs()
        ? ""
        : "Stopped after epoch " + trained + ": the validation loss had not become better for "
            + patience + (patience == 1 ? " epoch" : " epochs")
            + "; the weights are those of the best";
  }

  /** What was chosen, for a report. */
  Map<String, Object> toMap(Training how) {
    Map<String, Object> map = how.toMap();
    map.put("seed", seed);
    map.put("validation_split", how.validationSplit());
    if (how.patience() > 0) {
      map.put("early_stopping", how.patience());
    }
    lossOptions.addTo(map, how);
    how.thresholds().ifPresent(criterion -> map.put("thresholds", criterion.name()));
    return map;
  }
}
