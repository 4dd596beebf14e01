package org.keraunos.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;

/**
 * Reads what {@link NetworkConfig} and Keras write. What is not understood is refused, by layer and
 * key.
 */
final class NetworkReader {
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, List<?>> nodes = new LinkedHashMap<>();
  private final Set<Object> functionals = new HashSet<>();
  private final Map<List<Object>, SymbolicTensor> tensors = new HashMap<>();

  /** Networks inside that leave sizes open, which their first call says. */
  private final Map<String, Map<String, Object>> open = new HashMap<>();

  private final InputSizes sizes;

  private NetworkReader(InputSizes sizes) {
    this.sizes = sizes;
  }

  static Network read(Map<String, Object> config, InputSizes sizes) {
    NetworkReader reader = new NetworkReader(sizes);
    for (Object entry : list(config.get("layers"), "layers")) {
      reader.layer(map(entry, "layers"));
    }
    reader.connect();
    Object begin = config.get("input_layers");
    Map<String, SymbolicTensor> inputs = reader.ends("input_layers", begin);
    if (begin instanceof Map<?, ?>) {
      inputs = new TreeMap<>(inputs); // as Keras goes through a dictionary
    }
    List<SymbolicTensor> given = List.copyOf(inputs.values());
    Object outputs = config.get("output_layers");
    Map<String, SymbolicTensor> ends = reader.ends("output_layers", outputs);
    Network network = outputs instanceof Map<?, ?>
        ? Network.of(given, ends)
        : Network.of(given, List.copyOf(ends.values()));
    return begin instanceof Map<?, ?>
        ? network.withInputKeys(List.copyOf(inputs.keySet()))
        : network;
  }

  private void layer(Map<String, Object> entry) {
    String className = String.valueOf(entry.get("class_name"));
    Map<String, Object> config =
        new LinkedHashMap<>(map(entry.get("config"), className + ".config"));
    String name =
        String.valueOf(entry.containsKey("name") ? entry.get("name") : config.get("name"));
    config.put("name", name);
    boolean model = className.equals("Functional") || className.equals("Sequential");
    if (className.equals("Functional")) {
      functionals.add(name);
    }
    if (model && OpenInputs.has(config)) {
      open.put(name, entry);
      nodes.put(name, list(entry.get("inbound_nodes"), name + ".inbound_nodes"));
      return;
    }
    Layer layer = named(name, () -> {
      if (model) {
        return model(className, name, config, sizes);
      }
      if (className.equals("InputLayer")) {
        OpenInputs.close(config, name, sizes);
      }
      return Layers.registry()
          .kind(entry.get("module"), className, entry.get("registered_name"), "layer class")
          .read(config);
    });
    if (layer instanceof Input input) {
      tensors.put(List.of(name, 0, 0), input.tensor());
    } else {
      layers.put(name, layer);
      nodes.put(name, list(entry.get("inbound_nodes"), name + ".inbound_nodes"));
    }
  }

  private static Layer model(
      String className, String name, Map<String, Object> config, InputSizes sizes) {
    Functional inside = className.equals("Sequential")
        ? Functional.chain(chain(config, sizes))
        : Functional.of(read(config, sizes));
    // In Keras the weights of a layer train as that layer says, also inside a frozen network.
    boolean trains = !Boolean.FALSE.equals(config.get("trainable"))
        || inside.network().layers().stream()
            .anyMatch(layer -> layer.isTrainable() && !(layer instanceof Input));
    return inside.name(name).trainable(trains);
  }

