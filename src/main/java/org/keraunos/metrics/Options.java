package org.keraunos.metrics;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.LabelNames;

/**
 * The options of one call of a batch metric, with scikit-learn's names and defaults. Each function
 * says which of them it has; another one is an {@link IllegalArgumentException}, never ignored.
 */
public final class Options {
  private final Set<OptionKey> touched = EnumSet.noneOf(OptionKey.class);
  private @Nullable Average average;
  private int @Nullable [] labels;
  private ZeroDivision zeroDivision = ZeroDivision.WARN;
  private double @Nullable [] sampleWeight;
  private boolean normalize = true;
  private String @Nullable [] targetNames;
  private int k = Integer.MAX_VALUE;
  private boolean ignoreTies;
  private @Nullable Boolean dropIntermediate;
  private int bins;
  private BinStrategy binStrategy = BinStrategy.UNIFORM;
  private double maxFpr = 1;
  private double logBase = 2;
  private boolean adjusted;
  private Warnings warnings = Warnings.log();

  private Options() {}

  static Options read(String metric, Set<OptionKey> allowed, Option... settings) {
    Options options = new Options();
    for (Option setting : settings) {
      setting.set(options);
    }
    for (OptionKey key : options.touched) {
      Check.argument(
          key == OptionKey.WARNINGS || allowed.contains(key),
          () -> metric + ": has no option " + key.name().toLowerCase(Locale.ROOT));
    }
    return options;
  }

  /**
   * How the figures a label become one number.
   *
   * @param average by default {@link Average#MACRO}; with one column {@link Average#BINARY}, or,
   *     where classes are chosen by {@link #labels}, the mean over those
   * @return this
   */
  public Options average(Average average) {
    touched.add(OptionKey.AVERAGE);
    this.average = average;
    return this;
  }

  /**
   * The labels to look at, in this order; repeats count again.
   *
   * @param labels column indices, by default all; with one column the classes 0 and 1
   * @return this
   */
  public Options labels(int... labels) {
    touched.add(OptionKey.LABELS);
    Check.argument(labels.length > 0, "labels", "at least one", "none");
    this.labels = labels.clone();
    return this;
  }

  /**
   * What a figure is worth whose denominator is 0.
   *
   * @param zeroDivision by default {@link ZeroDivision#WARN}
   * @return this
   */
  public Options zeroDivision(ZeroDivision zeroDivision) {
    touched.add(OptionKey.ZERO_DIVISION);
    this.zeroDivision = zeroDivision;
    return this;
  }

  /**
   * A weight for each row.
   *
   * @param weights finite, at least 0, not all 0; by default all 1
   * @return this
   */
  public Options sampleWeight(double... weights) {
    touched.add(OptionKey.SAMPLE_WEIGHT);
    boolean positive = false;
    for (int i = 0; i < weights.length; i++) {
      Check.argument(
          weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY,
          "sample_weight",
          "finite numbers >= 0",
          weights[i]);
      positive |= weights[i] > 0;
    }
    Check.argument(
        positive, "sample_weight", "at least one non-zero number", weights.length + " zeros");
    this.sampleWeight = weights.clone();
    return this;
  }

  /**
   * A weight for each row, widened to double before any sum.
   *
   * @param weights finite, at least 0, not all 0
   * @return this
   */
  public Options sampleWeight(float[] weights) {
    double[] wide = new double[weights.length];
    Arrays.setAll(wide, i -> weights[i]);
    return sampleWeight(wide);
  }

  /**
   * Whether a fraction of the rows is wanted or their number (with weights: their weight).
   *
   * @param normalize by default true
   * @return this
   */
  public Options normalize(boolean normalize) {
    touched.add(OptionKey.NORMALIZE);
    this.normalize = normalize;
    return this;
  }

  /**
   * Names for the labels of a report.
   *
   * @param names as many as labels reported; by default the indices. With one column the name of
   *     its label: the line of class 1 has it, and that of class 0 has {@code not} before it. (Two
   *     names are those of the two classes.)
   * @return this
   */
  public Options targetNames(String... names) {
    touched.add(OptionKey.TARGET_NAMES);
    this.targetNames = names.clone();
    return this;
  }

  /**
   * Names for the labels of a report.
   *
   * @param names as {@link #targetNames(String...)} takes them
   * @return this
   */
  public Options targetNames(LabelNames names) {
    return targetNames(names.names().toArray(String[]::new));
  }

