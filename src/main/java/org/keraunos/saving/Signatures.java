package org.keraunos.saving;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.keraunos.base.Check;
import org.keraunos.base.DenseArray;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** The signatures of a SavedModel that was loaded: runs them, each array checked before. */
public final class Signatures {
  private static final String MARKER = "__saved_model_init_op";

  private final GraphSession session;
  private final Map<String, SignatureDef> definitions;
  private final Map<String, Signature> signatures = new TreeMap<>();
  private final Map<String, String> refused;

  /** Of a loaded graph; {@code refused} says why a signature may not run. */
  Signatures(GraphSession.Loaded loaded, Map<String, String> refused) {
    this.session = loaded.session();
    this.definitions = loaded.signatures();
    this.refused = refused;
    definitions.forEach((name, definition) -> {
      if (!name.equals(MARKER)) {
        signatures.put(
            name,
            new Signature(
                name, specs(definition.getInputsMap()), specs(definition.getOutputsMap())));
      }
    });
  }

  /** {@return all signatures, sorted by name} */
  public List<Signature> all() {
    return List.copyOf(signatures.values());
  }

  /**
   * One signature.
   *
   * @param name its name
   * @return the signature
   * @throws IllegalArgumentException if there is none of that name
   */
  public Signature get(String name) {
    Signature signature = signatures.get(Check.given(name, "signature"));
    if (signature == null) {
      throw Check.bad("signature", "one of " + signatures.keySet(), name);
    }
    return signature;
  }

  /**
   * Runs a signature.
   *
   * @param name its name
   * @param inputs an array for each of its inputs
   * @return an array for each of its outputs, sorted by name
   * @throws IllegalArgumentException if there is no such signature, names, types or shapes are
   *     others than its own, or TensorFlow cannot run it with these inputs
   * @throws IllegalStateException if it may not run, or the model is closed
   */
  public Map<String, DenseArray> run(String name, Map<String, DenseArray> inputs) {
    Check.given(inputs, "inputs");
    Signature signature = get(name);
    String problem = refused.get(name);
    Check.state(problem == null, String.valueOf(problem));
    check(signature, inputs);
    SignatureDef definition = Check.present(definitions.get(name), name);
    List<String> fetched = definition.getOutputsMap().values().stream()
        .map(TensorInfo::getName)
        .distinct()
        .toList();
    List<Operand<?>> fetches = new ArrayList<>();
    fetched.forEach(tensor -> fetches.add(session.output(tensor)));
    try (Feeds feeds = new Feeds()) {
      inputs.forEach((input, array) ->
          feeds.array(session.output(definition.getInputsOrThrow(input).getName()), array));
      try (Fetched results = session.run(feeds, fetches)) {
        Map<String, DenseArray> outputs = new LinkedHashMap<>();
        for (TensorSpec output : signature.outputs()) {
          String tensor = definition.getOutputsOrThrow(output.name()).getName();
          outputs.put(output.name(), results.dense(fetched.indexOf(tensor)));
        }
        return outputs;
      }
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "inputs: expected such as signature " + name + " can run with, received " + inputs + ": "
              + e.getMessage(),
          e);
    }
  }

  private static void check(Signature signature, Map<String, DenseArray> inputs) {
    Collection<TensorSpec> expected = signature.inputs();
    Set<String> names = new LinkedHashSet<>();
    expected.forEach(each -> names.add(each.name()));
    Check.argument(
        inputs.keySet().equals(names),
        "inputs",
        names + " as signature " + signature.name() + " takes",
        inputs.keySet());
    for (TensorSpec spec : expected) {
      DenseArray array = Check.given(inputs.get(spec.name()), "inputs \"" + spec.name() + '"');
      String what = "inputs \"" + spec.name() + '"';
      Check.argument(isKnown(spec.type()), what, "a type that Java has", spec.type());
      Check.argument(
          array.type().kerasName().equals(spec.type()),
          what,
          spec.type(),
          array.type().kerasName());
      Check.argument(spec.takes(array.shape()), what, "shape " + spec.sizes(), array);
      Check.argument(array.size() > 0, what, "at least one element", array);
    }
    for (TensorSpec spec : signature.outputs()) {
      Check.state(
          isKnown(spec.type()),
          "signature " + signature.name() + ": output \"" + spec.name()
              + "\": expected a type that Java has, received " + spec.type());
    }
  }

  static boolean isKnown(String type) {
    for (DenseArray.Type known : DenseArray.Type.values()) {
      if (known.kerasName().equals(type)) {
        return true;
      }
    }
    return false;
  }

  private static List<TensorSpec> specs(Map<String, TensorInfo> tensors) {
    List<TensorSpec> specs = new ArrayList<>();
    new TreeMap<>(tensors).forEach((name, info) -> specs.add(spec(name, info)));
    return specs;
  }

  static TensorSpec spec(String name, TensorInfo info) {
    Optional<List<Integer>> shape = info.getTensorShape().getUnknownRank()
        ? Optional.empty()
        : Optional.of(info.getTensorShape().getDimList().stream()
            .map(TensorShapeProto.Dim::getSize)
            .map(size -> size < 0 ? -1 : (int) Math.min(size, Integer.MAX_VALUE))
            .toList());
    boolean plain = info.getEncodingCase() == TensorInfo.EncodingCase.NAME;
    return new TensorSpec(name, plain ? type(info.getDtype()) : "sparse", shape);
  }

  private static String type(DataType type) {
    return switch (type) {
      case DT_FLOAT -> "float32";
      case DT_DOUBLE -> "float64";
      case DT_HALF -> "float16";
      default -> type.name().replaceFirst("^DT_", "").toLowerCase(Locale.ROOT);
    };
  }
}
