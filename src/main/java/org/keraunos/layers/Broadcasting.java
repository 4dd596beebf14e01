package org.keraunos.layers;

import java.util.Arrays;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * How samples of different shapes meet: axes are paired from the last on, and one of size 1 serves
 * all of the other's.
 */
final class Broadcasting {
  private Broadcasting() {}

  /**
   * The shape that comes of it.
   *
   * @throws IllegalArgumentException if two sizes differ and neither is 1
   */
  static Shape shape(String called, List<Shape> inputs) {
    int rank = inputs.stream().mapToInt(Shape::rank).max().orElse(0);
    int[] sizes = new int[rank];
    Arrays.fill(sizes, 1);
    for (Shape input : inputs) {
      for (int axis = 1; axis <= input.rank(); axis++) {
        int size = input.get(-axis);
        boolean fits = size == sizes[rank - axis] || size == 1 || sizes[rank - axis] == 1;
        Check.argument(
            fits, called + " inputs", "shapes that are equal, or 1 along an axis", inputs);
        sizes[rank - axis] = Math.max(sizes[rank - axis], size);
      }
    }
    return Shape.of(sizes);
  }

  /** The value with axes of size 1 between batch and sample, up to a rank of the sample. */
  static Operand<TFloating> lifted(LayerScope s, Value value, int rank) {
    Shape shape = value.shape();
    if (shape.rank() == rank) {
      return value.operand();
    }
    int[] sizes = new int[rank + 1];
    Arrays.fill(sizes, 1);
    sizes[0] = -1;
    for (int axis = 1; axis <= shape.rank(); axis++) {
      sizes[rank + 1 - axis] = shape.get(-axis);
    }
    return s.ops().reshape(value.operand(), s.ops().constant(sizes));
  }
}
