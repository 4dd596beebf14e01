package org.keraunos.decisions;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Parallel;
import org.keraunos.base.ScoreMatrix;

/**
 * Makes probabilities mean what they say: of rows that are said to have a label with probability
 * 0.7, 70 % are to have it. Fitted on validation data; unknown labels are left out. Immutable.
 *
 * <pre>{@code
 * Calibration calibration = Calibration.fit(truth, probabilities, CalibrationMethod.PLATT);
 * ScoreMatrix better = calibration.apply(fresh);
 * }</pre>
 */
@CheckReturnValue
public final class Calibration {
  private final CalibrationMethod method;

  /** Of each label two lists: slope and shift of logits, or the points of a rising function. */
  private final double[][][] maps;

  private Calibration(CalibrationMethod method, double[][][] maps) {
    this.method = method;
    this.maps = maps;
  }

  /**
   * A calibration that was fitted elsewhere.
   *
   * @param method how
   * @param maps what the probabilities of each label go through, as {@link #map} has it
   * @return the calibration
   * @throws IllegalArgumentException if there is no label, a list is of another length, a number is
   *     not finite, points do not rise or are not 0 to 1, or labels have several temperatures
   */
  public static Calibration of(CalibrationMethod method, List<double[][]> maps) {
    Check.given(method, "method");
    Check.argument(!Check.given(maps, "maps").isEmpty(), "maps", "a label", "none");
    double[][][] copies = new double[maps.size()][][];
    for (int j = 0; j < copies.length; j++) {
      double[][] map = maps.get(j);
      Check.argument(
          map.length == 2 && map[0].length == map[1].length,
          "maps[" + j + "]",
          "two lists of one length",
          Arrays.deepToString(map));
      copies[j] = new double[][] {map[0].clone(), map[1].clone()};
      if (method == CalibrationMethod.ISOTONIC) {
        Isotonic.check(j, copies[j]);
      } else {
        checkLine(method, j, copies[j], copies[0]);
      }
    }
    return new Calibration(method, copies);
  }

  private static void checkLine(
      CalibrationMethod method, int label, double[][] map, double[][] first) {
    Check.argument(
        map[0].length == 1 && Double.isFinite(map[0][0]) && Double.isFinite(map[1][0]),
        "maps[" + label + "]",
        "a slope and a shift, both finite",
        Arrays.deepToString(map));
    Check.argument(
        method != CalibrationMethod.TEMPERATURE || (map[0][0] == first[0][0] && map[1][0] == 0),
        "maps[" + label + "]",
        "the slope of the first label, " + first[0][0] + ", and no shift",
        Arrays.deepToString(map));
  }

  /**
   * Fits a calibration.
   *
   * @param truth rows x labels of 0, 1 or unknown, of validation data
   * @param probabilities the same of probabilities
   * @param method how
   * @return the calibration; a label that is never known, and under
   *     {@link CalibrationMethod#ISOTONIC} one of a single class, stays as it is
   * @throws IllegalArgumentException if shapes disagree, no label is known or a score is no
   *     probability
   */
  public static Calibration fit(
      LabelMatrix truth, ScoreMatrix probabilities, CalibrationMethod method) {
    Thresholds.check(truth, probabilities);
    checkProbabilities(probabilities);
    return fit(truth, probabilities, method, new int[truth.rows()], -1);
  }

