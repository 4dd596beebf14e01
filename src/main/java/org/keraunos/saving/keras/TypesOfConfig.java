package org.keraunos.saving.keras;

import java.util.List;
import java.util.Map;
import org.keraunos.runtime.DTypePolicy;

/**
 * Writes a model's type into every layer of a configuration: Keras knows no type of a model, and
 * takes float32 where a layer says none.
 */
final class TypesOfConfig {
  private static final String DTYPE = "dtype";

  private TypesOfConfig() {}

  /** The name of a class that Keras 3.0 and the newest one know, where they have two. */
  static void toOldest(Object config) {
    rename(config, "Orthogonal", "OrthogonalInitializer");
  }

  /** Undoes {@link #toOldest}, which files of Keras 3.0 have, too. */
  static void fromOldest(Object config) {
    rename(config, "OrthogonalInitializer", "Orthogonal");
  }

  @SuppressWarnings("unchecked") // JSON's keys are strings
  private static void rename(Object config, String from, String to) {
    if (config instanceof List<?> list) {
      list.forEach(each -> rename(each, from, to));
    } else if (config instanceof Map<?, ?> map) {
      if (from.equals(map.get("class_name"))) {
        ((Map<String, Object>) map).put("class_name", to);
      }
      map.values().forEach(each -> rename(each, from, to));
    }
  }

  static void write(Object config, DTypePolicy policy) {
    if (config instanceof List<?> list) {
      list.forEach(each -> write(each, policy));
    } else if (config instanceof Map<?, ?> map) {
      if (map.get("config") instanceof Map<?, ?> inside && isLayer(map)) {
        put(inside, policy, "InputLayer".equals(map.get("class_name")));
      }
      map.values().forEach(each -> write(each, policy));
    }
  }

  private static boolean isLayer(Map<?, ?> object) {
    String module = String.valueOf(object.get("module"));
    boolean keras = module.equals("keras.layers");
    boolean other = object.get("registered_name") instanceof String name && name.indexOf('>') > 0;
    return keras || (other && object.containsKey("inbound_nodes"));
  }

  @SuppressWarnings("unchecked") // JSON's keys are strings
  private static void put(Map<?, ?> config, DTypePolicy policy, boolean input) {
    Map<String, Object> layer = (Map<String, Object>) config;
    boolean doubles = policy == DTypePolicy.FLOAT64;
    if (!input) {
      layer.putIfAbsent(DTYPE, policy.kerasName());
    } else if (doubles && "float32".equals(layer.get(DTYPE))) {
      layer.put(DTYPE, DTypePolicy.FLOAT64.kerasName());
    }
  }
}
