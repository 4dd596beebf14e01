package org.keraunos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.keraunos.base.DataException;
import org.keraunos.base.ElementType;
import org.keraunos.base.NamedArray;
import org.keraunos.contract.DataContract;
import org.keraunos.contract.InputContract;
import org.keraunos.contract.OutputContract;
import org.keraunos.contract.Preprocessing;
import org.keraunos.graph.StepGraph;
import org.keraunos.layers.Network;
import org.keraunos.metrics.Metric;
import org.keraunos.saving.hdf5.Hdf5File;
import org.keraunos.saving.keras.Architecture;
import org.keraunos.saving.keras.Compiled;
import org.keraunos.saving.keras.KerasFile;
import org.keraunos.saving.keras.LegacyFile;
import org.keraunos.saving.keras.Notes;
import org.keraunos.saving.keras.StoredModel;
import org.tensorflow.exceptions.TensorFlowException;

/** Loads models from files: whole, or not at all. */
final class ModelFiles {
  private ModelFiles() {}

  static Model load(Path file, Consumer<LoadOptions> settings) {
    LoadOptions options = new LoadOptions(file);
    settings.accept(options);
    Notes notes = new Notes();
    try (StoredModel stored = open(file, options, notes)) {
      Model model = model(file, stored, options, notes);
      notes.list().forEach(options.notes());
      return model;
    }
  }

  /** An HDF5 file is one of Keras 2, or of Keras 3 in its older form, whatever its name. */
  private static StoredModel open(Path file, LoadOptions options, Notes notes) {
    return Hdf5File.isHdf5(file)
        ? LegacyFile.open(file, options.sizes(), options.mixedFloat16(), options.compile(), notes)
        : KerasFile.open(file, options.sizes(), options.mixedFloat16(), options.compile(), notes);
  }

  private static Model model(Path file, StoredModel stored, LoadOptions options, Notes notes) {
    Architecture architecture = stored.architecture();
    Model model = Model.of(architecture.network(), settings -> {
      settings.name(architecture.name()).dtypePolicy(architecture.policy());
      options.model().accept(settings);
    });
    boolean whole = false;
    try {
      ModelWeights weights = model.weights();
      weights.admit(stored::checkWeights);
      stored.compiled().ifPresent(compiled -> compile(model, compiled, notes));
      StepGraph step = weights.step();
      if (step == null) {
        give(file, stored, weights);
      } else {
        stored.weights(weights.specs(), weights::set);
      }
      weights.admit(known -> {});
      if (step != null && stored.compiled().isPresent()) {
        stored.optimizerState(
            stored.compiled().get().optimizer(),
            weights.specs(),
            new HashSet<>(step.stateNames()),
            step::set);
      }
      stored.card().ifPresent(card -> {
        if (fits(card.contract(), architecture.network())) {
          model.knowledge().remember(card);
        } else {
          notes.add("what the file says of its data is not of this network, and is not kept");
        }
      });
      pixels(model, options, stored.card().isEmpty(), notes);
      whole = true;
      return model;
    } finally {
      if (!whole) {
        model.close();
      }
    }
  }

  /** What TensorFlow refuses, the file is at fault for. */
  private static void give(Path file, StoredModel stored, ModelWeights weights) {
    try {
      weights.give(specs -> {
        List<NamedArray> values = new ArrayList<>();
        stored.weights(specs, values::addAll);
        return values;
      });
    } catch (IllegalArgumentException | TensorFlowException e) {
      throw new DataException(file, "holds a network that cannot be built: " + e.getMessage(), e);
    }
  }

  private static void compile(Model model, Compiled compiled, Notes notes) {
    try {
      model.compile(how -> {
        how.optimizer(compiled.optimizer());
        for (Compiled.Output output : compiled.outputs()) {
          how.loss(output.name(), output.loss())
              .lossWeight(output.name(), output.weight())
              .metrics(output.name(), output.metrics().toArray(new Metric[0]))
              .weightedMetrics(output.name(), output.weightedMetrics().toArray(new Metric[0]));
        }
        model.network().addresses().forEach((layer, address) -> {
          Double factor = compiled.rateFactors().get(address);
          if (factor != null) {
            how.learningRateFactor(layer, factor);
          }
        });
      });
    } catch (IllegalArgumentException e) {
      notes.add("the model is not compiled: " + e.getMessage());
    }
  }

  /** A file of Keras's does not say what pixels went through; that is never guessed in silence. */
  private static void pixels(Model model, LoadOptions options, boolean unsaid, Notes notes) {
    Knowledge knowledge = model.knowledge();
    Network network = model.network();
    if (options.preprocessing() != null) {
      knowledge.says(options.preprocessing());
      return;
    }
    if (!unsaid || !hasPictures(network)) {
      return;
    }
    Optional<Preprocessing> said = options.pixels().apply(network);
    Optional<String> raw = Contracts.raw(network, 0);
    if (said.isPresent()) {
      knowledge.says(said.get());
    } else if (raw.isPresent()) {
      knowledge.says(Preprocessing.NONE);
      notes.add("pixels go in as they are stored: the model begins with a " + raw.get());
    } else {
      knowledge.saysNothing();
      notes.add(
          "the file does not say what pixels went through before the model saw them"
              + " (LoadOptions.preprocessing, --preprocess); it is not known of what is written either");
    }
  }

  private static boolean hasPictures(Network network) {
    for (int i = 0; i < network.inputs().size(); i++) {
      if (network.inputType(i) == ElementType.FLOAT && network.inputShape(i).rank() == 3) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(DataContract contract, Network network) {
    Set<List<Object>> inputs = new HashSet<>();
    for (int i = 0; i < network.inputs().size(); i++) {
      inputs.add(List.of(network.inputName(i), network.inputShape(i)));
    }
    Set<List<Object>> outputs = new HashSet<>();
    for (int i = 0; i < network.outputs().size(); i++) {
      outputs.add(
          List.of(network.outputName(i), network.outputs().get(i).shape().size()));
    }
    Set<List<Object>> knownInputs = new HashSet<>();
    for (InputContract input : contract.inputs()) {
      knownInputs.add(List.of(input.name(), input.shape()));
    }
    Set<List<Object>> knownOutputs = new HashSet<>();
    for (OutputContract output : contract.outputs()) {
      knownOutputs.add(List.of(output.name(), output.labels().size()));
    }
    return inputs.equals(knownInputs) && outputs.equals(knownOutputs);
  }
}
