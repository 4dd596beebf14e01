package org.keraunos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.ElementType;
import org.keraunos.base.LabelNames;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Shape;
import org.keraunos.contract.DataContract;
import org.keraunos.contract.InputContract;
import org.keraunos.contract.OutputContract;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.Scaling;
import org.keraunos.decisions.Calibration;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.graph.Objective;
import org.keraunos.layers.FirstScaling;
import org.keraunos.layers.Network;
import org.keraunos.losses.Loss;
import org.keraunos.runtime.OutputActivation;

/**
 * Makes data contracts: of a network alone, of what it was trained on, of a graph that another
 * program wrote.
 */
final class Contracts {
  private static final List<Double> HALF = List.of(0.5);

  private Contracts() {}

  /**
   * Of a network that has seen no data: labels are numbered, and bytes are taken for pixels, which
   * a first layer scales or which are divided by 255.
   */
  static DataContract of(
      Network network, IntFunction<OutputActivation> activation, List<Objective> objectives) {
    List<InputContract> inputs = new ArrayList<>();
    for (int i = 0; i < network.inputs().size(); i++) {
      inputs.add(new InputContract(
          network.inputName(i),
          network.inputShape(i),
          "float32",
          Optional.of(raw(network, i).isPresent() ? Preprocessing.NONE : Preprocessing.PIXELS),
          List.of()));
    }
    List<OutputContract> outputs = new ArrayList<>();
    for (int i = 0; i < network.outputs().size(); i++) {
      String name = network.outputName(i);
      Loss loss = null;
      for (Objective objective : objectives) {
        loss = objective.output().equals(name) ? objective.loss() : loss;
      }
      outputs.add(new OutputContract(
          name,
          LabelNames.numbered(network.outputs().get(i).shape().size()),
          false,
          values(activation.apply(i), loss),
          HALF));
    }
    return new DataContract(inputs, outputs);
  }

  /** The kind of the layer that scales the pixels of an input. */
  static Optional<String> raw(Network network, int input) {
    return network.inputType(input) == ElementType.FLOAT
        ? FirstScaling.of(network, input)
        : Optional.empty();
  }

  /** The same contract with other words on what bytes go through, where they are pixels. */
  static DataContract seeing(DataContract contract, Optional<Preprocessing> pixels) {
    List<InputContract> inputs = contract.inputs().stream()
        .map(each -> each.shape().rank() == 3
            ? new InputContract(each.name(), each.shape(), each.type(), pixels, each.features())
            : each)
        .toList();
    return new DataContract(inputs, contract.outputs());
  }

  /**
   * The same network behind a look at its training data, whose inputs are in the network's order.
   * Names of labels that are known already stay where the data name none, and so does what was said
   * of pixels where the data are floats.
   */
  static DataContract learned(
      Network network,
      List<Objective> objectives,
      Dataset data,
      DataContract before,
      @Nullable DataContract known,
      boolean said) {
    Check.argument(!data.targets().isEmpty(), "data", "labels (withLabels)", "a data set without");
    List<InputContract> inputs = new ArrayList<>();
    for (int i = 0; i < before.inputs().size(); i++) {
      InputContract plain = before.inputs().get(i);
      inputs.add(new InputContract(
          plain.name(),
          plain.shape(),
          plain.type(),
          stays(known == null ? plain : known.inputs().get(i), data.inputs().get(i), said)
              ? (known == null ? plain : known.inputs().get(i)).preprocessing()
              : preprocessing(data.inputs().get(i)),
          known == null || !data.inputs().get(i).columns().isEmpty()
              ? data.inputs().get(i).columns()
              : known.inputs().get(i).features()));
    }
    List<OutputContract> outputs = new ArrayList<>(before.outputs());
    int named = labelled(network, objectives, data);
    OutputContract plain = outputs.get(named);
    if (!areLabels(network, objectives, named)) {
      return new DataContract(inputs, known == null ? outputs : known.outputs());
    }
    OutputContract labels = known == null || data.hasLabelNames()
        ? new OutputContract(
            plain.name(),
            data.labelNames(),
            data.hasLabelNames(),
            plain.values(),
            known == null ? plain.thresholds() : known.outputs().get(named).thresholds(),
            calibration(plain, known == null ? plain : known.outputs().get(named)))
        : known.outputs().get(named);
    outputs.set(named, labels);
    return new DataContract(inputs, outputs);
  }

  /**
   * The calibration that is known, unless the loss now says that the numbers are none of labels.
   */
  private static Optional<Calibration> calibration(OutputContract plain, OutputContract known) {
    return known.calibration().filter(each -> plain.values().areOfLabels());
  }

  /**
   * The output that the names of a data set's labels are of: its first target's; other outputs are
   * numbered.
   */
  static int labelled(Network network, List<Objective> objectives, Dataset data) {
    String output = objectives.size() == 1
        ? objectives.get(0).output()
        : data.targets().get(0).name();
    return Math.max(0, network.outputNames().indexOf(output));
  }

  /**
   * Whether what is known of bytes stays: those that become floats before the graph do not show
   * what they were.
   */
  private static boolean stays(InputContract input, Feature data, boolean said) {
    boolean ofChannels =
        input.preprocessing().filter(each -> each.uniform().isEmpty()).isPresent();
    return ofChannels || (said && preprocessing(data).isEmpty());
  }

  /** Whether targets have a column for each number of an output, and so name its labels. */
  static boolean areLabels(Network network, List<Objective> objectives, int output) {
    Shape shape = network.outputs().get(output).shape();
    return objectives.stream()
        .filter(each -> each.output().equals(network.outputName(output)))
        .allMatch(each -> each.loss().targetShape(shape).equals(shape));
  }

  /** Of floats that came scaled nobody knows what bytes they were made of. */
  private static Optional<Preprocessing> preprocessing(Feature input) {
    boolean known = input.column().holdsBytes() || !input.scaling().equals(Scaling.NONE);
    return known ? Optional.of(Preprocessing.of(input.scaling())) : Optional.empty();
  }

  /** Of another program's graph, with what the graph says of its outputs. */
  static DataContract of(InferenceGraph graph, List<OutputValues> values) {
    List<InputContract> inputs = new ArrayList<>();
    for (InferenceGraph.Port port : graph.ports()) {
      // An input of bytes sees them as they are stored.
      Optional<Preprocessing> stored =
          graph.takesBytes() ? Optional.of(Preprocessing.of(Scaling.NONE)) : Optional.empty();
      inputs.add(new InputContract(port.name(), port.shape(), port.type(), stored, List.of()));
    }
    List<OutputContract> outputs = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      InferenceGraph.Out output = graph.outputs().get(i);
      outputs.add(new OutputContract(
          output.name(), LabelNames.numbered(output.shape().size()), false, values.get(i), HALF));
    }
    return new DataContract(inputs, outputs);
  }

  /**
   * What an output's numbers are: by its last activation, and without one by whether the loss took
   * them for logits.
   */
  static OutputValues values(OutputActivation activation, @Nullable Loss loss) {
    return switch (activation) {
      case SIGMOID -> OutputValues.LABEL_PROBABILITIES;
      case SOFTMAX -> OutputValues.CLASS_PROBABILITIES;
      case NONE -> loss == null ? OutputValues.NUMBERS : loss.valuesWithoutActivation();
    };
  }
}
