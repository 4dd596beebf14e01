package org.keraunos.saving.keras;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;

/**
 * Brings the configuration of a model of Keras 2 into Keras 3's form: inputs say
 * {@code batch_shape}, calls are {@code args} and {@code kwargs} of tensors, and what Keras 3 no
 * longer has is taken out where it changes nothing.
 */
final class LegacyConfig {
  private static final String CLASS_NAME = "class_name";
  private static final String CONFIG = "config";
  private static final String LAYERS = "layers";
  private static final String NODES = "inbound_nodes";
  private static final String INPUT_SHAPE = "batch_input_shape";
  private static final String CONSTANT = "_CONSTANT_VALUE";

  /** What Keras 3 no longer writes where it is unset. */
  private static final Set<String> WITHOUT_EFFECT = Set.of(
      "time_major",
      "sparse",
      "ragged",
      "virtual_batch_size",
      "noise_shape",
      "activity_regularizer");

  /** What a kind inherits in Keras 2 and does not use. */
  private static final Map<String, Set<String>> UNUSED = Map.of(
      "Conv2DTranspose", Set.of("groups"),
      "DepthwiseConv2D", Set.of("groups"),
      "MultiHeadAttention", Set.of("query_shape", "key_shape", "value_shape"),
      "SeparableConv2D",
          Set.of("groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint"),
      "SpatialDropout2D", Set.of("trainable"));

  /** The layers of one model by name; networks inside count their calls from 1. */
  private final Map<String, Integer> firstCall = new LinkedHashMap<>();

  private final Set<String> chains = new HashSet<>();

  private LegacyConfig() {}

  /**
   * Converts a model.
   *
   * @param model {@code class_name} and {@code config}
   * @return a changed copy
   * @throws IllegalArgumentException if it has something that Keras 3 has no form for
   */
  static Map<String, Object> convert(Map<?, ?> model) {
    Map<String, Object> copy = LayerTypes.copy(model);
    String className = String.valueOf(model.get(CLASS_NAME));
    copy.put(CLASS_NAME, className.equals("Model") ? "Functional" : className);
    Object config = model.get(CONFIG);
    if (config instanceof List<?> layers) {
      // The first versions of Keras 2 wrote a Sequential as its layers alone.
      Map<String, Object> named = new LinkedHashMap<>();
      named.put("name", "sequential");
      named.put(LAYERS, layers);
      config = named;
    }
    copy.put(CONFIG, new LegacyConfig().network(className, Architecture.map(config, CONFIG)));
    return copy;
  }

  private Map<String, Object> network(String className, Map<?, ?> given) {
    Map<String, Object> config = LayerTypes.copy(given);
    List<?> layers = list(given.get(LAYERS), LAYERS);
    for (Object each : layers) {
      Map<?, ?> entry = Architecture.map(each, LAYERS);
      firstCall.put(name(entry), isNetwork(entry) ? 1 : 0);
      if ("Sequential".equals(entry.get(CLASS_NAME))) {
        chains.add(name(entry));
      }
    }
    List<Object> converted = new ArrayList<>();
    for (Object each : layers) {
      Map<?, ?> entry = Architecture.map(each, LAYERS);
      if (className.equals("Sequential") && converted.isEmpty()) {
        input(entry).forEach(converted::add);
      }
      converted.add(layer(entry));
    }
    config.put(LAYERS, converted);
    if (given.containsKey("output_layers")) {
      config.put("output_layers", ends(given.get("output_layers")));
    }
    return config;
  }

  private static String name(Map<?, ?> entry) {
    Object config = entry.get(CONFIG);
    Object name = entry.get("name");
    return String.valueOf(
        name == null && config instanceof Map<?, ?> given ? given.get("name") : name);
  }

  /** A network that knows its input was called once before it was called here. */
  private static boolean isNetwork(Map<?, ?> entry) {
    return entry.get(CONFIG) instanceof Map<?, ?> config
        && config.get(LAYERS) instanceof List<?> layers
        && !layers.isEmpty()
        && layers.get(0) instanceof Map<?, ?> first
        && first.get(CONFIG) instanceof Map<?, ?> begin
        && (begin.containsKey(INPUT_SHAPE) || !"Sequential".equals(entry.get(CLASS_NAME)));
  }

  /** A chain may begin with a layer that says the shape of its input itself. */
  private static List<Map<String, Object>> input(Map<?, ?> first) {
    if (!(first.get(CONFIG) instanceof Map<?, ?> config)
        || !(config.get(INPUT_SHAPE) instanceof List<?> shape)
        || "InputLayer".equals(first.get(CLASS_NAME))) {
      return List.of();
    }
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("batch_shape", shape);
    boolean tokens = "Embedding".equals(first.get(CLASS_NAME));
    input.put("dtype", tokens ? "int32" : "float32");
    input.put("name", name(first) + "_input");
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(CLASS_NAME, "InputLayer");
    entry.put(CONFIG, input);
    return List.of(entry);
  }

  private Map<String, Object> layer(Map<?, ?> entry) {
    String name = name(entry);
    String className = String.valueOf(entry.get(CLASS_NAME));
    Check.argument(
        !className.equals("TFOpLambda") && !className.equals("SlicingOpLambda"),
        () -> "layer \"" + name + "\": " + className + " is an operation of TensorFlow ("
            + (entry.get(CONFIG) instanceof Map<?, ?> config ? config.get("function") : "unknown")
            + ") that Keras 2 recorded; neither Keras 3 nor Keraunos has it as a layer");
    Map<String, Object> copy = LayerTypes.copy(entry);
    copy.put(CLASS_NAME, className.equals("Model") ? "Functional" : className);
    if (!(entry.get(CONFIG) instanceof Map<?, ?> given)) {
      return copy;
    }
    copy.put(
        CONFIG,
        given.get(LAYERS) instanceof List<?>
            ? new LegacyConfig().network(className, given)
            : plain(className, given));
    if (entry.get(NODES) instanceof List<?> nodes) {
      copy.put(NODES, nodes.stream().map(node -> node(name, node)).toList());
    }
    return copy;
  }

