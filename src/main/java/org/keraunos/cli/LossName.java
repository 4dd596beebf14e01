package org.keraunos.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The losses that a command line can ask for, and which of its options each takes. */
enum LossName {
  /** {@code binaryCrossentropy}. */
  BCE(LossName.SMOOTHING, LossName.BALANCED),
  /** {@code binaryFocalCrossentropy}. */
  FOCAL(LossName.GAMMA, LossName.ALPHA, LossName.SMOOTHING),
  /** {@code asymmetricLoss}. */
  ASL(LossName.GAMMA, LossName.SMOOTHING),
  /** {@code distributionBalancedLoss}. */
  DB(LossName.GAMMA, LossName.SMOOTHING),
  /** {@code logSumExpPairwise}. */
  LSEP,
  /** {@code zeroBoundedRanking}. */
  ZLPR,
  /** {@code dice}. */
  DICE;

  static final String GAMMA = "--gamma";
  static final String ALPHA = "--alpha";
  static final String SMOOTHING = "--label-smoothing";
  static final String BALANCED = "--class-weight balanced";

  @SuppressWarnings("ImmutableEnumChecker") // of a set that cannot change
  private final Set<String> options;

  LossName(String... options) {
    this.options = Set.of(options);
  }

  boolean takes(String option) {
    return options.contains(option);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return all names, for messages} */
  static String all() {
    return list(List.of(values()));
  }

  /** {@return the names of those that take an option, for messages} */
  static String allThatTake(String option) {
    return list(Arrays.stream(values()).filter(loss -> loss.takes(option)).toList());
  }

  private static String list(List<LossName> losses) {
    String last = losses.get(losses.size() - 1).toString();
    return losses.size() == 1
        ? last
        : losses.subList(0, losses.size() - 1).stream()
                .map(LossName::toString)
                .collect(Collectors.joining(", "))
            + " or " + last;
  }
}
