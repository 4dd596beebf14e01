package org.keraunos.saving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.DenseArray;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.contract.OutputContract;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.GraphSession;
import org.tensorflow.Operand;
import org.tensorflow.proto.SignatureDef;

/**
 * The graph that predicts the rows of data sets, of a signature that takes rows of numbers; of
 * other signatures, what stands in the way.
 *
 * @param graph null where it cannot be made
 * @param problem why; empty where it can
 */
record SignatureGraph(@Nullable InferenceGraph graph, String problem) {
  private static final Set<String> FED = Set.of("float32", "float64", "int32", "int64", "uint8");
  private static final Set<String> READ =
      Set.of("float32", "float64", "int32", "int64", "uint8", "bool");

  /** What stands in the way, for who asks for the graph. */
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }

  static SignatureGraph of(
      Path folder,
      GraphSession.Loaded loaded,
      Signatures signatures,
      String name,
      @Nullable ModelCard card,
      PredictorOptions options) {
    Signature signature = signatures.get(name);
    options.shaped().stream()
        .filter(input -> !input.isEmpty())
        .forEach(input -> Check.argument(
            signature.inputs().stream().anyMatch(each -> each.name().equals(input)),
            "inputShape",
            "an input of " + signature,
            input));
    try {
      return new SignatureGraph(make(folder, loaded, signatures, signature, card, options), "");
    } catch (Unfit e) {
      String problem = "signature " + name + ": " + e.getMessage();
      if (card != null) {
        throw new DataException(folder, problem, e);
      }
      return new SignatureGraph(null, problem);
    }
  }

  private static InferenceGraph make(
      Path folder,
      GraphSession.Loaded loaded,
      Signatures signatures,
      Signature signature,
      @Nullable ModelCard card,
      PredictorOptions options)
      throws Unfit {
    SignatureDef floats = Check.present(loaded.signatures().get(signature.name()), "a signature");
    if (signature.inputs().isEmpty() || signature.outputs().isEmpty()) {
      throw new Unfit("expected inputs and outputs, received " + signature);
    }
    List<InferenceGraph.Port> ports = new ArrayList<>();
    for (TensorSpec input : signature.inputs()) {
      ports.add(new InferenceGraph.Port(
          input.name(),
          inputShape(input, given(input, options, signature.inputs().size() == 1)),
          operand(loaded, floats.getInputsOrThrow(input.name()).getName())));
    }
    Map<String, TensorSpec> found = new LinkedHashMap<>();
    signature.outputs().stream()
        .filter(output -> READ.contains(output.type()))
        .forEach(output -> found.put(output.name(), output));
    if (found.isEmpty()) {
      throw new Unfit("expected an output of numbers, received " + signature);
    }
    Map<String, Shape> shapes = shapes(signatures, signature, found, ports);
    SignatureDef bytes = loaded.signatures().get(InferenceGraph.BYTES);
    boolean ours = card != null && bytes != null;
    boolean raw = !ours && ports.size() == 1 && signature.inputs().get(0).type().equals("uint8");
    List<String> names = outputNames(found.keySet(), card);
    List<InferenceGraph.Out> outputs = new ArrayList<>();
    List<InferenceGraph.Out> uncalibrated = new ArrayList<>();
    Outs outs = name -> {
      if (!found.containsKey(name)) {
        throw new DataException(
            folder,
            "expected an output " + name + " as the model card says, received " + found.keySet());
      }
      Operand<?> output = operand(loaded, floats.getOutputsOrThrow(name).getName());
      Operand<?> ofBytes = raw ? output : null;
      return new InferenceGraph.Out(
          name,
          Check.present(shapes.get(name), "a shape"),
          output,
          ours && bytes != null
              ? operand(loaded, bytes.getOutputsOrThrow(name).getName())
              : ofBytes);
    };
    for (int i = 0; i < names.size(); i++) {
      InferenceGraph.Out out = outs.of(names.get(i));
      outputs.add(out);
      uncalibrated.add(
          isCalibrated(card, i) ? outs.of(InferenceGraph.rawName(names.get(i), names)) : out);
    }
    Operand<?> port = raw ? ports.get(0).placeholder() : null;
    return new InferenceGraph(
        loaded.session(),
        ports,
        ours && bytes != null
            ? operand(loaded, bytes.getInputsOrThrow(SavedModelProto.INPUT).getName())
            : port,
        outputs,
        uncalibrated,
        EmitOptions.INFERENCE);
  }

  /** Finds an output by its name in the signature. */
  private interface Outs {
    InferenceGraph.Out of(String name);
  }

  private static boolean isCalibrated(@Nullable ModelCard card, int output) {
    return card != null && card.contract().outputs().get(output).calibration().isPresent();
  }

  /** A signature's outputs have no order; the card knows it. */
  private static List<String> outputNames(Set<String> found, @Nullable ModelCard card) {
    if (card != null && card.contract().outputs().size() == 1 && isCalibrated(card, 0)) {
      return List.of(InferenceGraph.ONLY);
    }
    return found.size() == 1 || card == null
        ? List.copyOf(found)
        : card.contract().outputs().stream().map(OutputContract::name).toList();
  }

  private static Operand<?> operand(GraphSession.Loaded loaded, String tensor) {
    return loaded.session().output(tensor);
  }

  private static Shape inputShape(TensorSpec input, @Nullable Shape given) throws Unfit {
    if (!FED.contains(input.type())) {
      throw new Unfit("input \"" + input.name() + "\": expected one of "
          + FED.stream().sorted().toList() + ", received " + input.type());
    }
    if (input.shape().isPresent() && !rowsAreOpen(input)) {
      throw new Unfit("input \"" + input.name() + "\": expected any number of rows, received shape "
          + input.sizes());
    }
    if (given != null) {
      int[] sizes = new int[given.rank() + 1];
      sizes[0] = 1;
      System.arraycopy(given.toArray(), 0, sizes, 1, given.rank());
      Check.argument(
          input.takes(sizes), "inputShape \"" + input.name() + '"', input.sizes(), given);
      return given;
    }
    if (!isKnown(input)) {
      throw new Unfit("input \"" + input.name() + "\": expected sizes that are known but for the"
          + " batch, or an inputShape, received " + input.sizes());
    }
    return row(input);
  }

  private static @Nullable Shape given(TensorSpec input, PredictorOptions options, boolean only) {
    int[] sizes = input.shape().orElse(List.of()).stream()
        .skip(1)
        .mapToInt(Integer::intValue)
        .toArray();
    return options.shape(input.name(), only, sizes).orElse(null);
  }

  private static boolean rowsAreOpen(TensorSpec spec) {
    return spec.shape().map(sizes -> !sizes.isEmpty() && sizes.get(0) < 0).orElse(false);
  }

  private static boolean isKnown(TensorSpec spec) {
    return rowsAreOpen(spec)
        && spec.shape().orElse(List.of()).stream().skip(1).allMatch(size -> size >= 1);
  }

  private static Shape row(TensorSpec spec) {
    return Shape.of(spec.shape().orElse(List.of()).stream()
        .skip(1)
        .mapToInt(Integer::intValue)
        .toArray());
  }

  /** Where the graph does not say how large outputs are, two rows of zeros show it. */
  private static Map<String, Shape> shapes(
      Signatures signatures,
      Signature signature,
      Map<String, TensorSpec> found,
      List<InferenceGraph.Port> ports)
      throws Unfit {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    if (found.values().stream().allMatch(SignatureGraph::isKnown)) {
      found.forEach((name, output) -> shapes.put(name, row(output)));
      return shapes;
    }
    Map<String, DenseArray> zeros = new LinkedHashMap<>();
    for (int i = 0; i < ports.size(); i++) {
      zeros.put(
          ports.get(i).name(),
          zeros(signature.inputs().get(i).type(), ports.get(i).shape()));
    }
    Map<String, DenseArray> outputs;
    try {
      outputs = signatures.run(signature.name(), zeros);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new Unfit(String.valueOf(e.getMessage()));
    }
    for (String name : found.keySet()) {
      int[] sizes = Check.present(outputs.get(name), "an output").shape();
      if (sizes.length == 0 || sizes[0] != 2) {
        throw new Unfit("output \"" + name + "\": expected a row for each row, received "
            + outputs.get(name) + " for 2");
      }
      shapes.put(name, Shape.of(java.util.Arrays.copyOfRange(sizes, 1, sizes.length)));
    }
    return shapes;
  }

  private static DenseArray zeros(String type, Shape row) {
    int[] sizes = new int[row.rank() + 1];
    sizes[0] = 2;
    System.arraycopy(row.toArray(), 0, sizes, 1, row.rank());
    int length = NamedArray.size(sizes);
    Object values = switch (type) {
      case "float64" -> new double[length];
      case "int32" -> new int[length];
      case "int64" -> new long[length];
      case "uint8" -> new byte[length];
      default -> new float[length];
    };
    return DenseArray.of(values, sizes);
  }
}