  /**
   * Fits a calibration, and says what it comes to on rows that it was not fitted on: each of five
   * folds is calibrated by the others.
   *
   * @param truth rows x labels of 0, 1 or unknown, of validation data
   * @param probabilities the same of probabilities
   * @param method how
   * @param seed the seed of the folds
   * @return the calibration of all rows, and the probabilities of each row by other rows
   * @throws IllegalArgumentException if shapes disagree, there are fewer than two rows, no label is
   *     known or a score is no probability
   */
  public static CrossFitted crossFitted(
      LabelMatrix truth, ScoreMatrix probabilities, CalibrationMethod method, long seed) {
    Calibration all = fit(truth, probabilities, method);
    int rows = truth.rows();
    int labels = truth.labels();
    Check.argument(rows >= 2, "rows", "at least 2, to cross-fit", rows);
    int[] folds = Thresholds.folds(rows, 5, seed);
    double[] made = new double[rows * labels];
    for (int fold = 0; fold < Math.min(5, rows); fold++) {
      Calibration others = fit(truth, probabilities, method, folds, fold);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < labels && folds[i] == fold; j++) {
          made[i * labels + j] = others.at(j, probabilities.get(i, j));
        }
      }
    }
    return new CrossFitted(all, ScoreMatrix.of(made, rows, labels));
  }

  /**
   * A calibration and what it comes to.
   *
   * @param calibration fitted on all rows
   * @param outOfFold probabilities of each row, calibrated by other rows: for calibration errors
   *     and reliability curves that do not flatter
   */
  public record CrossFitted(Calibration calibration, ScoreMatrix outOfFold) {}

  private static Calibration fit(
      LabelMatrix truth, ScoreMatrix scores, CalibrationMethod method, int[] folds, int fold) {
    double[][][] maps = new double[truth.labels()][][];
    if (method == CalibrationMethod.TEMPERATURE) {
      double[][] cells = known(truth, scores, 0, truth.labels(), folds, fold);
      double slope = cells[0].length == 0 ? 1 : LogitFit.fit(logits(cells[0]), cells[1], false)[0];
      Arrays.fill(maps, new double[][] {{slope}, {0}});
      return new Calibration(method, maps);
    }
    Parallel.forEach(maps.length, j -> {
      double[][] cells = known(truth, scores, j, j + 1, folds, fold);
      maps[j] = method == CalibrationMethod.PLATT ? platt(cells) : isotonic(cells);
    });
    return new Calibration(method, maps);
  }

  /** Probabilities and truth of known cells outside of a fold. */
  private static double[][] known(
      LabelMatrix truth, ScoreMatrix scores, int from, int to, int[] folds, int fold) {
    int size = Math.multiplyExact(truth.rows(), to - from);
    double[] p = new double[size];
    double[] y = new double[size];
    int n = 0;
    for (int i = 0; i < truth.rows(); i++) {
      for (int j = from; j < to && folds[i] != fold; j++) {
        if (truth.get(i, j) >= 0) {
          p[n] = scores.get(i, j);
          y[n++] = truth.get(i, j);
        }
      }
    }
    return new double[][] {Arrays.copyOf(p, n), Arrays.copyOf(y, n)};
  }

  /** Platt's targets keep a label of few rows from certainty. */
  private static double[][] platt(double[][] cells) {
    double[] y = cells[1];
    if (y.length == 0) {
      return new double[][] {{1}, {0}};
    }
    double positives = Arrays.stream(y).sum();
    double high = (positives + 1) / (positives + 2);
    double low = 1 / (y.length - positives + 2);
    double[] targets = Arrays.stream(y).map(each -> each > 0 ? high : low).toArray();
    double[] fitted = LogitFit.fit(logits(cells[0]), targets, true);
    return new double[][] {{fitted[0]}, {fitted[1]}};
  }

  private static double[][] isotonic(double[][] cells) {
    double positives = Arrays.stream(cells[1]).sum();
    return positives == 0 || positives == cells[1].length
        ? new double[][] {{0, 1}, {0, 1}}
        : Isotonic.fit(cells[0], cells[1]);
  }

  private static double[] logits(double[] probabilities) {
    return Arrays.stream(probabilities).map(LogitFit::logit).toArray();
  }

  private static void checkProbabilities(ScoreMatrix scores) {
    for (int i = 0; i < scores.rows(); i++) {
      for (int j = 0; j < scores.labels(); j++) {
        double p = scores.get(i, j);
        if (!(p >= 0 && p <= 1)) {
          throw Check.bad("probabilities[" + i + "][" + j + "]", "0 to 1", p);
        }
      }
    }
  }

  private double at(int label, double p) {
    double[][] map = maps[label];
    return method == CalibrationMethod.ISOTONIC
        ? Isotonic.at(map[0], map[1], p)
        : LogitFit.sigmoid(map[0][0] * LogitFit.logit(p) + map[1][0]);
  }

  /**
   * Calibrates probabilities.
   *
   * @param probabilities rows x labels
   * @return new ones, as doubles
   * @throws IllegalArgumentException if there are other labels than it was fitted on, or a score is
   *     no probability
   */
  public ScoreMatrix apply(ScoreMatrix probabilities) {
    int labels = probabilities.labels();
    Check.argument(labels == maps.length, "probabilities", maps.length + " labels", labels);
    checkProbabilities(probabilities);
    double[] made = new double[probabilities.rows() * labels];
    for (int i = 0; i < made.length; i++) {
      made[i] = at(i % labels, probabilities.get(i / labels, i % labels));
    }
    return ScoreMatrix.of(made, probabilities.rows(), labels);
  }

  /**
   * Puts calibrated probabilities in the place of probabilities or their logits.
   *
   * @param values rows, a number a label each; NaN stays
   * @param rows how many; the array may be longer
   * @param logits whether they are logits
   */
  public void applyTo(float[] values, int rows, boolean logits) {
    int labels = maps.length;
    Check.argument(
        rows >= 0 && values.length / labels >= rows,
        "values",
        rows + " rows of " + labels + " labels",
        values.length + " numbers");
    for (int i = 0; i < rows * labels; i++) {
      double p = logits ? LogitFit.sigmoid(values[i]) : Math.min(1, Math.max(0, values[i]));
      if (!Double.isNaN(p)) {
        values[i] = (float) at(i % labels, p);
      }
    }
  }

  /** {@return how it was fitted} */
  public CalibrationMethod method() {
    return method;
  }

  /** {@return the number of labels} */
  public int labels() {
    return maps.length;
  }

  /**
   * What a label's probabilities go through.
   *
   * @param label the column
   * @return for temperature and Platt {@code {{slope}, {shift}}} of the logit; for isotonic the
   *     points, {@code {x, y}}, of a function of the probability, constant beyond its ends; copies
   */
  public double[][] map(int label) {
    return new double[][] {maps[label][0].clone(), maps[label][1].clone()};
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Calibration that
        && method == that.method
        && Arrays.deepEquals(maps, that.maps);
  }

  @Override
  public int hashCode() {
    return 31 * method.hashCode() + Arrays.deepHashCode(maps);
  }

  @Override
  public String toString() {
    return "Calibration[" + method + ", " + maps.length + " labels]";
  }
}
