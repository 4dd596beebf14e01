package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;

/** A window that slides over the height and width of a picture: what convolutions and poolings have in common. */
record Window(
    String layer, int height, int width, int strideDown, int strideRight, Padding padding) {
  static final String PICTURE = "(None, height, width, channels)";

  Window {
    Check.argument(
        height >= 1 && width >= 1, layer + " window", "sizes >= 1", new int[] {height, width});
    Check.argument(strideDown >= 1 && strideRight >= 1, layer + " strides", ">= 1", new int[] {
      strideDown, strideRight
    });
  }

  Window strides(int down, int right) {
    return new Window(layer, height, width, down, right, padding);
  }

  Window padding(Padding changed) {
    return new Window(layer, height, width, strideDown, strideRight, changed);
  }

  /** The shape behind the window; TensorFlow would end the JVM over a window that is larger than its picture. */
  Shape outputShape(String called, Shape picture, int channels) {
    boolean fits = padding == Padding.SAME || (picture.get(0) >= height && picture.get(1) >= width);
    Check.argument(
        fits,
        called + " input",
        "a picture of at least " + height + " x " + width + " (its window)",
        picture);
    return Shape.of(
        padding.windows(picture.get(0), height, strideDown),
        padding.windows(picture.get(1), width, strideRight),
        channels);
  }

  /** The part of the picture, from the top left, that the windows of a part of the output cover. */
  Shape reads(Shape seen, Shape picture) {
    if (padding == Padding.SAME) {
      return picture; // where its padding goes depends on the whole size
    }
    return Shape.of(
        (seen.get(0) - 1) * strideDown + height,
        (seen.get(1) - 1) * strideRight + width,
        picture.get(2));
  }

  List<Long> strideList() {
    return List.of(1L, (long) strideDown, (long) strideRight, 1L);
  }

  List<Long> sizeList() {
    return List.of(1L, (long) height, (long) width, 1L);
  }

  List<Integer> sizeConfig() {
    return List.of(height, width);
  }

  List<Integer> strideConfig() {
    return List.of(strideDown, strideRight);
  }
}
