package org.keraunos.augmentation;

/** How a pixel that falls between others is read; Keras's {@code interpolation}. */
public enum Interpolation {
  /** As the nearest one. */
  NEAREST,
  /** As a mean of the four around it, weighted by nearness. */
  BILINEAR
}
