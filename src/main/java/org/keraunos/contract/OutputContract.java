package org.keraunos.contract;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.LabelNames;
import org.keraunos.base.OutputValues;
import org.keraunos.decisions.Calibration;

/**
 * What a model knows of an output.
 *
 * @param name its name in the network
 * @param labels the names of its labels or classes, one a number
 * @param named whether somebody named them; else they are numbered, and their order is all that is
 *     known
 * @param values what the network's numbers are
 * @param thresholds where a probability becomes a label: one for all, or one a label; 0 to 1
 * @param calibration what the probabilities go through before anybody sees them; empty where they
 *     are as the network gives them
 */
public record OutputContract(
    String name,
    LabelNames labels,
    boolean named,
    OutputValues values,
    List<Double> thresholds,
    Optional<Calibration> calibration) {
  private static final List<Double> HALF = List.of(0.5);

  /**
   * Checks thresholds and calibration.
   *
   * @param name its name
   * @param labels the names of its labels
   * @param named whether somebody named them
   * @param values what the network's numbers are
   * @param thresholds where a probability becomes a label
   * @param calibration what the probabilities go through
   * @throws IllegalArgumentException if a threshold is not 0 to 1, or their number fits neither one
   *     nor the labels, or the calibration is of another number of labels or of what is no label
   */
  public OutputContract {
    Check.argument(
        thresholds.size() == 1 || thresholds.size() == labels.size(),
        "thresholds of output \"" + name + "\"",
        "one, or " + labels.size(),
        thresholds.size());
    Check.argument(
        thresholds.stream().allMatch(each -> each >= 0 && each <= 1),
        "thresholds of output \"" + name + "\"",
        "probabilities, 0 to 1",
        thresholds);
    thresholds = List.copyOf(thresholds);
    calibration.ifPresent(each -> {
      Check.argument(
          each.labels() == labels.size(),
          "calibration of output \"" + name + "\"",
          labels.size() + " labels",
          each.labels());
      Check.argument(
          values.areOfLabels(),
          "calibration of output \"" + name + "\"",
          "an output of labels, each with a probability of its own (sigmoid)",
          values.cardName());
    });
  }

  /**
   * An output that is not calibrated.
   *
   * @param name its name
   * @param labels the names of its labels
   * @param named whether somebody named them
   * @param values what the numbers are
   * @param thresholds where a probability becomes a label
   * @throws IllegalArgumentException if a threshold is not 0 to 1, or their number fits neither one
   *     nor the labels
   */
  public OutputContract(
      String name, LabelNames labels, boolean named, OutputValues values, List<Double> thresholds) {
    this(name, labels, named, values, thresholds, Optional.empty());
  }

  /**
   * The same with other thresholds.
   *
   * @param changed one for all labels, or one a label
   * @return a changed copy
   */
  public OutputContract withThresholds(List<Double> changed) {
    return new OutputContract(name, labels, named, values, changed, calibration);
  }

  /**
   * The same with another calibration.
   *
   * @param changed what the probabilities go through; empty for none
   * @return a changed copy
   * @throws IllegalArgumentException if it is of another number of labels or of what is no label
   */
  public OutputContract withCalibration(Optional<Calibration> changed) {
    return new OutputContract(name, labels, named, values, thresholds, changed);
  }

  /**
   * {@return what is known of the numbers that come out: a calibrated output gives probabilities}
   */
  public OutputContract given() {
    return calibration.isEmpty() || values == OutputValues.LABEL_PROBABILITIES
        ? this
        : new OutputContract(
            name, labels, named, OutputValues.LABEL_PROBABILITIES, thresholds, calibration);
  }

  /**
   * {@return what is known of the network's own numbers: thresholds of calibrated probabilities are
   * not theirs, so that they have 0.5}
   */
  public OutputContract raw() {
    return calibration.isEmpty()
        ? this
        : new OutputContract(name, labels, named, values, HALF, Optional.empty());
  }

  /** {@return the threshold of each label} */
  public List<Double> thresholdOfEach() {
    return thresholds.size() == labels.size()
        ? thresholds
        : Collections.nCopies(labels.size(), thresholds.get(0));
  }
}
