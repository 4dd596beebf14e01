package org.keraunos.base;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * A flat, row-major array of numbers with a name and a shape: a weight, an optimizer slot, a
 * counter.
 *
 * @param name the name, for example {@code conv2d/kernel}
 * @param shape the sizes of its axes; empty for a scalar
 * @param values a {@code float[]}, {@code double[]} or {@code long[]} of the shape's size, not
 *     copied
 */
@SuppressWarnings("ArrayRecordComponent") // equals compares the contents
public record NamedArray(String name, int[] shape, Object values) {
  /**
   * Checks that the values are an array of the shape's size.
   *
   * @param name the name
   * @param shape the sizes of its axes
   * @param values the values
   * @throws IllegalArgumentException if they are not
   */
  public NamedArray {
    Check.argument(
        values instanceof float[] || values instanceof double[] || values instanceof long[],
        name,
        "float[], double[] or long[]",
        values.getClass().getSimpleName());
    int length = Array.getLength(values);
    Check.argument(
        length == size(shape),
        name,
        size(shape) + " values for shape " + Arrays.toString(shape),
        length);
  }

  /**
   * The values as doubles.
   *
   * @return a copy, widened where they are not doubles
   */
  public double[] toDoubles() {
    if (values instanceof double[] doubles) {
      return doubles.clone();
    }
    double[] result = new double[size(shape)];
    if (values instanceof float[] floats) {
      for (int i = 0; i < result.length; i++) {
        result[i] = floats[i];
      }
    } else {
      long[] longs = (long[]) values;
      for (int i = 0; i < result.length; i++) {
        result[i] = longs[i];
      }
    }
    return result;
  }

  /** {@return the same with a shape and values of its own} */
  @CheckReturnValue
  public NamedArray copy() {
    Object own = values instanceof float[] floats
        ? floats.clone()
        : values instanceof double[] doubles ? doubles.clone() : ((long[]) values).clone();
    return new NamedArray(name, shape.clone(), own);
  }

  /** {@return the first value that is NaN or infinite; empty if there is none} */
  public OptionalDouble firstNotFinite() {
    if (values instanceof float[] floats) {
      for (float value : floats) {
        if (!Float.isFinite(value)) {
          return OptionalDouble.of(value);
        }
      }
    } else if (values instanceof double[] doubles) {
      for (double value : doubles) {
        if (!Double.isFinite(value)) {
          return OptionalDouble.of(value);
        }
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * The values as floats.
   *
   * @return a copy, rounded where they are doubles or longs
   */
  public float[] toFloats() {
    if (values instanceof float[] floats) {
      return floats.clone();
    }
    double[] doubles = toDoubles();
    float[] result = new float[doubles.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) doubles[i];
    }
    return result;
  }

  /**
   * The number of values in a shape.
   *
   * @param shape the sizes of the axes
   * @return their product; 1 for a scalar
   * @throws IllegalArgumentException if a size is negative or the product does not fit an int
   */
  public static int size(int... shape) {
    long size = 1;
    for (int axis : shape) {
      Check.argument(axis >= 0, "shape", "sizes >= 0", shape);
      size *= axis;
      Check.argument(size <= Integer.MAX_VALUE, "shape", "at most 2^31 - 1 values", shape);
    }
    return (int) size;
  }

  /** Arrays with the same name, shape, type and bits are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof NamedArray that
        && name.equals(that.name)
        && Arrays.equals(shape, that.shape)
        && Arrays.deepEquals(new Object[] {values}, new Object[] {that.values});
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.deepHashCode(new Object[] {values});
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape);
  }
}
