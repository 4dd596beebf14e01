package org.keraunos.saving;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An input or output of a signature.
 *
 * @param name what callers call it
 * @param type the type of its elements, NumPy's name: {@code float32}; {@code sparse} for what is
 *     several tensors
 * @param shape the sizes of its axes, -1 where any goes; empty where even their number is open
 */
public record TensorSpec(String name, String type, Optional<List<Integer>> shape) {
  /** {@return whether arrays of a shape are taken} */
  boolean takes(int... sizes) {
    if (shape.isEmpty()) {
      return true;
    }
    List<Integer> expected = shape.get();
    boolean fits = expected.size() == sizes.length;
    for (int axis = 0; fits && axis < sizes.length; axis++) {
      fits = expected.get(axis) < 0 || expected.get(axis) == sizes[axis];
    }
    return fits;
  }

  String sizes() {
    return shape
        .map(sizes -> sizes.stream()
            .map(size -> size < 0 ? "None" : String.valueOf(size))
            .collect(Collectors.joining(", ", "(", sizes.size() == 1 ? ",)" : ")")))
        .orElse("(...)");
  }

  /** {@return for example {@code images: float32 (None, 8, 8, 3)}} */
  @Override
  public String toString() {
    return name + ": " + type + " " + sizes();
  }
}
