package org.keraunos.data.npy;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;

/**
 * A NumPy array: numbers in C order (the last axis runs fastest) with their shape and type.
 * Conversions check that nothing is lost beyond rounding; for an array that was read they fail with
 * a {@link DataException} that names the file, else with an {@link IllegalArgumentException}.
 */
public final class NpyArray {
  private final int[] shape;
  private final NpyType type;
  private final Object values;
  private final int size;
  private final @Nullable Path file;
  private final String name;

  NpyArray(int[] shape, NpyType type, Object values, @Nullable Path file, String name) {
    this.shape = shape;
    this.type = type;
    this.values = values;
    this.size = Array.getLength(values);
    this.file = file;
    this.name = name;
  }

  /**
   * Wraps a flat array without copying it.
   *
   * @param type the type of its elements
   * @param values the Java array that {@link NpyType} names for the type, in C order
   * @param shape the sizes of the axes; none for a scalar
   * @return the array
   * @throws IllegalArgumentException if the Java array is not of the type or not of the shape's
   *     size
   */
  public static NpyArray of(NpyType type, Object values, int... shape) {
    int size = NamedArray.size(shape);
    Class<?> expected = type.newArray(0).getClass();
    Check.argument(
        expected.isInstance(values),
        "values",
        "a " + expected.getSimpleName() + " for " + type,
        values.getClass().getSimpleName());
    Check.argument(
        Array.getLength(values) == size,
        "values",
        size + " elements for shape " + Arrays.toString(shape),
        Array.getLength(values));
    return new NpyArray(shape.clone(), type, values, null, "values");
  }

  /**
   * The sizes of the axes.
   *
   * @return a copy; empty for a scalar
   */
  public int[] shape() {
    return shape.clone();
  }

  /**
   * The type of the elements.
   *
   * @return the type
   */
  public NpyType type() {
    return type;
  }

  /**
   * The number of elements.
   *
   * @return the product of the shape
   */
  public int size() {
    return size;
  }

  /**
   * The elements.
   *
   * @return the Java array itself, of the class that {@link NpyType} names
   */
  public Object values() {
    return values;
  }

  /**
   * The elements as unsigned bytes.
   *
   * @return a new array; an element of 255 is the byte -1
   * @throws DataException or IllegalArgumentException if an element is not a whole number of 0 to
   *     255
   */
  public byte[] toBytes() {
    if (type == NpyType.BOOL || type == NpyType.UINT8) {
      return ((byte[]) values).clone();
    }
    byte[] result = new byte[size];
    for (int i = 0; i < size; i++) {
      double value = doubleAt(i);
      int whole = (int) value;
      if (whole != value || whole < 0 || whole > 255) {
        throw bad(i, "a whole number of 0 to 255");
      }
      result[i] = (byte) whole;
    }
    return result;
  }

  /**
   * The elements as floats, rounded to the nearest.
   *
   * @return a new array
   * @throws DataException or IllegalArgumentException if a finite element is beyond the floats
   */
  public float[] toFloats() {
    if (values instanceof float[] floats) {
      return floats.clone();
    }
    float[] result = new float[size];
    for (int i = 0; i < size; i++) {
      double value = doubleAt(i);
      result[i] = (float) value;
      if (Float.isInfinite(result[i]) && !Double.isInfinite(value)) {
        throw bad(i, "a number within the range of float32");
      }
    }
    return result;
  }

  /**
   * The elements as doubles; 64-bit integers beyond 2^53 are rounded to the nearest.
   *
   * @return a new array
   */
  public double[] toDoubles() {
    if (values instanceof double[] doubles) {
      return doubles.clone();
    }
    double[] result = new double[size];
    for (int i = 0; i < size; i++) {
      result[i] = doubleAt(i);
    }
    return result;
  }

  /**
   * The elements as longs.
   *
   * @return a new array
   * @throws DataException or IllegalArgumentException if an element is not a whole number or beyond
   *     the longs
   */
  public long[] toLongs() {
    if (type == NpyType.INT64) {
      return ((long[]) values).clone();
    }
    long[] result = new long[size];
    for (int i = 0; i < size; i++) {
      if (type == NpyType.UINT64) {
        result[i] = ((long[]) values)[i];
        if (result[i] < 0) {
          throw bad(i, "a whole number below 2^63");
        }
      } else {
        double value = doubleAt(i);
        result[i] = (long) value;
        // 2^63 as a double would pass the comparison after its cast has been clipped
        if (result[i] != value || value >= 0x1p63) {
          throw bad(i, "a whole number");
        }
      }
    }
    return result;
  }

  private double doubleAt(int i) {
    return switch (type) {
      case BOOL, INT8 -> ((byte[]) values)[i];
      case UINT8 -> ((byte[]) values)[i] & 0xff;
      case INT16 -> ((short[]) values)[i];
      case UINT16 -> ((short[]) values)[i] & 0xffff;
      case FLOAT16 -> half(((short[]) values)[i]);
      case INT32 -> ((int[]) values)[i];
      case UINT32 -> ((int[]) values)[i] & 0xffffffffL;
      case INT64 -> ((long[]) values)[i];
      case UINT64 -> unsigned(((long[]) values)[i]);
      case FLOAT32 -> ((float[]) values)[i];
      case FLOAT64 -> ((double[]) values)[i];
    };
  }

  private static double unsigned(long bits) {
    // halved with its last bit kept, so that the rounding is that of the whole number
    return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
  }

  private static double half(short bits) {
    int exponent = (bits >> 10) & 31;
    int fraction = bits & 1023;
    double magnitude = switch (exponent) {
      case 0 -> fraction * 0x1p-24;
      case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      default -> Math.scalb(1024.0 + fraction, exponent - 25);
    };
    return bits < 0 ? -magnitude : magnitude;
  }

  private RuntimeException bad(int index, String expected) {
    StringBuilder place = new StringBuilder(name);
    int rest = index;
    int below = size;
    for (int axis : shape) {
      below /= axis;
      place.append('[').append(rest / below).append(']');
      rest %= below;
    }
    if (place.isEmpty()) {
      place.append("value"); // a scalar in a .npy file
    }
    Object received = type == NpyType.UINT64
        ? Long.toUnsignedString(((long[]) values)[index])
        : type == NpyType.INT64 ? Array.get(values, index) : (Object) doubleAt(index);
    return file == null
        ? Check.bad(place.toString(), expected, received)
        : new DataException(
            file, place.toString(), "expected " + expected + ", received " + received);
  }

  /** Name, type and shape. */
  @Override
  public String toString() {
    return name + ": " + type + Arrays.toString(shape);
  }
}
