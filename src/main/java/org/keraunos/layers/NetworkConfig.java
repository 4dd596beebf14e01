package org.keraunos.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.Shape;

/**
 * A network as a tree of lists and maps and back, in the form of a Keras 3 {@code Functional}
 * configuration, so that the same text serves Keras.
 */
public final class NetworkConfig {
  static final String TENSOR = "__keras_tensor__";

  private final Network network;
  private final Set<Layer> frozen;
  private final Map<SymbolicTensor, List<Object>> history = new HashMap<>();
  private final Map<Layer, List<Map<String, Object>>> nodes = new HashMap<>();

  private NetworkConfig(Network network, Set<Layer> frozen) {
    this.network = network;
    this.frozen = frozen;
  }

  /**
   * Writes a network.
   *
   * @param network the network
   * @return what JSON can hold: {@code layers}, {@code input_layers}, {@code output_layers}
   */
  public static Map<String, Object> of(Network network) {
    return of(network, network.untrainable());
  }

  /**
   * Writes a network of a model that keeps some layers as they are.
   *
   * @param network the network
   * @param frozen the layers that do not train, which are written so
   * @return what JSON can hold: {@code layers}, {@code input_layers}, {@code output_layers}
   */
  public static Map<String, Object> of(Network network, Set<Layer> frozen) {
    return new NetworkConfig(network, frozen).write();
  }

  /**
   * Reads a network.
   *
   * @param config as {@link #of} writes it
   * @return the network, of new layers
   * @throws IllegalArgumentException if something in it is missing, unknown or not supported
   */
  public static Network read(Map<String, Object> config) {
    return read(config, InputSizes.KNOWN);
  }

  /**
   * Reads a network whose inputs may leave sizes open. Networks inside take the sizes that they are
   * called with.
   *
   * @param config as {@link #of} or Keras writes it
   * @param sizes asked for each input with an open size
   * @return the network, of new layers
   * @throws IllegalArgumentException if something in it is missing, unknown or not supported
   */
  public static Network read(Map<String, Object> config, InputSizes sizes) {
    return NetworkReader.read(config, sizes);
  }

  /**
   * Reads layers one behind the other.
   *
   * @param config of a {@code Sequential}, as Keras writes it: its layers, an {@code InputLayer}
   *     first
   * @param sizes asked for each input with an open size
   * @return the network, of new layers
   * @throws IllegalArgumentException if something in it is missing, unknown or not supported
   */
  public static Network readSequential(Map<String, Object> config, InputSizes sizes) {
    return NetworkReader.chain(config, sizes);
  }

  /**
   * Reads the options of a call.
   *
   * @param layer the layer that is called
   * @param arguments Keras's keyword arguments, without tensors
   * @return the options
   * @throws IllegalArgumentException if an argument is unknown to the layer, or not supported
   */
  public static CallOptions callOptions(Layer layer, Map<String, ?> arguments) {
    return layer.callKind().read(arguments);
  }

  private Map<String, Object> write() {
    for (Call call : network.calls()) {
      List<Map<String, Object>> ofLayer =
          nodes.computeIfAbsent(call.layer(), layer -> new ArrayList<>());
      for (SymbolicTensor output : call.outputs()) {
        int place = call.layer() instanceof Functional model
            ? model.network().kerasPlace(output.index())
            : output.index();
        history.put(output, List.of(network.nameOf(call.layer()), ofLayer.size(), place));
      }
      ofLayer.add(node(call));
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("layers", network.layers().stream().map(this::layer).toList());
    config.put(
        "input_layers", inputs(network, network.inputs().stream().map(this::end).toList()));
    if (network.hasNamedOutputs()) {
      Map<String, Object> outputs = new LinkedHashMap<>();
      for (int i = 0; i < network.outputs().size(); i++) {
        outputs.put(network.outputName(i), end(network.outputs().get(i)));
      }
      config.put("output_layers", outputs);
    } else {
      config.put("output_layers", network.outputs().stream().map(this::end).toList());
    }
    return config;
  }

  /** A dictionary where the network takes one. */
  static Object inputs(Network network, List<?> given) {
    if (network.inputKeys().isEmpty()) {
      return given;
    }
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < given.size(); i++) {
      named.put(network.inputKeys().get(i), given.get(i));
    }
    return named;
  }

  /** Keras counts a call more where an end is a network's: the one that drew it. */
  private List<Object> end(SymbolicTensor tensor) {
    List<Object> at = history.getOrDefault(tensor, List.of());
    return tensor.layer() instanceof Functional model && !model.isChain()
        ? List.of(at.get(0), (Integer) at.get(1) + 1, at.get(2))
        : at;
  }

  /**
   * Writes layers one behind the other.
   *
   * @param network one that {@link Network#isSequential} or is inside a {@code Sequential}
   * @param frozen the layers that do not train, which are written so
   * @return what Keras's {@code Sequential} has: {@code layers}, {@code build_input_shape}
   */
  public static Map<String, Object> sequential(Network network, Set<Layer> frozen) {
    List<Map<?, ?>> chain = new ArrayList<>();
    for (Layer each : network.layers()) {
      Map<String, Object> alone = new NetworkConfig(network, frozen).layer(each);
      alone.remove("inbound_nodes");
      chain.add(alone);
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("layers", chain);
    config.put("build_input_shape", inputShape(network));
    return config;
  }

  /**
   * The shape of a network's first input as Keras writes it.
   *
   * @param network any
   * @return its sizes behind an open one, the batch's
   */
  public static List<@Nullable Object> inputShape(Network network) {
    return batchShape(network.inputShape(0));
  }

  private static List<@Nullable Object> batchShape(Shape sample) {
    List<@Nullable Object> shape = new ArrayList<>();
    shape.add(null);
    for (int size : sample.toArray()) {
      shape.add(size);
    }
    return shape;
  }

  private Map<String, Object> layer(Layer layer) {
    String name = network.nameOf(layer);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    Map<String, Object> entry = Layers.registry().write(layer, ConfigForm.PORTABLE);
    config.putAll(layer.settings().config(ConfigForm.PORTABLE));
    if (layer instanceof Functional model) {
      config.remove("dtype");
      if (model.isChain()) {
        entry.put("module", "keras");
        config.putAll(sequential(model.network(), frozen));
        entry.put("build_config", Map.of("input_shape", inputShape(model.network())));
      } else {
        entry.put("module", "keras.src.models.functional");
        entry.put("registered_name", "Functional");
        config.putAll(of(model.network(), frozen));
      }
    }
    config.put("name", name);
    if (config.containsKey("trainable")) {
      config.put("trainable", !frozen.contains(layer));
    }
    entry.put("config", config);
    entry.put("name", name);
    entry.put(
        "inbound_nodes", layer instanceof Input ? List.of() : nodes.getOrDefault(layer, List.of()));
    return entry;
  }

  private Map<String, Object> node(Call call) {
    List<Object> tensors = new ArrayList<>();
    for (SymbolicTensor input : call.inputs()) {
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("shape", batchShape(input.shape()));
      config.put("dtype", input.type().kerasName());
      config.put("keras_history", history.getOrDefault(input, List.of()));
      Map<String, Object> tensor = new LinkedHashMap<>();
      tensor.put("class_name", TENSOR);
      tensor.put("config", config);
      tensors.add(tensor);
    }
    Map<String, Object> options = call.options().settings().given(ConfigForm.PORTABLE);
    if (call.layer().takesNumbers()) {
      call.layer().inputNames().forEach(options::remove);
    }
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("args", call.layer().arguments(tensors, call.options()));
    node.put("kwargs", options);
    return node;
  }
}
