package org.keraunos.losses;

/** The losses, as in {@code keras.losses}: a factory each, to be imported statically. */
public final class Losses {
  private Losses() {}

  /**
   * The multi-label loss.
   *
   * @return binary crossentropy with Keras's defaults
   */
  public static BinaryCrossentropy binaryCrossentropy() {
    return new BinaryCrossentropy(false, 0);
  }

  /**
   * The one-of-many loss.
   *
   * @return categorical crossentropy with Keras's defaults
   */
  public static CategoricalCrossentropy categoricalCrossentropy() {
    return new CategoricalCrossentropy(false, 0);
  }
}
