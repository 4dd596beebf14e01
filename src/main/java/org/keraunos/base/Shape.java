package org.keraunos.base;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The sizes of the axes of one sample, without the batch axis. Immutable; equal by value. */
@CheckReturnValue
public final class Shape {
  private final int[] sizes;

  private Shape(int[] sizes) {
    this.sizes = sizes;
  }

  /**
   * A shape.
   *
   * @param sizes the size of each axis, at least 1; none for a scalar
   * @return the shape
   * @throws IllegalArgumentException if a size is below 1 or the product does not fit an int
   */
  public static Shape of(int... sizes) {
    for (int size : Check.given(sizes, "shape")) {
      Check.argument(size >= 1, "shape", "sizes >= 1", sizes);
    }
    NamedArray.size(sizes);
    return new Shape(sizes.clone());
  }

  /**
   * The number of axes.
   *
   * @return the rank, without the batch axis
   */
  public int rank() {
    return sizes.length;
  }

  /**
   * The size of one axis.
   *
   * @param axis the axis, from 0; negative values count from the end
   * @return its size
   */
  public int get(int axis) {
    return sizes[axis < 0 ? axis + sizes.length : axis];
  }

  /**
   * The number of values in one sample.
   *
   * @return the product of the sizes
   */
  public int size() {
    return NamedArray.size(sizes);
  }

  /**
   * The sizes.
   *
   * @return a copy
   */
  public int[] toArray() {
    return sizes.clone();
  }

  /**
   * The same shape with one axis changed.
   *
   * @param axis the axis, from 0; negative values count from the end
   * @param size its new size
   * @return the new shape
   */
  public Shape with(int axis, int size) {
    int[] changed = sizes.clone();
    changed[axis < 0 ? axis + sizes.length : axis] = size;
    return of(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(sizes, that.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** As Keras prints it, with the batch axis: {@code (None, 32, 32, 3)}. */
  @Override
  public String toString() {
    return IntStream.of(sizes)
        .mapToObj(size -> ", " + size)
        .collect(Collectors.joining("", "(None", ")"));
  }
}
