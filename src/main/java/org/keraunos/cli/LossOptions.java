package org.keraunos.cli;

import static org.keraunos.losses.Losses.asymmetricLoss;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.binaryFocalCrossentropy;
import static org.keraunos.losses.Losses.dice;
import static org.keraunos.losses.Losses.distributionBalancedLoss;
import static org.keraunos.losses.Losses.logSumExpPairwise;
import static org.keraunos.losses.Losses.weightedBinaryCrossentropy;
import static org.keraunos.losses.Losses.zeroBoundedRanking;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.losses.BinaryFocalCrossentropy;
import org.keraunos.losses.Loss;
import org.keraunos.recipes.Training;
import picocli.CommandLine.Option;

/** The options that say what a network is trained for. Unknown labels count in none of them. */
final class LossOptions {
  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description =
          "bce (binary cross-entropy), focal, asl (asymmetric), db (distribution-balanced, for a long tail of labels), "
              + "zlpr or lsep (rankings; lsep has no cut, so choose --threshold afterwards) or dice; bce.")
  private @Nullable String name;

  @Option(
      names = LossName.GAMMA,
      paramLabel = "G",
      description = "How far --loss focal, asl or db looks away from what is right already; 2, "
          + "of asl 4 (absent labels).")
  private @Nullable Double gamma;

  @Option(
      names = LossName.ALPHA,
      paramLabel = "A",
      description =
          "The weight of present labels for --loss focal, 0 to 1, where absent ones have 1 - A; none if not given.")
  private @Nullable Double alpha;

  @Option(
      names = LossName.SMOOTHING,
      paramLabel = "S",
      description =
          "How far the labels are moved to one half for --loss bce, focal, asl or db, 0 to 1; 0.")
  private @Nullable Double smoothing;

  @Option(
      names = "--class-weight",
      paramLabel = "NAME",
      description =
          "balanced: a present label counts as often as the training rows have it absent for each that has it, with --loss bce. "
              + "effective: each label has the weight of its effective number of rows (Cui 2019), with any. "
              + "All cells count alike if not given.")
  private @Nullable String classWeight;

  LossOptions() {}

  /** Fails over values that no data could make right. */
  void check() {
    Check.argument(
        name == null
            || Arrays.stream(LossName.values()).anyMatch(one -> one.toString().equals(name)),
        "--loss",
        LossName.all(),
        String.valueOf(name));
    checkNumber(LossName.GAMMA, gamma, Double.POSITIVE_INFINITY, "a number >= 0");
    checkNumber(LossName.ALPHA, alpha, 1, "0 to 1");
    checkNumber(LossName.SMOOTHING, smoothing, 1, "0 to 1");
    Check.argument(
        classWeight == null || classWeight.equals("balanced") || classWeight.equals("effective"),
        "--class-weight",
        "balanced or effective",
        String.valueOf(classWeight));
    if ("balanced".equals(classWeight)) {
      checkTaken(LossName.BALANCED);
    }
  }

  private void checkNumber(String option, @Nullable Double value, double most, String expected) {
    if (value != null) {
      checkTaken(option);
      Check.argument(
          value >= 0 && value <= most && Double.isFinite(value), option, expected, value);
    }
  }

  private void checkTaken(String option) {
    Check.argument(loss().takes(option), option, "--loss " + LossName.allThatTake(option), loss());
  }

  private LossName loss() {
    return name == null
        ? LossName.BCE
        : Arrays.stream(LossName.values())
            .filter(one -> one.toString().equals(name))
            .findFirst()
            .orElseThrow();
  }

  /** How far labels are smoothed: the recipe says so of the loss that it has. */
  private double smoothing(Training how) {
    return smoothing != null ? smoothing : name == null ? how.labelSmoothing() : 0;
  }

  /** The loss for training rows. */
  Loss of(Dataset train, Training how) {
    double smooth = smoothing(how);
    Loss loss = switch (loss()) {
      case BCE ->
        "balanced".equals(classWeight)
            ? weightedBinaryCrossentropy(ClassWeights.balanced(train.labels()))
                .labelSmoothing(smooth)
            : binaryCrossentropy().labelSmoothing(smooth);
      case FOCAL -> focal().labelSmoothing(smooth);
      case ASL -> asymmetricLoss().gammaNeg(gamma == null ? 4 : gamma).labelSmoothing(smooth);
      case DB ->
        distributionBalancedLoss(train.size(), ClassWeights.tail(train.labels()))
            .gamma(gamma == null ? 2 : gamma)
            .labelSmoothing(smooth);
      case LSEP -> logSumExpPairwise();
      case ZLPR -> zeroBoundedRanking();
      case DICE -> dice();
    };
    return "effective".equals(classWeight)
        ? loss.weighingLabels(ClassWeights.effective(train.labels()))
        : loss;
  }

  private BinaryFocalCrossentropy focal() {
    BinaryFocalCrossentropy focal = binaryFocalCrossentropy().gamma(gamma == null ? 2 : gamma);
    return alpha == null ? focal : focal.applyClassBalancing(true).alpha(alpha);
  }

  /** Adds what was chosen, for a report. */
  void addTo(Map<String, Object> map, Training how) {
    map.put("loss", loss().toString());
    put(map, "gamma", gamma);
    put(map, "alpha", alpha);
    if (smoothing != null || smoothing(how) > 0) {
      map.put("label_smoothing", smoothing(how));
    }
    put(map, "class_weight", classWeight);
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
