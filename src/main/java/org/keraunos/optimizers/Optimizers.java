package org.keraunos.optimizers;

/** The optimizers, as in {@code keras.optimizers}: a factory each, to be imported statically. */
public final class Optimizers {
  private Optimizers() {}

  /**
   * Adam.
   *
   * @return the optimizer with Keras's defaults
   */
  public static Adam adam() {
    return new Adam(1e-3, 0.9, 0.999, 1e-7);
  }

  /**
   * Adam.
   *
   * @param learningRate above 0
   * @return the optimizer, otherwise with Keras's defaults
   */
  public static Adam adam(double learningRate) {
    return adam().learningRate(learningRate);
  }

  /**
   * Gradient descent.
   *
   * @return the optimizer with Keras's defaults
   */
  public static SGD sgd() {
    return new SGD(0.01, 0, false);
  }

  /**
   * Gradient descent.
   *
   * @param learningRate above 0
   * @return the optimizer, otherwise with Keras's defaults
   */
  public static SGD sgd(double learningRate) {
    return sgd().learningRate(learningRate);
  }
}