  /**
   * How many of a row's highest scores count.
   *
   * @param k at least 1; more than there are labels means all, the default
   * @return this
   */
  public Options k(int k) {
    touched.add(OptionKey.K);
    Check.argument(k >= 1, "k", "at least 1", k);
    this.k = k;
    return this;
  }

  /**
   * Takes equal scores in some order rather than sharing their discounts.
   *
   * @return this
   */
  public Options ignoreTies() {
    touched.add(OptionKey.IGNORE_TIES);
    this.ignoreTies = true;
    return this;
  }

  /**
   * Whether a curve leaves out points that do not change its shape.
   *
   * @param drop by default true for ROC, false for precision-recall and DET
   * @return this
   */
  public Options dropIntermediate(boolean drop) {
    touched.add(OptionKey.DROP_INTERMEDIATE);
    this.dropIntermediate = drop;
    return this;
  }

  /**
   * The number of bins of a calibration figure.
   *
   * @param bins at least 1, by default 10; of {@link Curves#calibrationCurve} 5, as in scikit-learn
   * @return this
   */
  public Options bins(int bins) {
    touched.add(OptionKey.BINS);
    Check.argument(bins >= 1, "bins", "at least 1", bins);
    this.bins = bins;
    return this;
  }

  /**
   * How the bins of a calibration curve are cut.
   *
   * @param strategy by default {@link BinStrategy#UNIFORM}
   * @return this
   */
  public Options binStrategy(BinStrategy strategy) {
    touched.add(OptionKey.BIN_STRATEGY);
    this.binStrategy = Check.given(strategy, "strategy");
    return this;
  }

  /**
   * The highest false positive rate of a partial ROC AUC, standardised so that chance is 0.5 and
   * the best 1 (McClish, 1989).
   *
   * @param rate above 0, at most 1, the default, which is the whole area
   * @return this
   */
  public Options maxFpr(double rate) {
    touched.add(OptionKey.MAX_FPR);
    Check.argument(rate > 0 && rate <= 1, "max_fpr", "above 0, at most 1", rate);
    this.maxFpr = rate;
    return this;
  }

  /**
   * The base of the logarithm that discounts positions.
   *
   * @param base above 1, finite; by default 2
   * @return this
   */
  public Options logBase(double base) {
    touched.add(OptionKey.LOG_BASE);
    Check.argument(base > 1 && Double.isFinite(base), "log_base", "a finite number > 1", base);
    this.logBase = base;
    return this;
  }

  /**
   * Moves balanced accuracy so that chance is 0 and the best stays 1.
   *
   * @return this
   */
  public Options adjusted() {
    touched.add(OptionKey.ADJUSTED);
    this.adjusted = true;
    return this;
  }

  /**
   * Where warnings go.
   *
   * @param sink by default {@link Warnings#log()}
   * @return this
   */
  public Options warnings(Warnings sink) {
    touched.add(OptionKey.WARNINGS);
    this.warnings = sink;
    return this;
  }

  /** The average for so many columns, after a check that it goes with them. */
  Average average(int columns) {
    if (average == null) {
      return labels == null ? Average.byDefault(columns) : Average.MACRO;
    }
    average.check(columns);
    Check.argument(
        average != Average.BINARY || labels == null,
        "labels",
        "none with average binary, which is the class 1",
        labels == null ? "none" : labels);
    return average;
  }

  int @Nullable [] labels() {
    return labels;
  }

  ZeroDivision zeroDivision() {
    return zeroDivision;
  }

  /** The weights, after a check that there is one for each row. */
  double @Nullable [] sampleWeight(int rows) {
    if (sampleWeight != null) {
      Check.argument(
          sampleWeight.length == rows,
          "sample_weight",
          rows + " weights, one a row",
          sampleWeight.length);
    }
    return sampleWeight;
  }

  boolean normalize() {
    return normalize;
  }

  String @Nullable [] targetNames() {
    return targetNames;
  }

  int k() {
    return k;
  }

  boolean isIgnoreTies() {
    return ignoreTies;
  }

  boolean dropsIntermediate(boolean byDefault) {
    return dropIntermediate == null ? byDefault : dropIntermediate;
  }

  int binsOr(int byDefault) {
    return bins == 0 ? byDefault : bins;
  }

  BinStrategy binStrategy() {
    return binStrategy;
  }

  double maxFpr() {
    return maxFpr;
  }

  double logBase() {
    return logBase;
  }

  boolean isAdjusted() {
    return adjusted;
  }

  Warnings warnings() {
    return warnings;
  }
}
