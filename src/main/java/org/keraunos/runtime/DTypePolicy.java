package org.keraunos.runtime;

import org.keraunos.base.Check;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The type that layers compute in and the type that weights are kept in; Keras's {@code keras.DTypePolicy}. Loss, logits
 * that the loss takes, and optimizer state are of the weights' type.
 */
public enum DTypePolicy {
  /** Computes and keeps in 32 bits: the default. */
  FLOAT32("float32", TFloat32.class, TFloat32.class),
  /** Computes and keeps in 64 bits: slow, for comparisons. */
  FLOAT64("float64", TFloat64.class, TFloat64.class),
  /** Computes in bfloat16 and keeps weights in 32 bits; fast where the processor has bfloat16 instructions. */
  MIXED_BFLOAT16("mixed_bfloat16", TBfloat16.class, TFloat32.class);

  private final String kerasName;
  private final Class<? extends TFloating> compute;
  private final Class<? extends TFloating> variable;

  DTypePolicy(
      String kerasName, Class<? extends TFloating> compute, Class<? extends TFloating> variable) {
    this.kerasName = kerasName;
    this.compute = compute;
    this.variable = variable;
  }

  /**
   * Keras's name of the policy.
   *
   * @return {@code float32}, {@code float64} or {@code mixed_bfloat16}
   */
  public String kerasName() {
    return kerasName;
  }

  /**
   * The policy of a name.
   *
   * @param name Keras's name
   * @return the policy
   * @throws IllegalArgumentException if there is none
   */
  public static DTypePolicy named(String name) {
    for (DTypePolicy policy : values()) {
      if (policy.kerasName.equals(name)) {
        return policy;
      }
    }
    throw Check.bad("dtype policy", "float32, float64 or mixed_bfloat16", name);
  }

  /**
   * The fastest policy that this machine's processor has instructions for. Results then depend on the machine.
   *
   * @return mixed bfloat16 where there are bfloat16 instructions, else float32
   */
  public static DTypePolicy auto() {
    return Processor.hasBfloat16() ? MIXED_BFLOAT16 : FLOAT32;
  }

  /**
   * The type of activations.
   *
   * @return the tensor type
   */
  @SuppressWarnings(
      "unchecked") // TensorFlow looks at the class only; the type parameter is for the compiler
  public Class<TFloating> computeType() {
    return (Class<TFloating>) (Class<?>) compute;
  }

  /**
   * The type of weights, loss and optimizer state.
   *
   * @return the tensor type
   */
  @SuppressWarnings("unchecked") // as above
  public Class<TFloating> variableType() {
    return (Class<TFloating>) (Class<?>) variable;
  }
}
