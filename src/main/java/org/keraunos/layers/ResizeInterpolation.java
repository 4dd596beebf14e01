package org.keraunos.layers;

import java.util.Locale;

/**
 * How pixels of a resized picture are made of its pixels; Keras's {@code interpolation}. Its
 * {@code area} is missing: TensorFlow has no gradient of it.
 */
public enum ResizeInterpolation {
  /** The mean of the four nearest, weighted by distance. */
  BILINEAR,
  /** The nearest. */
  NEAREST,
  /** A cubic through 4 x 4 pixels. */
  BICUBIC,
  /** A windowed sinc of radius 3. */
  LANCZOS3,
  /** A windowed sinc of radius 5. */
  LANCZOS5;

  /** {@return Keras's name} */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