  private Map<String, Object> plain(String className, Map<?, ?> given) {
    Map<String, Object> config = new LinkedHashMap<>();
    given.forEach((key, value) -> {
      String name = String.valueOf(key);
      if (name.equals(INPUT_SHAPE)) {
        if (className.equals("InputLayer")) {
          config.put("batch_shape", value);
        }
      } else if (name.equals("axis") && value instanceof List<?> axes && axes.size() == 1) {
        config.put(name, axes.get(0));
      } else if (name.equals("dtype") && value instanceof Map<?, ?> policy) {
        config.put(name, policyName(policy));
      } else if (className.equals("LeakyReLU") && name.equals("alpha")) {
        config.put("negative_slope", value);
      } else if (!isWithoutEffect(className, name, value)) {
        config.put(name, value(value));
      }
    });
    return config;
  }

  private static boolean isWithoutEffect(String className, String key, @Nullable Object value) {
    boolean unset = value == null || Boolean.FALSE.equals(value);
    return switch (key) {
      case "implementation", "input_length", "fused" -> true;
      default ->
        (unset && WITHOUT_EFFECT.contains(key))
            || UNUSED.getOrDefault(className, Set.of()).contains(key);
    };
  }

  /** Keras 2 calls the class Policy. */
  private static Object policyName(Map<?, ?> policy) {
    boolean old = String.valueOf(policy.get(CLASS_NAME)).startsWith("Policy");
    return old && policy.get(CONFIG) instanceof Map<?, ?> config && config.get("name") != null
        ? config.get("name")
        : policy;
  }

  /** Layers inside layers, initializers and the like. */
  private @Nullable Object value(@Nullable Object value) {
    if (value instanceof Map<?, ?> object && object.get(CONFIG) instanceof Map<?, ?> config) {
      Map<String, Object> copy = LayerTypes.copy(object);
      Map<String, Object> plain = plain(String.valueOf(object.get(CLASS_NAME)), config);
      if (!plain.containsKey("name")) {
        plain.remove("dtype"); // of an initializer
      }
      copy.put(CONFIG, plain);
      return copy;
    }
    return value;
  }

  private Object node(String layer, Object node) {
    if (node instanceof Map<?, ?>) {
      return node;
    }
    List<?> calls = list(node, layer + "." + NODES);
    List<?> tensors = isTensor(calls) ? List.of(calls) : calls;
    List<Object> arguments = new ArrayList<>();
    Map<String, Object> options = new LinkedHashMap<>();
    for (Object each : tensors) {
      List<?> tensor = list(each, layer + "." + NODES);
      Check.argument(
          isTensor(tensor),
          () -> "layer \"" + layer + "\"." + NODES + ": expected [layer, call, output, options],"
              + " received " + tensor);
      if (tensor.size() > 3 && tensor.get(3) instanceof Map<?, ?> given) {
        given.forEach((key, value) -> options.put(String.valueOf(key), argument(value)));
      }
      arguments.add(tensor.get(0).equals(CONSTANT) ? tensor.get(2) : tensor(tensor));
    }
    Map<String, Object> converted = new LinkedHashMap<>();
    converted.put("args", arguments.size() == 1 ? arguments : List.of(arguments));
    converted.put("kwargs", options);
    return converted;
  }

  /** The reader takes the call before off networks by itself, and not off chains. */
  private Object ends(Object value) {
    if (value instanceof Map<?, ?> named) {
      Map<String, Object> converted = new LinkedHashMap<>();
      named.forEach((name, end) -> converted.put(String.valueOf(name), ends(end)));
      return converted;
    }
    if (!(value instanceof List<?> list)) {
      return value;
    }
    if (!isTensor(list)) {
      return list.stream().map(this::ends).toList();
    }
    int before = chains.contains(list.get(0)) ? firstCall.getOrDefault(list.get(0), 0) : 0;
    return List.of(list.get(0), (Integer) list.get(1) - before, list.get(2));
  }

  private static boolean isTensor(List<?> value) {
    return value.size() >= 3
        && value.get(0) instanceof String
        && value.get(1) instanceof Integer
        && (value.get(2) instanceof Integer || CONSTANT.equals(value.get(0)));
  }

  private @Nullable Object argument(@Nullable Object value) {
    if (value instanceof List<?> list && isTensor(list) && firstCall.containsKey(list.get(0))) {
      return tensor(list);
    }
    if (value instanceof List<?> list && !list.isEmpty()) {
      return list.stream().map(this::argument).toList();
    }
    return value;
  }

  private Map<String, Object> tensor(List<?> at) {
    String layer = String.valueOf(at.get(0));
    int call = (Integer) at.get(1) - firstCall.getOrDefault(layer, 0);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("keras_history", List.of(layer, call, at.get(2)));
    Map<String, Object> tensor = new LinkedHashMap<>();
    tensor.put(CLASS_NAME, "__keras_tensor__");
    tensor.put(CONFIG, config);
    return tensor;
  }

  private static List<?> list(@Nullable Object value, String what) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw Check.bad(what, "a list", String.valueOf(value));
  }
}
