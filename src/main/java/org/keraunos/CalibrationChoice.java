package org.keraunos;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.decisions.Calibration;
import org.keraunos.decisions.CalibrationMethod;
import org.keraunos.decisions.Criterion;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.decisions.ThresholdOptions;
import org.keraunos.decisions.Thresholds;
import org.keraunos.metrics.ProbabilityMetrics;

/**
 * A calibration that was fitted, and what it comes to on rows that it was not fitted on: each fifth
 * of the rows is calibrated by the others.
 *
 * <pre>{@code
 * CalibrationChoice made = model.calibrate(validation, CalibrationMethod.PLATT);
 * model.thresholds(made.thresholds(Criterion.f1()).thresholds());
 * }</pre>
 */
@CheckReturnValue
public final class CalibrationChoice {
  private static final long SEED = 42;

  private final LabelMatrix truth;
  private final ScoreMatrix raw;
  private final Calibration.CrossFitted fitted;
  private final double before;
  private final double after;

  private CalibrationChoice(LabelMatrix truth, ScoreMatrix raw, Calibration.CrossFitted fitted) {
    this.truth = truth;
    this.raw = raw;
    this.fitted = fitted;
    before = error(truth, raw);
    after = error(truth, fitted.outOfFold());
  }

  /**
   * Fits a calibration.
   *
   * @param truth rows x labels of 0, 1 or unknown, of validation data
   * @param raw the same of probabilities, as a network gave them
   * @param method how
   * @return the calibration, and what it comes to
   * @throws IllegalArgumentException if shapes disagree, there are fewer than two rows, no label is
   *     known or a score is no probability
   */
  public static CalibrationChoice of(LabelMatrix truth, ScoreMatrix raw, CalibrationMethod method) {
    Check.given(method, "method");
    return new CalibrationChoice(truth, raw, Calibration.crossFitted(truth, raw, method, SEED));
  }

  private static double error(LabelMatrix truth, ScoreMatrix scores) {
    return Arrays.stream(ProbabilityMetrics.expectedCalibrationErrorPerLabel(truth, scores))
        .filter(each -> !Double.isNaN(each))
        .average()
        .orElse(Double.NaN);
  }

  /** {@return the calibration, fitted on all rows} */
  public Calibration calibration() {
    return fitted.calibration();
  }

  /** {@return the labels of the rows} */
  public LabelMatrix truth() {
    return truth;
  }

  /** {@return the probabilities of each row as the network gave them} */
  public ScoreMatrix raw() {
    return raw;
  }

  /** {@return the probabilities of each row, calibrated by other rows} */
  public ScoreMatrix outOfFold() {
    return fitted.outOfFold();
  }

  /** {@return the expected calibration error of the network's probabilities, the labels' mean} */
  public double errorBefore() {
    return before;
  }

  /** {@return the expected calibration error of {@link #outOfFold}, the labels' mean} */
  public double errorAfter() {
    return after;
  }

  /**
   * Chooses a threshold a label on the calibrated probabilities of the same rows. They are those of
   * {@link #outOfFold}, which do not flatter; those that a calibrated model gives for rows that it
   * was calibrated on do.
   *
   * @param criterion what to make large
   * @return the thresholds, for {@link Model#thresholds(double...)}
   */
  public ThresholdChoice thresholds(Criterion criterion) {
    return thresholds(criterion, options -> {});
  }

  /**
   * Chooses thresholds on the calibrated probabilities of the same rows.
   *
   * @param criterion what to make large
   * @param settings one for all labels, folds, seed
   * @return the thresholds, for {@link Model#thresholds(double...)}
   */
  public ThresholdChoice thresholds(Criterion criterion, Consumer<ThresholdOptions> settings) {
    return Thresholds.choose(truth, fitted.outOfFold(), criterion, settings);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: expected calibration error %.4f, before %.4f",
        fitted.calibration(),
        after,
        before);
  }
}
