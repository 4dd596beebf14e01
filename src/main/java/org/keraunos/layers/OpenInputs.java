package org.keraunos.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;

/** Looks for sizes that configurations leave open, and closes them. */
final class OpenInputs {
  private static final String BATCH_SHAPE = "batch_shape";

  private OpenInputs() {}

  /** Whether an input of a network leaves a size open. */
  static boolean has(Map<String, Object> network) {
    if (network.get("layers") instanceof List<?> layers) {
      for (Object layer : layers) {
        if (layer instanceof Map<?, ?> entry
            && "InputLayer".equals(entry.get("class_name"))
            && entry.get("config") instanceof Map<?, ?> config
            && isOpen(config.get(BATCH_SHAPE))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isOpen(@Nullable Object batchShape) {
    return batchShape instanceof List<?> list && list.stream().skip(1).anyMatch(Objects::isNull);
  }

  /** Puts sizes into an input's configuration where it leaves some open. */
  static void close(Map<String, Object> input, String name, InputSizes sizes) {
    if (input.get(BATCH_SHAPE) instanceof List<?> list && isOpen(list)) {
      List<@Nullable Integer> known = new ArrayList<>();
      for (Object size : list.subList(1, list.size())) {
        known.add(size instanceof Integer number ? number : null);
      }
      Shape shape = sizes.of(name, known);
      boolean fits = shape.rank() == known.size();
      List<@Nullable Integer> closed = new ArrayList<>();
      closed.add(null);
      for (int i = 0; fits && i < known.size(); i++) {
        Integer size = known.get(i);
        fits = size == null || size == shape.get(i);
        closed.add(shape.get(i));
      }
      Check.argument(fits, "sizes of input \"" + name + "\"", String.valueOf(known), shape);
      input.put(BATCH_SHAPE, closed);
    }
  }

  /** The sizes of a network's inputs as a call gives them, in order. */
  static InputSizes of(Map<String, Object> network, List<Shape> shapes) {
    List<String> names = inputs(network);
    return (input, sizes) -> {
      int at = Math.max(0, names.indexOf(input));
      Check.argument(at < shapes.size(), "inbound_nodes", "an input for each of " + names, shapes);
      return shapes.get(at);
    };
  }

  /** The names of a network's inputs in the order of its calls; none for a chain. */
  private static List<String> inputs(Map<String, Object> network) {
    List<String> names = new ArrayList<>();
    Object stated = network.get("input_layers") instanceof Map<?, ?> named
        ? List.copyOf(new TreeMap<>(named).values())
        : network.get("input_layers");
    if (stated instanceof List<?> ends) {
      boolean single = !ends.isEmpty() && ends.get(0) instanceof String;
      for (Object end : single ? List.of(ends) : ends) {
        if (end instanceof List<?> history && !history.isEmpty()) {
          names.add(String.valueOf(history.get(0)));
        }
      }
    }
    return names;
  }

  /** Where the tensors among arguments come from, in order, lists opened. */
  static List<List<?>> histories(@Nullable Object argument) {
    List<List<?>> found = new ArrayList<>();
    if (argument instanceof List<?> several) {
      several.forEach(each -> found.addAll(histories(each)));
    } else if (argument instanceof Map<?, ?> map
        && map.get("config") instanceof Map<?, ?> config
        && config.get("keras_history") instanceof List<?> history) {
      found.add(history);
    } else if (argument instanceof Map<?, ?> named && !named.containsKey("class_name")) {
      new TreeMap<>(named).values().forEach(each -> found.addAll(histories(each)));
    }
    return found;
  }
}
