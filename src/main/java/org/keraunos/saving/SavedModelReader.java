package org.keraunos.saving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Shape;
import org.keraunos.contract.InputContract;
import org.keraunos.contract.OutputContract;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.RuntimeOptions;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Reads the graph of a SavedModel by its signatures, and holds the model card against it. */
final class SavedModelReader {
  private SavedModelReader() {}

  static SavedModelFolder.Loaded read(
      Path folder, @Nullable ModelCard card, RuntimeOptions options) {
    GraphSession.Loaded loaded;
    try {
      boolean unrolled = GraphSize.of(folder.resolve(ModelCard.GRAPH)).isUnrolled();
      loaded = GraphSession.load(folder, options, !unrolled);
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new DataException(
          folder, "expected a SavedModel that TensorFlow can load, received " + e.getMessage(), e);
    }
    try {
      InferenceGraph graph = graph(folder, loaded, card);
      if (card != null) {
        checkFits(folder, graph, card);
      }
      return new SavedModelFolder.Loaded(graph, card, values(loaded, graph, card));
    } catch (RuntimeException e) {
      loaded.session().close();
      throw e;
    }
  }

  /** As the card says; of another program's graph by its last ops, and labels are one axis. */
  private static List<OutputValues> values(
      GraphSession.Loaded loaded, InferenceGraph graph, @Nullable ModelCard card) {
    if (card != null) {
      return card.contract().outputs().stream().map(OutputContract::values).toList();
    }
    SignatureDef floats = Objects.requireNonNull(loaded.signatures().get(InferenceGraph.FLOATS));
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

  private static InferenceGraph graph(
      Path folder, GraphSession.Loaded loaded, @Nullable ModelCard card) {
    SignatureDef floats = loaded.signatures().get(InferenceGraph.FLOATS);
    boolean usable = floats != null && floats.getInputsCount() > 0 && floats.getOutputsCount() > 0;
    if (floats == null || !usable) {
      throw new DataException(
          folder,
          "expected a signature " + InferenceGraph.FLOATS + " with inputs and outputs, received "
              + loaded.signatures().keySet());
    }
    List<InferenceGraph.Port> ports = floats.getInputsMap().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(input -> new InferenceGraph.Port(
            input.getKey(),
            shape(folder, input.getKey(), input.getValue()),
            operand(loaded, input.getValue())))
        .toList();
    SignatureDef bytes = loaded.signatures().get(InferenceGraph.BYTES);
    List<InferenceGraph.Out> outputs = new ArrayList<>();
    for (String name : outputNames(floats, card)) {
      TensorInfo info = floats.getOutputsMap().get(name);
      if (info == null) {
        throw new DataException(
            folder,
            "expected an output " + name + " as the model card says, received "
                + floats.getOutputsMap().keySet());
      }
      outputs.add(new InferenceGraph.Out(
          name,
          shape(folder, name, info),
          operand(loaded, info),
          bytes == null ? null : operand(loaded, bytes.getOutputsOrThrow(name))));
    }
    return new InferenceGraph(
        loaded.session(),
        ports,
        bytes == null ? null : operand(loaded, bytes.getInputsOrThrow(SavedModelProto.INPUT)),
        outputs,
        EmitOptions.INFERENCE);
  }

  /** A signature's outputs have no order; the card knows it. */
  private static List<String> outputNames(SignatureDef floats, @Nullable ModelCard card) {
    return floats.getOutputsCount() == 1 || card == null
        ? floats.getOutputsMap().keySet().stream().sorted().toList()
        : card.contract().outputs().stream().map(OutputContract::name).toList();
  }

  private static Operand<?> operand(GraphSession.Loaded loaded, TensorInfo info) {
    return loaded.session().output(info.getName());
  }

  private static Shape shape(Path folder, String name, TensorInfo info) {
    List<TensorShapeProto.Dim> axes = info.getTensorShape().getDimList();
    int[] sizes = axes.stream().skip(1).mapToInt(axis -> (int) axis.getSize()).toArray();
    for (int size : sizes) {
      if (size < 1) {
        throw new DataException(
            folder,
            name,
            "expected sizes that are known but for the batch, received "
                + axes.stream().map(axis -> String.valueOf(axis.getSize())).toList());
      }
    }
    if (info.getDtype() != DataType.DT_FLOAT && info.getDtype() != DataType.DT_INT32) {
      throw new DataException(
          folder, name, "expected float32 or int32, received " + info.getDtype());
    }
    return Shape.of(sizes);
  }
}
