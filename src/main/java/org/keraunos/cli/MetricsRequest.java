package org.keraunos.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.metrics.Average;
import org.keraunos.metrics.BinStrategy;
import org.keraunos.metrics.ZeroDivision;

/**
 * What one call of {@code keraunos metrics}, or one line of a batch, asks for; checked as far as it
 * goes without the files.
 */
final class MetricsRequest {
  private static final int MOST_DIGITS = 10_000;
  private static final int MOST_BINS = 1_000_000;

  @Nullable
  Path truth;

  @Nullable
  Path predicted;

  @Nullable
  Path scores;

  @Nullable
  Double threshold;
  /** Null for figures a label. */
  @Nullable
  Average average = Average.MACRO;

  ZeroDivision zeroDivision = ZeroDivision.WARN;
  double beta = 1;
  int @Nullable [] labels;

  @Nullable
  Path sampleWeight;

  int k = Integer.MAX_VALUE;
  boolean ignoreTies;
  double logBase = 2;
  double maxFpr = 1;
  int bins = 5;
  BinStrategy binStrategy = BinStrategy.UNIFORM;

  @Nullable
  List<String> targetNames;

  int digits = 2;
  int @Nullable [] curveLabels;

  @Nullable
  Boolean dropIntermediate;

  @Nullable
  Collection<String> metrics;

  void average(String value) {
    average = switch (value) {
      case "binary" -> Average.BINARY;
      case "micro" -> Average.MICRO;
      case "macro" -> Average.MACRO;
      case "weighted" -> Average.WEIGHTED;
      case "samples" -> Average.SAMPLES;
      case "none" -> null;
      default ->
        throw Check.bad("average", "binary, micro, macro, weighted, samples or none", value);
    };
  }

  void zeroDivision(String value) {
    zeroDivision = switch (value) {
      case "warn" -> ZeroDivision.WARN;
      case "0" -> ZeroDivision.ZERO;
      case "1" -> ZeroDivision.ONE;
      case "nan" -> ZeroDivision.NAN;
      default -> throw Check.bad("zero_division", "warn, 0, 1 or nan", value);
    };
  }

  void beta(double value) {
    Check.argument(value >= 0, "beta", "a number >= 0, or inf", value);
    beta = value;
  }

  void threshold(double value) {
    Check.argument(Double.isFinite(value), "threshold", "a finite number", value);
    threshold = value;
  }

  void k(long value) {
    Check.argument(value >= 1, "k", "an integer >= 1", value);
    k = (int) Math.min(Integer.MAX_VALUE, value);
  }

  void logBase(double value) {
    Check.argument(value > 1 && Double.isFinite(value), "log_base", "a finite number > 1", value);
    logBase = value;
  }

  void maxFpr(double value) {
    Check.argument(value > 0 && value <= 1, "max_fpr", "above 0, at most 1", value);
    maxFpr = value;
  }

  void bins(long value) {
    Check.argument(
        value >= 1 && value <= MOST_BINS, "n_bins", "an integer from 1 to " + MOST_BINS, value);
    bins = (int) value;
  }

  void strategy(String value) {
    binStrategy = switch (value) {
      case "uniform" -> BinStrategy.UNIFORM;
      case "quantile" -> BinStrategy.QUANTILE;
      default -> throw Check.bad("strategy", "uniform or quantile", value);
    };
  }

  void digits(long value) {
    Check.argument(
        value >= 0 && value <= MOST_DIGITS, "digits", "an integer from 0 to " + MOST_DIGITS, value);
    digits = (int) value;
  }

  void dropIntermediate(String value) {
    Check.argument(
        value.equals("true") || value.equals("false"), "drop_intermediate", "true or false", value);
    dropIntermediate = value.equals("true");
  }

  static int[] distinct(String argument, List<Integer> values) {
    Check.argument(!values.isEmpty(), argument, "at least one column index", "none");
    for (int value : values) {
      Check.argument(value >= 0, argument, "column indices >= 0", value);
    }
    Check.argument(
        new HashSet<>(values).size() == values.size(), argument, "distinct column indices", values);
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Checks what belongs together and says which figures are wanted. */
  Set<MetricsFigure> figures() {
    Check.argument(truth != null, "y_true", "a .npy file", "none");
    Check.argument(
        predicted != null || scores != null, "y_pred or y_score", "at least one .npy file", "none");
    Check.argument(
        threshold == null || (scores != null && predicted == null),
        "threshold",
        "y_score and no y_pred beside it",
        predicted == null ? "no y_score" : "y_pred");
    Set<MetricsFigure> wanted = EnumSet.noneOf(MetricsFigure.class);
    for (String name : metrics == null ? List.of("default") : metrics) {
      wanted.addAll(named(name));
    }
    Check.argument(!wanted.isEmpty(), "metrics", "at least one name", "none");
    return wanted;
  }

  /**
   * Refuses options that none of the figures heeds; for people, while a program's requests may have
   * all keys.
   *
   * @param options the keys of the options that were given
   */
  void checkEffects(Collection<String> options) {
    Set<MetricsFigure> figures = figures();
    for (String option : options) {
      Set<MetricsFigure> heeding = MetricsFigure.heeding(option);
      Check.argument(
          heeding.isEmpty() || figures.stream().anyMatch(heeding::contains),
          option,
          "figures that it acts on beside it (--metrics "
              + heeding.stream().map(MetricsFigure::key).collect(Collectors.joining(",")) + ")",
          metrics == null
              ? "the default ones" + (scores == null ? ", without y_score" : "")
              : metrics);
    }
  }

  private Set<MetricsFigure> named(String name) {
    Set<MetricsFigure> group = EnumSet.noneOf(MetricsFigure.class);
    for (MetricsFigure figure : MetricsFigure.values()) {
      boolean usable = scores != null || !figure.needsScores();
      if ((name.equals("all") && figure.inAll()) || name.equals(figure.key())) {
        Check.argument(usable, "metrics", "y_score for " + figure.key(), "no y_score");
        group.add(figure);
      } else if (name.equals("default") && figure.byDefault() && usable) {
        group.add(figure);
      }
    }
    Check.argument(!group.isEmpty(), "metrics", "default, all or names of figures", name);
    return group;
  }
}
