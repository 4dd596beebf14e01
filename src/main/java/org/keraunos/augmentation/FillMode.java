package org.keraunos.augmentation;

/** What stands where an image was moved away from; Keras's {@code fill_mode}. */
public enum FillMode {
  /** One number: {@code k k k | a b c d | k k k}. */
  CONSTANT,
  /** The image mirrored at its edge: {@code c b a | a b c d | d c b}. */
  REFLECT,
  /** The image once more: {@code b c d | a b c d | a b c}. */
  WRAP,
  /** The nearest pixel: {@code a a a | a b c d | d d d}. */
  NEAREST
}
