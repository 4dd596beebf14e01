package org.keraunos.activations;

import java.util.List;
import java.util.stream.Collectors;
import org.keraunos.base.Check;

/** The activations, as in {@code keras.activations}. */
public final class Activations {
  /** The input itself. */
  public static final Activation LINEAR = new Linear();

  /** max(x, 0). */
  public static final Activation RELU = new Relu();

  /** 1 / (1 + exp(-x)): a probability for each label. */
  public static final Activation SIGMOID = new Sigmoid();

  /** exp(x) over its sum along the last axis: one distribution. */
  public static final Activation SOFTMAX = new Softmax();

  /** The hyperbolic tangent. */
  public static final Activation TANH = new Tanh();

  private static final List<Activation> ALL = List.of(LINEAR, RELU, SIGMOID, SOFTMAX, TANH);

  private Activations() {}

  /**
   * The activation of a name.
   *
   * @param kerasName Keras's name
   * @return the activation
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Activation named(String kerasName) {
    for (Activation activation : ALL) {
      if (activation.kerasName().equals(kerasName)) {
        return activation;
      }
    }
    String known = ALL.stream().map(Activation::kerasName).collect(Collectors.joining(", "));
    throw Check.bad("activation", "one of " + known, kerasName);
  }
}
