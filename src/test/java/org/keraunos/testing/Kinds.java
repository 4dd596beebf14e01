package org.keraunos.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.Configurable;
import org.keraunos.base.Registry;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;
import org.keraunos.layers.Functional;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Layers;
import org.keraunos.layers.NetworkConfig;

/** Objects of configurations, and back. */
public final class Kinds {
  /** The kinds of layers that are networks, whose configurations NetworkConfig reads. */
  public static final Set<String> NETWORKS = Set.of("Functional", "Sequential");

  private Kinds() {}

  /** The layer of a configuration of one of these, as a network around it has it. */
  public static Functional network(Map<String, Object> entry) {
    Map<String, Object> whole = new LinkedHashMap<>();
    List<Object> layers = new ArrayList<>();
    List<Object> ends = new ArrayList<>();
    List<Object> tensors = new ArrayList<>();
    for (Object each : (List<?>) strings(entry.get("config")).get("layers")) {
      Map<String, Object> inside = strings(each);
      if ("InputLayer".equals(inside.get("class_name"))) {
        Map<String, Object> config = new LinkedHashMap<>(strings(inside.get("config")));
        String name = "outer_" + config.get("name");
        config.put("name", name);
        layers.add(Map.of(
            "class_name",
            "InputLayer",
            "config",
            config,
            "name",
            name,
            "inbound_nodes",
            List.of()));
        ends.add(List.of(name, 0, 0));
        tensors.add(Map.of(
            "class_name",
            "__keras_tensor__",
            "config",
            Map.of("keras_history", List.of(name, 0, 0))));
      }
    }
    Map<String, Object> model = new LinkedHashMap<>(entry);
    Object arguments = tensors.size() > 1 ? List.of(tensors) : tensors;
    model.put("inbound_nodes", List.of(Map.of("args", arguments, "kwargs", Map.of())));
    layers.add(model);
    whole.put("layers", layers);
    whole.put("input_layers", ends);
    whole.put("output_layers", List.of(List.of(String.valueOf(entry.get("name")), 0, 0)));
    return NetworkConfig.read(whole).layers().stream()
        .filter(Functional.class::isInstance)
        .map(Functional.class::cast)
        .findFirst()
        .orElseThrow();
  }

  public static <T extends Configurable> T read(
      Registry<T> registry, String className, Map<String, ?> config) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("class_name", className);
    object.put("config", config);
    return registry.read(object, registry.family());
  }

  public static Layer layer(String className, String name, Map<String, ?> config) {
    Map<String, Object> named = new LinkedHashMap<>(config);
    named.put("name", name);
    return read(Layers.registry(), className, named);
  }

  public static Initializer initializer(String className, Map<String, ?> config) {
    return read(Initializers.registry(), className, config);
  }

  public static Map<String, Object> config(Configurable object) {
    return object.settings().config(ConfigForm.FULL);
  }

  /** The names of the kinds that Keras has, without those that tests add. */
  public static List<String> ofKeras(Registry<?> registry) {
    return registry.names().stream().filter(name -> name.indexOf('>') < 0).toList();
  }

  /** Numbers of one type, so that trees of them can be compared. */
  public static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      list.forEach(each -> plain.add(plain(each)));
      return plain;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> plain = new HashMap<>();
      map.forEach((key, each) -> plain.put(key, plain(each)));
      return plain;
    }
    return value;
  }

  @SuppressWarnings("unchecked") // JSON's keys are strings
  public static Map<String, Object> strings(Object map) {
    return (Map<String, Object>) map;
  }

  public static double[] doubles(Object list) {
    return ((List<?>) list)
        .stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
  }

  public static Shape output(Layer layer, List<Shape> inputs) {
    return layer.outputShapes(inputs, layer.callOptions()).get(0);
  }
}
