package org.keraunos.contract;

import java.util.Collections;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.LabelNames;
import org.keraunos.base.OutputValues;

/**
 * What a model knows of an output.
 *
 * @param name its name in the network
 * @param labels the names of its labels or classes, one a number
 * @param named whether somebody named them; else they are numbered, and their order is all that is
 *     known
 * @param values what the numbers are
 * @param thresholds where a probability becomes a label: one for all, or one a label; 0 to 1
 */
public record OutputContract(
    String name, LabelNames labels, boolean named, OutputValues values, List<Double> thresholds) {
  /**
   * Checks the thresholds.
   *
   * @param name its name
   * @param labels the names of its labels
   * @param named whether somebody named them
   * @param values what the numbers are
   * @param thresholds where a probability becomes a label
   * @throws IllegalArgumentException if a threshold is not 0 to 1, or their number fits neither one
   *     nor the labels
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
  }

  /**
   * The same with other thresholds.
   *
   * @param changed one for all labels, or one a label
   * @return a changed copy
   */
  public OutputContract withThresholds(List<Double> changed) {
    return new OutputContract(name, labels, named, values, changed);
  }

  /** {@return the threshold of each label} */
  public List<Double> thresholdOfEach() {
    return thresholds.size() == labels.size()
        ? thresholds
        : Collections.nCopies(labels.size(), thresholds.get(0));
  }
}