  /** A {@code Sequential}: layers one behind the other, of which the first is its input. */
  static Network chain(Map<String, Object> config, InputSizes sizes) {
    NetworkReader reader = new NetworkReader(sizes);
    List<SymbolicTensor> ends = new ArrayList<>();
    List<Layer> chain = new ArrayList<>();
    for (Object each : withInput(config)) {
      Map<String, Object> entry = new LinkedHashMap<>(map(each, "layers"));
      entry.put("inbound_nodes", List.of());
      reader.layer(entry);
      if (ends.isEmpty()) {
        Check.argument(
            reader.tensors.size() == 1, "Sequential.layers", "an InputLayer first", each);
        SymbolicTensor input = reader.tensors.values().iterator().next();
        ends.addAll(List.of(input, input));
      } else {
        SymbolicTensor before = ends.get(1);
        List.copyOf(reader.open.keySet()).forEach(name -> reader.close(name, List.of(before)));
        Layer last = List.copyOf(reader.layers.values()).get(reader.layers.size() - 1);
        ends.set(1, last.apply(before));
        chain.add(last);
      }
    }
    Check.argument(!ends.isEmpty(), "Sequential.layers", "an InputLayer first", "none");
    return Network.sequential(ends.get(0), chain);
  }

  /** A chain that was built without an input has the shape of one beside its layers. */
  private static List<?> withInput(Map<String, Object> chain) {
    List<?> layers = list(chain.get("layers"), "layers");
    boolean has = !layers.isEmpty()
        && layers.get(0) instanceof Map<?, ?> first
        && "InputLayer".equals(first.get("class_name"));
    if (has || !(chain.get("build_input_shape") instanceof List<?> shape)) {
      return layers;
    }
    Map<String, Object> input = Map.of("name", "input_layer", "batch_shape", shape);
    List<Object> all = new ArrayList<>();
    all.add(Map.of("class_name", "InputLayer", "config", input));
    all.addAll(layers);
    return all;
  }

