package org.keraunos;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.contract.DataContract;
import org.keraunos.contract.LabelMatch;
import org.keraunos.contract.OutputContract;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.Calibration;
import org.keraunos.graph.Objective;
import org.keraunos.graph.StepResult;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.Provenance;
import org.keraunos.training.Fit;
import org.keraunos.training.History;

/**
 * What a model knows beside its weights: its data, where probabilities become labels, and how it
 * was trained. What was said of the pixels belongs to the input, so that a model that is cut and
 * gets another head sees them as the first one did.
 */
final class Knowledge {
  private static final Map<Layer, Preprocessing> PIXELS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Network network;
  private final ModelOptions options;
  private final ModelWeights weights;
  private final Map<String, List<Double>> thresholds = new LinkedHashMap<>();
  private final Map<String, Optional<Calibration>> calibrations = new LinkedHashMap<>();
  private @Nullable DataContract contract;
  private @Nullable Preprocessing said;
  private boolean isUnsaid;
  private Map<String, Object> told = Map.of();
  private List<Provenance.Trained> trained = List.of();
  private Map<String, Double> evaluated = Map.of();
  private @Nullable Running running;
  private @Nullable ModelCard fromFile;

  /** A training on its way, of which a callback may want a card. */
  private final class Running {
    private final Dataset data;
    private final Fit fit;
    private @Nullable String digest;

    Running(Dataset data, Fit fit) {
      this.data = data;
      this.fit = fit;
    }

    Provenance.Trained now() {
      String known = digest;
      if (known == null) {
        known = data.digest();
        digest = known;
      }
      return new Provenance.Trained(
          Provenance.time().toString(),
          Provenance.running(),
          known,
          data.size(),
          options.seed(),
          fit.seed(),
          fit.finishedEpochs(),
          fit.lastFigures());
    }
  }

  Knowledge(Network network, ModelOptions options, ModelWeights weights) {
    this.network = network;
    this.options = options;
    this.weights = weights;
    said = options.preprocessing() != null ? options.preprocessing() : inherited();
    if (said != null) {
      says(said);
    }
  }

  private @Nullable Preprocessing inherited() {
    for (SymbolicTensor input : network.inputs()) {
      Preprocessing known = PIXELS.get(input.layer());
      if (known != null) {
        return known;
      }
    }
    return null;
  }

  /** Takes what is said of the pixels that the network sees. */
  void says(Preprocessing how) {
    said = how;
    isUnsaid = false;
    network.inputs().forEach(input -> PIXELS.put(input.layer(), how));
    if (contract != null) {
      contract = Contracts.seeing(contract, Optional.of(how));
    }
  }

  /** Nobody says what pixels went through, so that no file that is written says it either. */
  void saysNothing() {
    isUnsaid = said == null;
  }

  /** The card of the file that the model was read from; null if there was none. */
  @Nullable
  ModelCard fromFile() {
    return fromFile;
  }

  /** Takes what a file says of the data and of the trainings. */
  void remember(ModelCard card) {
    fromFile = card;
    contract = card.contract();
    told = card.training();
    trained = card.provenance().trained();
    evaluated = card.provenance().evaluated();
    for (int i = 0; i < network.inputs().size(); i++) {
      Layer input = network.inputs().get(i).layer();
      String name = network.inputName(i);
      card.contract().inputs().stream()
          .filter(each -> each.name().equals(name))
          .flatMap(each -> each.preprocessing().stream())
          .forEach(how -> PIXELS.put(input, how));
    }
  }

  /** What is known, with the thresholds and calibrations. */
  DataContract contract() {
    DataContract known = contract == null ? unlearned() : contract;
    if (!calibrations.isEmpty()) {
      Map<String, Optional<Calibration>> fit = new LinkedHashMap<>(calibrations);
      // Another loss may have made other numbers of them.
      known.outputs().stream()
          .filter(output -> !output.values().areOfLabels())
          .forEach(output -> fit.remove(output.name()));
      known = known.withCalibrations(fit);
    }
    return thresholds.isEmpty() ? known : known.withThresholds(thresholds);
  }

  /** What data are held against; null where nothing is known of them. */
  @Nullable
  DataContract matched() {
    return contract != null || said == null ? contract : unlearned();
  }

  /** Whether bytes that nobody gave a scaling go through what was said of pixels. */
  boolean adopts() {
    return said != null;
  }

  /** What the network and its losses say alone. */
  private DataContract unlearned() {
    DataContract plain = Contracts.of(network, weights::activation, weights.objectives());
    return said == null && !isUnsaid ? plain : Contracts.seeing(plain, Optional.ofNullable(said));
  }

