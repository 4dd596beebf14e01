package org.keraunos.saving;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.OutputValues;
import org.keraunos.contract.InputContract;
import org.keraunos.contract.OutputContract;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.runtime.GraphSession;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.SignatureDef;

/** Reads the graph of a SavedModel by its signatures, and holds the model card against it. */
final class SavedModelReader {
  private SavedModelReader() {}

  static SavedModelFolder.Loaded read(
      Path folder, @Nullable ModelCard card, PredictorOptions options) {
    ProgramGate gate = ProgramGate.of(folder, options.allowed());
    Map<String, String> refused = gate.refused();
    String chosen = chosen(folder, gate.program().signatures.keySet(), options);
    for (String needed : card == null
        ? List.of(chosen)
        : List.of(chosen, InferenceGraph.FLOATS, InferenceGraph.BYTES)) {
      String problem = refused.get(needed);
      if (problem != null) {
        throw new DataException(folder.resolve(ModelCard.GRAPH), problem);
      }
    }
    GraphSession.Loaded loaded;
    try {
      loaded = GraphSession.load(
          folder,
          options.runtime(),
          GraphSession.Rewriting.prediction(gate.program().isUnrolled()));
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new DataException(
          folder, "expected a SavedModel that TensorFlow can load, received " + e.getMessage(), e);
    }
    try {
      Signatures signatures = new Signatures(loaded, refused);
      SignatureGraph made = SignatureGraph.of(
          folder, loaded, signatures, card == null ? chosen : InferenceGraph.FLOATS, card, options);
      InferenceGraph graph = made.graph();
      if (card != null && graph != null) {
        checkFits(folder, graph, card);
      }
      return new SavedModelFolder.Loaded(
          graph,
          made.problem(),
          card,
          graph == null ? List.of() : values(loaded, graph, card, chosen),
          signatures,
          chosen,
          loaded.session());
    } catch (RuntimeException e) {
      loaded.session().close();
      throw e;
    }
  }

  /** The signature to predict by: the one asked for, the usual one, or the only one there is. */
  private static String chosen(Path folder, Set<String> names, PredictorOptions options) {
    String asked = options.signature();
    if (asked != null) {
      Check.argument(
          names.contains(asked), "signature", "one of " + names + " in " + folder, asked);
      return asked;
    }
    if (names.size() == 1) {
      return names.iterator().next();
    }
    if (!names.contains(InferenceGraph.FLOATS)) {
      throw new DataException(
          folder,
          "expected a signature " + InferenceGraph.FLOATS + ", or one that is chosen, received "
              + names);
    }
    return InferenceGraph.FLOATS;
  }

  /** As the card says; of another program's graph by its last ops, and labels are one axis. */
  private static List<OutputValues> values(
      GraphSession.Loaded loaded, InferenceGraph graph, @Nullable ModelCard card, String chosen) {
    if (card != null) {
      return card.contract().outputs().stream().map(OutputContract::values).toList();
    }
    SignatureDef floats = Objects.requireNonNull(loaded.signatures().get(chosen));
    return graph.outputs().stream()
        .map(output -> output.shape().rank() > 1
            ? OutputValues.NUMBERS
            : LastOp.of(
                loaded.definition(), floats.getOutputsOrThrow(output.name()).getName()))
        .toList();
  }

  /** A card that says something else than the graph was edited, or belongs to another. */
  private static void checkFits(Path folder, InferenceGraph graph, ModelCard card) {
    Path file = folder.resolve(ModelCard.FILE);
    int outputs = card.contract().outputs().size();
    if (outputs != graph.outputs().size()) {
      throw new DataException(
          file,
          "outputs",
          "expected " + graph.outputs().size() + " as the graph has, received " + outputs);
    }
    for (int i = 0; i < outputs; i++) {
      int labels = card.contract().outputs().get(i).labels().size();
      int columns = graph.outputs().get(i).shape().size();
      if (labels != columns) {
        throw new DataException(
            file,
            "labels",
            "expected " + columns + " names as the graph's output, received " + labels);
      }
    }
    List<InputContract> inputs = card.contract().inputs();
    if (inputs.size() != graph.ports().size()) {
      throw new DataException(
          file,
          "inputs",
          "expected " + graph.ports().size() + " as the graph has, received " + inputs.size());
    }
    for (InferenceGraph.Port port : graph.ports()) {
      // The only input of a model has the name that format 1 gave it.
      InputContract said = inputs.size() == 1
          ? inputs.get(0)
          : inputs.stream()
              .filter(each -> each.name().equals(port.name()))
              .findFirst()
              .orElseThrow(() -> new DataException(
                  file, "inputs", "expected one called " + port.name() + " as the graph has"));
      if (!said.shape().equals(port.shape())) {
        throw new DataException(
            file,
            "inputs",
            "expected shape " + port.shape() + " as the graph's input " + port.name()
                + ", received " + said.shape());
      }
    }
  }
}
