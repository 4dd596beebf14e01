package org.keraunos.data;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DenseArray;
import org.keraunos.base.Shape;

/** Java arrays of arrays as columns: the first axis is the rows, all others are a row's. */
final class NestedArrays {
  private static final int MOST_EXACT = 1 << 24;

  private final String what;
  private final int[] sizes;
  private final float[] floats;
  private final byte @Nullable [] bytes;
  private int filled;

  private NestedArrays(String what, int[] sizes, boolean ofBytes) {
    this.what = what;
    this.sizes = sizes;
    int length = 1;
    for (int size : sizes) {
      length = Math.multiplyExact(length, size);
    }
    floats = new float[ofBytes ? 0 : length];
    bytes = ofBytes ? new byte[length] : null;
  }

  /**
   * A column of an array.
   *
   * @param what the array's name, for messages
   * @param array {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]},
   *     {@code boolean[]} or {@code byte[]} of any depth, or a {@link DenseArray} of them
   * @return its rows, copied: bytes as bytes, all others as floats
   */
  static Column column(String what, Object array) {
    if (array instanceof DenseArray dense) {
      return dense(what, dense);
    }
    List<Integer> sizes = new ArrayList<>();
    Object at = array;
    while (at != null && at.getClass().isArray()) {
      int size = Array.getLength(at);
      Check.argument(size > 0, what, "no empty array", "one");
      sizes.add(size);
      at = at.getClass().getComponentType().isPrimitive() ? null : Array.get(at, 0);
    }
    if (sizes.isEmpty() || at != null) {
      throw Check.bad(
          what,
          "float, double, int, long, boolean or byte arrays, or a DenseArray",
          (at == null ? array : at).getClass().getSimpleName());
    }
    NestedArrays flat = new NestedArrays(
        what, sizes.stream().mapToInt(Integer::intValue).toArray(), isOfBytes(array));
    flat.fill(array, 0);
    return flat.column();
  }

  private static Column dense(String what, DenseArray dense) {
    Check.argument(dense.shape().length > 0, what, "at least an axis of rows", "a single number");
    NestedArrays flat = new NestedArrays(what, dense.shape(), dense.values() instanceof byte[]);
    flat.leaf(dense.values());
    return flat.column();
  }

  private static boolean isOfBytes(Object array) {
    Class<?> type = array.getClass();
    while (type.isArray()) {
      type = type.getComponentType();
    }
    return type == byte.class;
  }

  private Column column() {
    int[] row = sizes.length == 1 ? new int[] {1} : new int[sizes.length - 1];
    System.arraycopy(sizes, 1, row, 0, sizes.length - 1);
    byte[] stored = bytes;
    if (stored != null) {
      return ByteColumn.of(stored, Shape.of(row));
    }
    return FloatColumn.of(floats, Shape.of(row));
  }

  private void fill(@Nullable Object array, int axis) {
    int size = array == null ? -1 : Array.getLength(array);
    if (array == null || size != sizes[axis]) {
      throw Check.bad(
          what,
          "arrays of " + sizes[axis] + " along axis " + axis + " as the first",
          size < 0 ? "null" : size);
    }
    if (axis == sizes.length - 1) {
      leaf(array);
      return;
    }
    for (int i = 0; i < size; i++) {
      fill(Array.get(array, i), axis + 1);
    }
  }

  private void leaf(Object values) {
    if (values instanceof byte[] stored && bytes != null) {
      System.arraycopy(stored, 0, bytes, filled, stored.length);
      filled += stored.length;
    } else if (values instanceof float[] numbers) {
      System.arraycopy(numbers, 0, floats, filled, numbers.length);
      filled += numbers.length;
    } else if (values instanceof double[] numbers) {
      for (double number : numbers) {
        floats[filled++] = (float) number;
      }
    } else if (values instanceof int[] numbers) {
      for (int number : numbers) {
        whole(number);
      }
    } else if (values instanceof long[] numbers) {
      for (long number : numbers) {
        whole(number);
      }
    } else if (values instanceof boolean[] flags) {
      for (boolean flag : flags) {
        floats[filled++] = flag ? 1 : 0;
      }
    } else {
      throw Check.bad(
          what,
          "float, double, int, long, boolean or byte arrays",
          values.getClass().getSimpleName());
    }
  }

  private void whole(long number) {
    Check.argument(
        number >= -MOST_EXACT && number <= MOST_EXACT,
        what,
        "whole numbers that floats hold, up to " + MOST_EXACT,
        number);
    floats[filled++] = number;
  }
}
