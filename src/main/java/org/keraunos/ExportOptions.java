package org.keraunos;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.contract.DataContract;
import org.keraunos.contract.OutputContract;

/**
 * What {@link Model#export(java.nio.file.Path, java.util.function.Consumer)} writes beside the
 * graph.
 */
public final class ExportOptions {
  private @Nullable Map<String, Object> training;
  private final Map<String, List<Double>> thresholds = new LinkedHashMap<>();
  private boolean notFinite;

  ExportOptions() {}

  /**
   * Something to say of the model's training.
   *
   * @param said what JSON can hold, for the model card; what the model's file said if not given
   * @return this
   */
  public ExportOptions training(Map<String, Object> said) {
    training = new LinkedHashMap<>(said);
    return this;
  }

  /**
   * Lets weights pass that are NaN or infinite.
   *
   * @return this
   */
  public ExportOptions allowNotFinite() {
    notFinite = true;
    return this;
  }

  /**
   * Where a probability becomes a label, for whoever loads the model.
   *
   * @param each one for all labels, or one a label, 0 to 1; 0.5 if not given
   * @return this
   */
  public ExportOptions thresholds(double... each) {
    return thresholds("", each);
  }

  /**
   * Where a probability of one of several outputs becomes a label.
   *
   * @param output the output's name
   * @param each one for all labels, or one a label, 0 to 1; 0.5 if not given
   * @return this
   */
  public ExportOptions thresholds(String output, double... each) {
    thresholds.put(
        Check.given(output, "output"),
        Arrays.stream(Check.given(each, "thresholds")).boxed().toList());
    return this;
  }

  /** The contract with the thresholds. */
  DataContract with(DataContract known) {
    List<String> names = known.outputs().stream().map(OutputContract::name).toList();
    for (String name : thresholds.keySet()) {
      Check.argument(
          name.isEmpty() ? names.size() == 1 : names.contains(name),
          "thresholds",
          "an output's name, one of " + names,
          name.isEmpty() ? "none" : name);
    }
    List<OutputContract> outputs = known.outputs().stream()
        .map(output -> output.withThresholds(thresholds.getOrDefault(
            output.name(), thresholds.getOrDefault("", output.thresholds()))))
        .toList();
    return new DataContract(known.inputs(), outputs);
  }

  /** What the program says of the training; null if it says nothing. */
  @Nullable
  Map<String, Object> training() {
    return training;
  }

  boolean notFiniteAllowed() {
    return notFinite;
  }
}
