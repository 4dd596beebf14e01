package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.Check;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;

/** Reads a layer's configuration as Keras writes it; a key that would change the function and is not known fails. */
public final class Config {
  private static final Set<String> HARMLESS =
      Set.of("name", "dtype", "build_config", "registered_name", "sparse", "ragged");

  private final String layer;
  private final Map<String, Object> values;

  Config(String layer, Map<String, Object> values) {
    this.layer = layer;
    this.values = values;
  }

  /**
   * Fails on a key that is neither known nor harmless, unless it stands at the value that changes nothing.
   *
   * @param neutral key to the only value that may stand there
   * @param known the keys that the layer reads
   */
  void allow(Map<String, Object> neutral, Set<String> known) {
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      String key = entry.getKey();
      boolean fine = known.contains(key)
          || HARMLESS.contains(key)
          || entry.getValue() == null
          || (key.equals("trainable") && entry.getValue().equals(true))
          || entry.getValue().equals(neutral.get(key));
      Check.argument(
          fine,
          layer + "." + key,
          neutral.containsKey(key) ? String.valueOf(neutral.get(key)) : "a key that is supported",
          entry.getValue());
    }
  }

  int integer(String key) {
    return number(key).intValue();
  }

  double real(String key) {
    return number(key).doubleValue();
  }

  double real(String key, double otherwise) {
    return values.get(key) == null ? otherwise : real(key);
  }

  boolean flag(String key, boolean otherwise) {
    Object value = values.get(key);
    return value == null
        ? otherwise
        : (Boolean) checked(key, value, Boolean.class, "true or false");
  }

  String string(String key, String otherwise) {
    Object value = values.get(key);
    return value == null ? otherwise : (String) checked(key, value, String.class, "a string");
  }

  /** One number or a pair, as Keras writes sizes. */
  int[] pair(String key, int... otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number n) {
      return new int[] {n.intValue(), n.intValue()};
    }
    List<?> list = (List<?>) checked(key, value, List.class, "a number or two");
    Check.argument(
        list.size() == 2 && list.stream().allMatch(Number.class::isInstance),
        layer + "." + key,
        "two numbers",
        list);
    return new int[] {((Number) list.get(0)).intValue(), ((Number) list.get(1)).intValue()};
  }

  int axis(String key, int otherwise) {
    Object value = values.get(key);
    if (value instanceof List<?> list && list.size() == 1 && list.get(0) instanceof Number n) {
      return n.intValue();
    }
    return value == null ? otherwise : integer(key);
  }

  int[] batchShape() {
    Object value = values.containsKey("batch_shape")
        ? values.get("batch_shape")
        : values.get("batch_input_shape");
    List<?> list = (List<?>) checked("batch_shape", value, List.class, "a list of sizes");
    Check.argument(
        list.size() > 1 && list.stream().skip(1).allMatch(Number.class::isInstance),
        layer + ".batch_shape",
        "null and then a size for each axis",
        list);
    return list.stream().skip(1).mapToInt(size -> ((Number) size).intValue()).toArray();
  }

  Activation activation(String key) {
    return Activations.named(string(key, "linear"));
  }

  Initializer initializer(String key, Initializer otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    Map<?, ?> map = (Map<?, ?>) checked(key, value, Map.class, "an initializer");
    Object seed = map.get("config") instanceof Map<?, ?> config ? config.get("seed") : null;
    return Initializers.named(
        String.valueOf(map.get("class_name")),
        seed instanceof Number n ? (Long) n.longValue() : null);
  }

  /** Fails on an initializer that the layer would not use. */
  void onlyInitializer(String key, Initializer used) {
    Initializer given = initializer(key, used);
    Check.argument(
        given.className().equals(used.className()),
        layer + "." + key,
        used.className(),
        given.className());
  }

  static Map<String, Object> of(Initializer initializer) {
    return Map.of(
        "module",
        "keras.initializers",
        "class_name",
        initializer.className(),
        "config",
        initializer.config());
  }

  private Number number(String key) {
    return (Number) checked(key, values.get(key), Number.class, "a number");
  }

  private Object checked(String key, @Nullable Object value, Class<?> type, String expected) {
    if (!type.isInstance(value)) {
      throw Check.bad(layer + "." + key, expected, String.valueOf(value));
    }
    return value;
  }
}
