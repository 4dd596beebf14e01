package org.keraunos.saving.keras;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.runtime.DTypePolicy;

/**
 * The types that a file gives its layers, each by itself, and the one that the model of them has:
 * float64 where a layer has it, since that is as exact for the others, else float32, beside which
 * layers may compute in bfloat16.
 */
final class LayerTypes {
  private static final String DTYPE = "dtype";

  private final MixedFloat16 mixedFloat16;
  private final Notes notes;
  private int doubles;
  private int others;
  private String firstDouble = "";
  private String firstOther = "";
  private String firstMixed = "";

  LayerTypes(MixedFloat16 mixedFloat16, Notes notes) {
    this.mixedFloat16 = mixedFloat16;
    this.notes = notes;
  }

  /** Takes a layer's type out of its configuration, and puts in what the layer itself needs. */
  void layer(String name, Map<String, Object> config) {
    Object stated = config.remove(DTYPE);
    if (stated == null) {
      return; // Operations have none: they compute in the type of what they are given.
    }
    String type = name(stated);
    switch (type) {
      case "float64" -> {
        doubles++;
        firstDouble = firstDouble.isEmpty() ? name : firstDouble;
        return;
      }
      case "float32" -> {}
      case "mixed_bfloat16" -> config.put(DTYPE, type);
      case "mixed_float16" -> half(name, config);
      default ->
        throw Check.bad(
            "layer \"" + name + "\".dtype",
            "float32, float64, mixed_bfloat16 or mixed_float16",
            type);
    }
    if (config.containsKey(DTYPE)) {
      firstMixed = firstMixed.isEmpty() ? name : firstMixed;
    }
    others++;
    firstOther = firstOther.isEmpty() ? name : firstOther;
  }

  private void half(String name, Map<String, Object> config) {
    switch (mixedFloat16) {
      case REFUSE ->
        throw Check.bad(
            "layer \"" + name + "\".dtype",
            "float32, float64 or mixed_bfloat16 (mixedFloat16(AS_MIXED_BFLOAT16) or"
                + " mixedFloat16(AS_FLOAT32) of the options of load takes it as one of these)",
            "mixed_float16");
      case AS_MIXED_BFLOAT16 -> {
        config.put(DTYPE, DTypePolicy.MIXED_BFLOAT16.kerasName());
        notes.add("layers of mixed_float16 compute in mixed_bfloat16");
      }
      case AS_FLOAT32 -> notes.add("layers of mixed_float16 compute in float32");
    }
  }

  /**
   * Takes the type out of a layer inside another, where that has the same.
   *
   * @param name the inner layer's
   * @param config the inner layer's
   * @param outer what is stated of the layer around it
   */
  void inner(String name, Map<String, Object> config, @Nullable Object outer) {
    Object stated = config.get(DTYPE);
    if (stated == null || outer == null || name(stated).equals(name(outer))) {
      config.remove(DTYPE);
      return;
    }
    Check.argument(
        name(outer).equals("float32"),
        "layer \"" + name + "\".dtype",
        name(outer) + ", as the layer around it",
        name(stated));
    layer(name, config);
  }

  /** The type of the model. */
  DTypePolicy model() {
    if (doubles == 0) {
      return DTypePolicy.FLOAT32;
    }
    Check.argument(
        firstMixed.isEmpty(),
        "dtype",
        "no float64 beside types of 16 bits",
        "float64 in \"" + firstDouble + "\" beside \"" + firstMixed + "\"");
    if (others > 0) {
      notes.add("layers of float32 compute in float64, as others of the model (\"" + firstOther
          + "\" as \"" + firstDouble + "\")");
    }
    return DTypePolicy.FLOAT64;
  }

  /** An input's type by the name that inputs have here. */
  void input(String name, Map<String, Object> config) {
    Object stated = config.get(DTYPE);
    String type = stated == null ? "float32" : name(stated);
    String known = switch (type) {
      case "float16", "bfloat16", "float32", "float64", "mixed_float16", "mixed_bfloat16" ->
        "float32";
      case "uint8", "int32" -> type;
      case "int8", "int16", "uint16", "int64", "uint32", "uint64" -> "int32";
      default -> throw Check.bad("input \"" + name + "\".dtype", "floats or whole numbers", type);
    };
    if (type.endsWith("64") && known.equals("int32")) {
      notes.add("input \"" + name + "\" takes whole numbers of 32 bits, not " + type);
    }
    config.put(DTYPE, known);
  }

  /** Keras writes a name, or an object of the class DTypePolicy that holds it. */
  private static String name(Object stated) {
    if (stated instanceof Map<?, ?> object) {
      Object config = object.get("config");
      @Nullable Object name = config instanceof Map<?, ?> given ? given.get("name") : null;
      boolean plain = "DTypePolicy".equals(object.get("class_name")) && name != null;
      return plain ? String.valueOf(name) : String.valueOf(object.get("class_name"));
    }
    return String.valueOf(stated);
  }

  static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }
}
