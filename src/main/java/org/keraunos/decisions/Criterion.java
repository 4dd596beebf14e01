package org.keraunos.decisions;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;

/**
 * What thresholds are to make large: a figure of the four counts of a label, higher is better.
 *
 * <p>F-beta, Jaccard and correlation are 0 where nothing is true or nothing decides, as
 * scikit-learn's with {@code zero_division=0}.
 */
public final class Criterion {
  /** The figure of four counts. */
  @FunctionalInterface
  private interface Figure {
    double of(double tn, double fp, double fn, double tp);
  }

  private static final String KNOWN = "f1, f0.5, f2, jaccard, hamming, mcc, pcut, precision=P, "
      + "recall=R or cost=FALSE_POSITIVE:FALSE_NEGATIVE";

  private final String name;
  private final Figure figure;

  private Criterion(String name, Figure figure) {
    this.name = name;
    this.figure = figure;
  }

  /** {@return F1, {@code 2 tp / (2 tp + fp + fn)}} */
  public static Criterion f1() {
    return fbeta(1);
  }

  /**
   * F-beta.
   *
   * @param beta how many times recall matters more than precision; above 0, finite
   * @return {@code (1 + b^2) tp / ((1 + b^2) tp + b^2 fn + fp)}
   */
  public static Criterion fbeta(double beta) {
    Check.argument(beta > 0 && beta < 1e6, "beta", "above 0 and below 1e6", beta);
    double square = beta * beta;
    String digits = beta == Math.rint(beta) ? String.valueOf((long) beta) : String.valueOf(beta);
    return new Criterion(
        "f" + digits,
        (tn, fp, fn, tp) -> quotient((1 + square) * tp, (1 + square) * tp + square * fn + fp));
  }

  /** {@return the Jaccard score, {@code tp / (tp + fp + fn)}} */
  public static Criterion jaccard() {
    return new Criterion("jaccard", (tn, fp, fn, tp) -> quotient(tp, tp + fp + fn));
  }

  /** {@return the share of cells that are right, 1 less the Hamming loss} */
  public static Criterion hamming() {
    return new Criterion("hamming", (tn, fp, fn, tp) -> quotient(tp + tn, tp + tn + fp + fn));
  }

  /** {@return Matthews's correlation} */
  public static Criterion mcc() {
    return new Criterion("mcc", (tn, fp, fn, tp) -> {
      double variances = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);
      return variances == 0 ? 0 : (tp * tn - fp * fn) / Math.sqrt(variances);
    });
  }

  /**
   * Holds a precision and finds as much as that allows.
   *
   * @param least the precision to hold, 0 to 1
   * @return the recall and 1 where the precision is held, else the precision: where it cannot be
   *     held, the highest there is
   */
  public static Criterion precisionAtLeast(double least) {
    Check.argument(least >= 0 && least <= 1, "precision", "0 to 1", least);
    return new Criterion("precision=" + least, (tn, fp, fn, tp) -> {
      double precision = quotient(tp, tp + fp);
      return tp + fp > 0 && precision >= least ? 1 + quotient(tp, tp + fn) : precision;
    });
  }

  /**
   * Holds a recall with as few false alarms as that allows.
   *
   * @param least the recall to hold, 0 to 1
   * @return the precision and 1 where the recall is held, else the recall
   */
  public static Criterion recallAtLeast(double least) {
    Check.argument(least >= 0 && least <= 1, "recall", "0 to 1", least);
    return new Criterion("recall=" + least, (tn, fp, fn, tp) -> {
      double recall = quotient(tp, tp + fn);
      return tp + fn > 0 && recall >= least ? 1 + quotient(tp, tp + fp) : recall;
    });
  }

  /**
   * What errors cost.
   *
   * @param falsePositive the cost of a false alarm, at least 0
   * @param falseNegative the cost of a label that is missed, at least 0
   * @return less the mean cost of a cell
   */
  public static Criterion cost(double falsePositive, double falseNegative) {
    Check.argument(
        falsePositive >= 0 && Double.isFinite(falsePositive),
        "cost of a false positive",
        "a finite number >= 0",
        falsePositive);
    Check.argument(
        falseNegative >= 0 && Double.isFinite(falseNegative),
        "cost of a false negative",
        "a finite number >= 0",
        falseNegative);
    return new Criterion(
        "cost=" + falsePositive + ":" + falseNegative,
        (tn, fp, fn, tp) -> -quotient(falsePositive * fp + falseNegative * fn, tp + tn + fp + fn));
  }

  /**
   * PCut: predicts a label as often as it is true (Yang, 2001).
   *
   * @return less the distance of both shares
   */
  public static Criterion frequency() {
    return new Criterion(
        "pcut", (tn, fp, fn, tp) -> -quotient(Math.abs(fp - fn), tp + tn + fp + fn));
  }

  /**
   * A criterion by the name that the command line has for it.
   *
   * @param text {@code f1}, {@code f0.5}, {@code jaccard}, {@code hamming}, {@code mcc},
   *     {@code pcut}, {@code precision=0.9}, {@code recall=0.9} or {@code cost=1:5}
   * @return the criterion
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Criterion of(String text) {
    String lower = text.toLowerCase(Locale.ROOT).strip();
    try {
      Criterion named = named(lower);
      if (named != null) {
        return named;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(Check.bad("thresholds", KNOWN, text).getMessage(), e);
    }
    throw Check.bad("thresholds", KNOWN, text);
  }

  private static @Nullable Criterion named(String text) {
    return switch (text) {
      case "jaccard" -> jaccard();
      case "hamming" -> hamming();
      case "mcc" -> mcc();
      case "pcut" -> frequency();
      default -> withNumber(text);
    };
  }

  private static @Nullable Criterion withNumber(String text) {
    if (text.startsWith("precision=")) {
      return precisionAtLeast(number(text));
    }
    if (text.startsWith("recall=")) {
      return recallAtLeast(number(text));
    }
    int colon = text.indexOf(':');
    if (text.startsWith("cost=") && colon > 0) {
      return cost(number(text.substring(0, colon)), Double.parseDouble(text.substring(colon + 1)));
    }
    return text.startsWith("f") ? fbeta(Double.parseDouble(text.substring(1))) : null;
  }

  private static double number(String text) {
    return Double.parseDouble(text.substring(text.indexOf('=') + 1));
  }

  private static double quotient(double numerator, double denominator) {
    return denominator == 0 ? 0 : numerator / denominator;
  }

  /**
   * The figure.
   *
   * @param tn cells that are neither true nor predicted
   * @param fp cells that are predicted and not true
   * @param fn cells that are true and not predicted
   * @param tp cells that are true and predicted
   * @return higher is better
   */
  public double score(double tn, double fp, double fn, double tp) {
    return figure.of(tn, fp, fn, tp);
  }

  /** {@return the name that {@link #of} knows} */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