  /** What fails says in which layer. */
  private static <T> T named(String name, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("layer \"" + name + "\": " + e.getMessage(), e);
    }
  }

  /**
   * Calls of one layer may wait for calls of a later one, so passes go on while one brings
   * something new.
   */
  private void connect() {
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Map.Entry<String, List<?>> each : nodes.entrySet()) {
        for (int call = 0; call < each.getValue().size(); call++) {
          int index = call;
          progress |= !tensors.containsKey(List.of(each.getKey(), call, 0))
              && named(each.getKey(), () -> call(each.getKey(), index));
        }
      }
    }
  }

  /** Makes a network whose sizes were open, for what it is called with. */
  private void close(String name, List<SymbolicTensor> inputs) {
    Map<String, Object> entry = Check.present(open.remove(name), "an open network");
    Map<String, Object> config = map(entry.get("config"), name + ".config");
    InputSizes called =
        OpenInputs.of(config, inputs.stream().map(SymbolicTensor::shape).toList());
    String className = String.valueOf(entry.get("class_name"));
    layers.put(name, named(name, () -> model(className, name, config, called)));
  }

  /** Makes a call; false while one of its inputs is missing. */
  private boolean call(String name, int index) {
    Map<String, Object> node = map(nodes.getOrDefault(name, List.of()).get(index), "inbound_nodes");
    if (open.containsKey(name)) {
      List<SymbolicTensor> inputs = new ArrayList<>();
      for (List<?> history : OpenInputs.histories(node.get("args"))) {
        SymbolicTensor input = tensors.get(history);
        if (input == null) {
          return false;
        }
        inputs.add(input);
      }
      close(name, inputs);
    }
    Layer layer = Check.present(layers.get(name), "layer " + name + " was read above");
    List<Map<?, ?>> given = new ArrayList<>();
    Map<String, Object> numbers = new LinkedHashMap<>();
    List<?> arguments = list(node.get("args"), "args");
    for (int i = 0; i < arguments.size(); i++) {
      Object argument = arguments.get(i);
      if (argument != null && layer.takesNumbers() && !isTensor(argument)) {
        Check.argument(i < layer.inputNames().size(), "args", "two operands", arguments);
        numbers.put(layer.inputNames().get(i), argument);
      } else {
        collect(layer, argument, "args", given);
      }
    }
    Map<String, Object> options = new LinkedHashMap<>(
        node.get("kwargs") == null ? Map.of() : map(node.get("kwargs"), "kwargs"));
    for (String input : layer.inputNames()) {
      Object value = options.remove(input);
      if (value != null && layer.takesNumbers() && !isTensor(value)) {
        numbers.put(input, value);
      } else {
        collect(layer, value, input, given);
      }
    }
    SymbolicTensor[] inputs = new SymbolicTensor[given.size()];
    for (int i = 0; i < inputs.length; i++) {
      Map<String, Object> config = map(given.get(i).get("config"), "args");
      SymbolicTensor input = tensors.get(list(config.get("keras_history"), "keras_history"));
      if (input == null) {
        return false;
      }
      inputs[i] = input;
    }
    options.putAll(numbers);
    // Keras writes a null an input where there are several.
    Object mask = options.get("mask") instanceof Map<?, ?> named
        ? new ArrayList<@Nullable Object>(named.values())
        : options.get("mask");
    if (mask instanceof List<?> masks && masks.stream().allMatch(Objects::isNull)) {
      options.put("mask", null);
    }
    CallOptions read = layer.callKind().read(options);
    for (SymbolicTensor output : layer.call(read, inputs)) {
      int place = layer instanceof Functional model
          ? model.network().kerasPlace(output.index())
          : output.index();
      tensors.put(List.of(name, index, place), output);
    }
    return true;
  }

  private static boolean isTensor(Object argument) {
    return argument instanceof Map<?, ?> map && NetworkConfig.TENSOR.equals(map.get("class_name"));
  }

  /** Tensors alone, in lists, or in the dictionary that a network takes. */
  private static void collect(
      Layer layer, @Nullable Object argument, String where, List<Map<?, ?>> tensors) {
    if (argument instanceof List<?> several) {
      several.forEach(each -> collect(layer, each, where, tensors));
    } else if (argument instanceof Map<?, ?> map && isTensor(map)) {
      tensors.add(map);
    } else if (argument instanceof Map<?, ?> map && map.get("items") instanceof List<?> tuple) {
      collect(layer, tuple, where, tensors);
    } else if (argument instanceof Map<?, ?> map
        && layer instanceof Functional model
        && map.keySet().equals(Set.copyOf(model.network().inputKeys()))) {
      model.network().inputKeys().forEach(key -> collect(layer, map.get(key), where, tensors));
    } else if (argument != null) {
      throw Check.bad(where, "tensors alone", String.valueOf(argument));
    }
  }

  /**
   * Keras writes a tensor alone, a list of tensors, or a dictionary; names count in the last form
   * only.
   */
  private Map<String, SymbolicTensor> ends(String key, @Nullable Object value) {
    Map<String, SymbolicTensor> ends = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> named) {
      named.forEach((name, history) -> ends.put(String.valueOf(name), end(key, history)));
    } else {
      List<?> list = list(value, key);
      List<?> histories = !list.isEmpty() && list.get(0) instanceof String ? List.of(list) : list;
      histories.forEach(history -> ends.put(String.valueOf(ends.size()), end(key, history)));
    }
    return ends;
  }

  /** Keras counts a call more where an end is a network's: the one that drew it. */
  private List<?> place(List<?> history) {
    boolean network = history.size() == 3 && functionals.contains(history.get(0));
    if (network && history.get(1) instanceof Integer index) {
      int calls = nodes.getOrDefault(String.valueOf(history.get(0)), List.of()).size();
      return List.of(history.get(0), index > 0 ? index - 1 : calls - 1, history.get(2));
    }
    return history;
  }

  private SymbolicTensor end(String key, @Nullable Object history) {
    SymbolicTensor tensor = history instanceof List<?> list ? tensors.get(place(list)) : null;
    if (tensor == null) {
      throw Check.bad(
          key,
          "[layer name, call, output] of a layer that can be reached from the inputs",
          String.valueOf(history));
    }
    return tensor;
  }

  private static List<?> list(@Nullable Object value, String what) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw Check.bad(what, "a list", String.valueOf(value));
  }

  @SuppressWarnings("unchecked") // JSON's keys are strings
  private static Map<String, Object> map(@Nullable Object value, String what) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw Check.bad(what, "a map", String.valueOf(value));
  }
}
