package org.keraunos.base;

import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A flat, row-major array with a shape and a type: what goes into a signature of a SavedModel and
 * comes out of it.
 *
 * <pre>{@code
 * DenseArray.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3)    // two rows of three
 * DenseArray.ofStrings(List.of("a text", "another"), 2)
 * }</pre>
 */
public final class DenseArray {
  /** The types of elements. */
  public enum Type {
    /** {@code float[]}. */
    FLOAT32(float[].class),
    /** {@code double[]}. */
    FLOAT64(double[].class),
    /** {@code int[]}. */
    INT32(int[].class),
    /** {@code long[]}. */
    INT64(long[].class),
    /** {@code byte[]}: an element of 255 is the byte -1. */
    UINT8(byte[].class),
    /** {@code boolean[]}. */
    BOOL(boolean[].class),
    /** {@code byte[][]}: the bytes of a string each, of text in UTF-8. */
    STRING(byte[][].class);

    private final Class<?> array;

    Type(Class<?> array) {
      this.array = array;
    }

    /** {@return NumPy's and Keras's name: {@code float32}} */
    public String kerasName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Type type;
  private final int[] shape;
  private final Object values;

  private DenseArray(Type type, Object values, int... shape) {
    int length = Array.getLength(Check.given(values, "values"));
    int size = NamedArray.size(Check.given(shape, "shape"));
    Check.argument(length == size, "values", size + " for shape " + Arrays.toString(shape), length);
    this.type = type;
    this.shape = shape.clone();
    this.values = values;
  }

  /**
   * An array of the type that its Java class says.
   *
   * @param values {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]}, {@code byte[]}
   *     (uint8), {@code boolean[]} or {@code byte[][]} (strings), not copied
   * @param shape the sizes of the axes, the rows first; none for a scalar
   * @return the array
   * @throws IllegalArgumentException if the values are of another class or not of the shape's size
   */
  public static DenseArray of(Object values, int... shape) {
    Check.given(values, "values");
    for (Type type : Type.values()) {
      if (type.array.isInstance(values)) {
        return new DenseArray(type, values, shape);
      }
    }
    throw Check.bad(
        "values",
        "float[], double[], int[], long[], byte[], boolean[] or byte[][]",
        values.getClass().getSimpleName());
  }

  /**
   * An array of strings.
   *
   * @param texts the elements
   * @param shape the sizes of the axes; none for a scalar
   * @return the array
   * @throws IllegalArgumentException if the texts are not of the shape's size
   */
  public static DenseArray ofStrings(List<String> texts, int... shape) {
    byte[][] bytes = Check.given(texts, "texts").stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
    return new DenseArray(Type.STRING, bytes, shape);
  }

  /** {@return the type of the elements} */
  public Type type() {
    return type;
  }

  /** {@return the sizes of the axes, a copy; empty for a scalar} */
  public int[] shape() {
    return shape.clone();
  }

  /** {@return the number of elements} */
  public int size() {
    return Array.getLength(values);
  }

  /** {@return the elements, an array of the class that {@link Type} names, not a copy} */
  public Object values() {
    return values;
  }

  /**
   * The elements as floats.
   *
   * @return the array itself where it holds floats, else a copy, rounded where it must
   * @throws IllegalStateException if the elements are strings
   */
  public float[] floats() {
    if (values instanceof float[] floats) {
      return floats;
    }
    Check.state(type != Type.STRING, "expected numbers, received strings");
    float[] floats = new float[size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = switch (type) {
        case FLOAT64 -> (float) ((double[]) values)[i];
        case INT32 -> ((int[]) values)[i];
        case INT64 -> ((long[]) values)[i];
        case UINT8 -> ((byte[]) values)[i] & 0xFF;
        case BOOL -> ((boolean[]) values)[i] ? 1 : 0;
        default -> throw new IllegalStateException("no numbers: " + type);
      };
    }
    return floats;
  }

  /**
   * The elements as texts.
   *
   * @return a new list
   * @throws IllegalStateException if the elements are no strings
   */
  public List<String> strings() {
    Check.state(type == Type.STRING, "expected strings, received " + type.kerasName());
    return Arrays.stream((byte[][]) values)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .toList();
  }

  /** Arrays of the same type, shape and elements are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof DenseArray that
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && Arrays.deepEquals(new Object[] {values}, new Object[] {that.values});
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.deepHashCode(new Object[] {values});
  }

  @Override
  public String toString() {
    return type.kerasName() + Arrays.toString(shape);
  }
}
