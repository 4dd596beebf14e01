package org.keraunos.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;

/**
 * A network as a tree of lists and maps and back, in the form of a Keras 3 {@code Functional} configuration, so that the
 * same text serves Keras.
 */
public final class NetworkConfig {
  private NetworkConfig() {}

  /**
   * Writes a network.
   *
   * @param network the network
   * @return what JSON can hold: {@code layers}, {@code input_layers}, {@code output_layers}
   */
  public static Map<String, Object> of(Network network) {
    Map<SymbolicTensor, List<Object>> history = new HashMap<>();
    Map<Layer, List<Map<String, Object>>> nodes = new HashMap<>();
    for (SymbolicTensor call : network.calls()) {
      List<Map<String, Object>> calls =
          nodes.computeIfAbsent(call.layer(), layer -> new ArrayList<>());
      history.put(call, List.of(network.nameOf(call.layer()), calls.size(), 0));
      calls.add(node(call, history));
    }
    List<Object> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      String name = network.nameOf(layer);
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("name", name);
      config.putAll(new java.util.TreeMap<>(layer.config()));
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("module", "keras.layers");
      entry.put("class_name", layer.className());
      entry.put("config", config);
      entry.put("name", name);
      entry.put(
          "inbound_nodes",
          layer instanceof Input ? List.of() : nodes.getOrDefault(layer, List.of()));
      layers.add(entry);
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("layers", layers);
    config.put("input_layers", network.inputs().stream().map(history::get).toList());
    config.put("output_layers", network.outputs().stream().map(history::get).toList());
    return config;
  }

  private static Map<String, Object> node(
      SymbolicTensor call, Map<SymbolicTensor, List<Object>> history) {
    List<Object> tensors = new ArrayList<>();
    for (SymbolicTensor input : call.inputs()) {
      List<Object> shape = new ArrayList<>();
      shape.add(null);
      for (int size : input.shape().toArray()) {
        shape.add(size);
      }
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("shape", shape);
      config.put("dtype", "float32");
      config.put("keras_history", history.getOrDefault(input, List.of()));
      tensors.add(Map.of("class_name", "__keras_tensor__", "config", config));
    }
    Object arguments = tensors.size() == 1 ? tensors : List.of(tensors);
    return Map.of("args", arguments, "kwargs", Map.of());
  }

  /**
   * Reads a network.
   *
   * @param config as {@link #of} writes it
   * @return the network, of new layers
   * @throws IllegalArgumentException if something in it is missing, unknown or not supported
   */
  public static Network read(Map<String, Object> config) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    Map<List<Object>, SymbolicTensor> tensors = new HashMap<>();
    List<Map<String, Object>> pending = new ArrayList<>();
    for (Object entry : list(config.get("layers"), "layers")) {
      Map<String, Object> layer = map(entry, "layers");
      String className = String.valueOf(layer.get("class_name"));
      Map<String, Object> own = map(layer.get("config"), className + ".config");
      String name = String.valueOf(layer.containsKey("name") ? layer.get("name") : own.get("name"));
      if (className.equals("InputLayer")) {
        tensors.put(List.of(name, 0, 0), Input.fromConfig(name, new Config(className, own)));
      } else {
        layers.put(name, Layers.fromConfig(className, name, own));
        pending.add(layer);
      }
    }
    connect(pending, layers, tensors);
    return Network.of(
        ends(config, "input_layers", tensors), ends(config, "output_layers", tensors));
  }

  /** Calls of one layer may wait for calls of a later one, so passes go on while one brings something new. */
  private static void connect(
      List<Map<String, Object>> entries,
      Map<String, Layer> layers,
      Map<List<Object>, SymbolicTensor> tensors) {
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Map<String, Object> entry : entries) {
        String name = String.valueOf(entry.get("name"));
        Layer layer = Check.present(layers.get(name), "layer " + name + " was read above");
        List<?> nodes = list(entry.get("inbound_nodes"), name + ".inbound_nodes");
        for (int call = 0; call < nodes.size(); call++) {
          List<Object> key = List.of(name, call, 0);
          List<SymbolicTensor> inputs =
              tensors.containsKey(key) ? List.of() : inputs(nodes.get(call), name, tensors);
          if (!inputs.isEmpty()) {
            tensors.put(key, layer.apply(inputs.toArray(SymbolicTensor[]::new)));
            progress = true;
          }
        }
      }
    }
  }

  /** The inputs of a node; none while one of them is missing. */
  private static List<SymbolicTensor> inputs(
      Object node, String name, Map<List<Object>, SymbolicTensor> tensors) {
    List<?> arguments = list(map(node, name + ".inbound_nodes").get("args"), name + ".args");
    List<?> flat =
        arguments.size() == 1 && arguments.get(0) instanceof List<?> inner ? inner : arguments;
    List<SymbolicTensor> inputs = new ArrayList<>();
    for (Object argument : flat) {
      Map<String, Object> tensor = map(map(argument, name + ".args").get("config"), name + ".args");
      SymbolicTensor input =
          tensors.get(list(tensor.get("keras_history"), name + ".keras_history"));
      if (input == null) {
        return List.of();
      }
      inputs.add(input);
    }
    return inputs;
  }

  private static List<SymbolicTensor> ends(
      Map<String, Object> config, String key, Map<List<Object>, SymbolicTensor> tensors) {
    List<SymbolicTensor> ends = new ArrayList<>();
    for (Object history : list(config.get(key), key)) {
      SymbolicTensor tensor = history instanceof List<?> list ? tensors.get(list) : null;
      if (tensor == null) {
        throw Check.bad(
            key,
            "[layer name, call, 0] of a layer that can be reached from the inputs",
            String.valueOf(history));
      }
      ends.add(tensor);
    }
    return ends;
  }

  private static List<?> list(@org.jspecify.annotations.Nullable Object value, String what) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw Check.bad(what, "a list", String.valueOf(value));
  }

  @SuppressWarnings("unchecked") // JSON's keys are strings
  private static Map<String, Object> map(
      @org.jspecify.annotations.Nullable Object value, String what) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw Check.bad(what, "a map", String.valueOf(value));
  }
}
