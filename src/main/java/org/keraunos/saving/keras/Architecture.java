package org.keraunos.saving.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.layers.InputSizes;
import org.keraunos.layers.Network;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.runtime.DTypePolicy;

/**
 * The network of a configuration as Keras writes it for a whole model, with the types of its
 * layers.
 *
 * @param name the model's name
 * @param network the layers; those that do not train say so
 * @param policy the types that the model computes in, and keeps weights in
 */
public record Architecture(String name, Network network, DTypePolicy policy) {
  private static final String LAYERS = "layers";
  private static final String CONFIG = "config";
  private static final String CLASS_NAME = "class_name";
  private static final String BATCH_SHAPE = "batch_shape";

  /**
   * Reads a model.
   *
   * @param model {@code class_name}, {@code config} and so on, as {@code config.json} has it
   * @param sizes asked for inputs that leave sizes open
   * @param mixedFloat16 what becomes of layers that compute in float16
   * @param notes is told what the model does not keep
   * @return the architecture
   * @throws IllegalArgumentException if something in it is missing, unknown or not supported; it
   *     says in which layer
   */
  public static Architecture read(
      Map<String, Object> model, InputSizes sizes, MixedFloat16 mixedFloat16, Notes notes) {
    Object className = model.get(CLASS_NAME);
    Object module = model.get("module");
    boolean keras = module == null
        || String.valueOf(module).equals("keras")
        || String.valueOf(module).startsWith("keras.");
    boolean chain = "Sequential".equals(className);
    Check.argument(
        keras && (chain || "Functional".equals(className) || "Model".equals(className)),
        "class_name",
        "a Sequential or Functional model (a subclass of Model is Python code: save the"
            + " Functional model that it is made of)",
        (module == null ? "" : module + ".") + className);
    TypesOfConfig.fromOldest(map(model.get(CONFIG), CONFIG));
    LayerTypes types = new LayerTypes(mixedFloat16, notes);
    Map<String, Object> config =
        new Preparation(types, notes).model(LayerTypes.copy(map(model.get(CONFIG), CONFIG)));
    DTypePolicy policy = types.model();
    Network network =
        chain ? NetworkConfig.readSequential(config, sizes) : NetworkConfig.read(config, sizes);
    return new Architecture(String.valueOf(config.getOrDefault("name", "model")), network, policy);
  }

  /** Brings the parts of a configuration into the form that networks are read in. */
  private record Preparation(LayerTypes types, Notes notes) {
    Map<String, Object> model(Map<String, Object> config) {
      config.remove("dtype");
      List<Object> layers = new ArrayList<>();
      for (Object each : list(config.get(LAYERS), LAYERS)) {
        layers.add(layer(LayerTypes.copy(map(each, LAYERS))));
      }
      Object buildShape = config.get("build_input_shape");
      boolean hasInput = !layers.isEmpty()
          && layers.get(0) instanceof Map<?, ?> first
          && "InputLayer".equals(first.get(CLASS_NAME));
      if (!hasInput && buildShape instanceof List<?>) {
        layers.add(0, layer(input(buildShape)));
      }
      config.put(LAYERS, layers);
      return config;
    }

    private static Map<String, Object> input(Object shape) {
      Map<String, Object> config = new LinkedHashMap<>();
      config.put(BATCH_SHAPE, shape);
      config.put("name", "input_layer");
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("module", "keras.layers");
      entry.put(CLASS_NAME, "InputLayer");
      entry.put(CONFIG, config);
      return entry;
    }

    private Map<String, Object> layer(Map<String, Object> entry) {
      String className = String.valueOf(entry.get(CLASS_NAME));
      if (!(entry.get(CONFIG) instanceof Map<?, ?> given)) {
        return entry;
      }
      Map<String, Object> config = LayerTypes.copy(given);
      String name = String.valueOf(config.getOrDefault("name", entry.get("name")));
      if (className.equals("InputLayer")) {
        batch(name, config);
        types.input(name, config);
      } else if (config.get(LAYERS) instanceof List<?>) {
        config = model(config);
      } else {
        Object stated = config.get("dtype");
        types.layer(name, config);
        inner(name, config, stated);
      }
      entry.put(CONFIG, config);
      return entry;
    }

    /** Layers inside a layer, at whatever depth; they say only types that are not its own. */
    private void inner(String name, Map<String, Object> config, @Nullable Object outer) {
      for (Map.Entry<String, Object> each : config.entrySet()) {
        if (each.getValue() instanceof Map<?, ?> object
            && object.get(CONFIG) instanceof Map<?, ?> inside
            && inside.containsKey("dtype")) {
          Map<String, Object> plain = LayerTypes.copy(inside);
          Object own = plain.get("dtype");
          types.inner(name + "." + each.getKey(), plain, outer);
          inner(name + "." + each.getKey(), plain, own);
          Map<String, Object> copy = LayerTypes.copy(object);
          copy.put(CONFIG, plain);
          each.setValue(copy);
        }
      }
    }

    private void batch(String name, Map<String, Object> config) {
      if (config.get(BATCH_SHAPE) instanceof List<?> shape
          && !shape.isEmpty()
          && shape.get(0) != null) {
        notes.add("input \"" + name + "\" takes batches of any size, not only of " + shape.get(0));
        List<@Nullable Object> open = new ArrayList<>(shape);
        open.set(0, null);
        config.put(BATCH_SHAPE, open);
      }
    }
  }

  private static List<?> list(@Nullable Object value, String what) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw Check.bad(what, "a list", String.valueOf(value));
  }

  static Map<?, ?> map(@Nullable Object value, String what) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw Check.bad(what, "a map", String.valueOf(value));
  }
}