  /** Rows with their inputs and labels as the model knows them. */
  Dataset matched(String what, Dataset data) {
    return labelled(what, contract, inputs(what, data, matched(), false));
  }

  /** The same, of which the model is about to learn. */
  Dataset toLearn(String what, Dataset data) {
    return labelled(what, contract, inputs(what, data, matched(), true));
  }

  /** The same, of which it will have learned. */
  Dataset matched(String what, Dataset data, DataContract learned) {
    return labelled(what, learned, inputs(what, data, learned, false));
  }

  /** Rows with their inputs alone as the model knows them. */
  Dataset matchedInputs(String what, Dataset data) {
    return inputs(what, data, matched(), false);
  }

  private Dataset inputs(String what, Dataset data, @Nullable DataContract known, boolean learns) {
    return Inputs.match(
        what,
        data,
        Inputs.names(network),
        Inputs.shapes(network),
        known,
        learns ? Inputs.Pixels.LEARNED : adopts() ? Inputs.Pixels.SAID : Inputs.Pixels.KNOWN);
  }

  /** Labels in the order of those that the model was trained on, once it was. */
  private Dataset labelled(String what, @Nullable DataContract known, Dataset data) {
    if (known == null || data.targets().isEmpty()) {
      return data;
    }
    int output = Contracts.labelled(network, weights.objectives(), data);
    return Contracts.areLabels(network, weights.objectives(), output)
        ? LabelMatch.inOrder(what, data, known.outputs().get(output))
        : data;
  }

  DataContract learned(Dataset train) {
    return Contracts.learned(network, weights.objectives(), train, unlearned(), contract, adopts());
  }

  void learn(DataContract learned) {
    contract = learned;
  }

  /** Runs a training, and remembers it once it has ended. */
  History training(Dataset data, Fit fit, Function<Fit, History> run) {
    Running now = new Running(data, fit);
    evaluated = Map.of();
    running = now;
    try {
      History history = run.apply(fit);
      trained = Provenance.with(trained, now.now());
      return history;
    } finally {
      running = null;
    }
  }

  /** Weights were made of data by something else than {@code fit}. */
  void tookWeights(Dataset data) {
    evaluated = Map.of();
    trained = Provenance.with(
        trained,
        new Provenance.Trained(
            Provenance.time().toString(),
            Provenance.running(),
            data.digest(),
            data.size(),
            options.seed(),
            options.seed(),
            0,
            Map.of()));
  }

  /** Weights are others than those that were scored. */
  void changed() {
    evaluated = Map.of();
  }

  Map<String, Double> evaluated(Map<String, Double> figures) {
    if (running == null) {
      evaluated = figures;
    }
    return figures;
  }

  /** What is written beside the weights. */
  ModelCard card(
      DataContract known, Map<String, Object> architecture, @Nullable Map<String, Object> words) {
    Running now = running;
    return new ModelCard(
        options.name(),
        Map.of(),
        known,
        architecture,
        words == null ? told : words,
        Provenance.now(now == null ? trained : Provenance.with(trained, now.now()), evaluated));
  }

  void thresholds(String output, double... each) {
    List<Double> numbers =
        Arrays.stream(Check.given(each, "thresholds")).boxed().toList();
    var unused =
        contract().withThresholds(Map.of(output, numbers)); // Fails over what does not fit.
    thresholds.put(output, numbers);
  }

  /** Calibrates, in their place, what a step of the trained graph gives for each objective. */
  Consumer<StepResult> calibrating() {
    List<OutputContract> outputs = contract().outputs();
    List<Objective> objectives = weights.objectives();
    return step -> {
      for (int i = 0; i < objectives.size(); i++) {
        OutputContract output =
            outputs.get(network.outputNames().indexOf(objectives.get(i).output()));
        Calibration calibration = output.calibration().orElse(null);
        if (calibration != null) {
          calibration.applyTo(step.output(i), step.rows(), output.values().areLogits());
        }
      }
    };
  }

  /** Empty for probabilities as the network gives them. */
  void calibration(String output, Optional<Calibration> calibration) {
    var unused =
        contract().withCalibrations(Map.of(output, calibration)); // Fails over what does not fit.
    calibrations.put(output, calibration);
    evaluated = Map.of();
    weights.dropInference();
  }

  String onlyOutput(String call) {
    Check.state(
        network.outputs().size() == 1,
        call + ": the model has several outputs, " + network.outputNames()
            + "; say of which one they are");
    return network.outputNames().get(0);
  }
}
