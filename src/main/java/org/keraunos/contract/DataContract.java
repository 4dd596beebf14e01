package org.keraunos.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.decisions.Calibration;

/**
 * What a model knows of its data: learned in {@code fit}, held by the model card, checked wherever
 * data meet the model. Immutable.
 *
 * @param inputs in the network's order, at least one
 * @param outputs in the network's order, at least one
 */
public record DataContract(List<InputContract> inputs, List<OutputContract> outputs) {
  /**
   * Checks that there is something.
   *
   * @param inputs at least one
   * @param outputs at least one
   * @throws IllegalArgumentException if there is none
   */
  public DataContract {
    Check.argument(!inputs.isEmpty(), "inputs", "at least one", "none");
    Check.argument(!outputs.isEmpty(), "outputs", "at least one", "none");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * The same with other thresholds of some outputs.
   *
   * @param changed by the output's name, one for all labels or one a label
   * @return a changed copy
   * @throws IllegalArgumentException if there is no such output, or a threshold does not fit
   */
  public DataContract withThresholds(Map<String, List<Double>> changed) {
    List<String> names = outputs.stream().map(OutputContract::name).toList();
    for (String name : changed.keySet()) {
      Check.argument(names.contains(name), "thresholds", "an output's name, one of " + names, name);
    }
    return new DataContract(
        inputs,
        outputs.stream()
            .map(output ->
                output.withThresholds(changed.getOrDefault(output.name(), output.thresholds())))
            .toList());
  }

  /**
   * The same with other calibrations of some outputs.
   *
   * @param changed by the output's name; empty for an output that has none any more
   * @return a changed copy
   * @throws IllegalArgumentException if there is no such output, or a calibration does not fit
   */
  public DataContract withCalibrations(Map<String, Optional<Calibration>> changed) {
    List<String> names = outputs.stream().map(OutputContract::name).toList();
    for (String name : changed.keySet()) {
      Check.argument(
          names.contains(name), "calibration", "an output's name, one of " + names, name);
    }
    return new DataContract(
        inputs,
        outputs.stream()
            .map(output -> changed.containsKey(output.name())
                ? output.withCalibration(Check.present(changed.get(output.name()), output.name()))
                : output)
            .toList());
  }

  /** {@return the first input, the only one of most models} */
  public InputContract input() {
    return inputs.get(0);
  }

  /** {@return the first output, the only one of most models} */
  public OutputContract output() {
    return outputs.get(0);
  }
}
