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
  private int bins = 10;
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
   * The number of equally wide bins of a calibration figure.
   *
   * @param bins at least 1, by default 10
   * @return this
   */
  public Options bins(int bins) {
    touched.add(OptionKey.BINS);
    Check.argument(bins >= 1, "bins", "at least 1", bins);
    this.bins = bins;
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

  int bins() {
    return bins;
  }

  Warnings warnings() {
    return warnings;
  }
}
