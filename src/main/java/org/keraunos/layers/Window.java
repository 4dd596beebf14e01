package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;

/**
 * A window that slides over the height and width of a picture: what convolutions and poolings have
 * in common. Lists are down and to the right.
 */
record Window(List<Integer> size, List<Integer> strides, List<Integer> dilation, Padding padding) {
  static final String PICTURE = "(None, height, width, channels)";

  Window(List<Integer> size, List<Integer> strides, Padding padding) {
    this(size, strides, List.of(1, 1), padding);
  }

  boolean isDilated() {
    return dilation.get(0) > 1 || dilation.get(1) > 1;
  }

  /** The same without dilation and padding. */
  Window plain() {
    return new Window(size, strides, Padding.VALID);
  }

  /** The same with one step down and to the right. */
  Window strided(int stride) {
    return new Window(size, List.of(stride, stride), dilation, padding);
  }

  /** How many rows or columns the window reaches over. */
  int extent(int axis) {
    return (size.get(axis) - 1) * dilation.get(axis) + 1;
  }

  /**
   * The shape behind the window; TensorFlow would end the JVM over a window that is larger than its
   * picture.
   */
  Shape outputShape(String called, Shape picture, int channels) {
    boolean fits =
        padding == Padding.SAME || (picture.get(0) >= extent(0) && picture.get(1) >= extent(1));
    Check.argument(
        fits,
        called + " input",
        "a picture of at least " + extent(0) + " x " + extent(1) + " (its window)",
        picture);
    return Shape.of(
        padding.windows(picture.get(0), extent(0), strides.get(0)),
        padding.windows(picture.get(1), extent(1), strides.get(1)),
        channels);
  }

  /** Whether "same" padding puts so many pixels before and behind an axis. */
  boolean padsSame(int axis, int length, int before, int behind) {
    int windows = Padding.SAME.windows(length, extent(axis), strides.get(axis));
    int around = Math.max(0, (windows - 1) * strides.get(axis) + extent(axis) - length);
    return before == around / 2 && behind == around - around / 2;
  }

  /** The part of the picture, from the top left, that the windows of a part of the output cover. */
  Shape reads(Shape seen, Shape picture) {
    if (padding == Padding.SAME) {
      return picture; // where its padding goes depends on the whole size
    }
    return Shape.of(
        (seen.get(0) - 1) * strides.get(0) + extent(0),
        (seen.get(1) - 1) * strides.get(1) + extent(1),
        picture.get(2));
  }

  /** As TensorFlow's ops want them, a number an axis. */
  List<Long> strideList() {
    return List.of(1L, (long) strides.get(0), (long) strides.get(1), 1L);
  }

  /** As TensorFlow's ops want it, a number an axis. */
  List<Long> sizeList() {
    return List.of(1L, (long) size.get(0), (long) size.get(1), 1L);
  }
}
