package org.keraunos.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.ConfigForm;
import org.keraunos.base.Setting;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * The type that layers compute in and the type that weights are kept in; Keras's
 * {@code keras.DTypePolicy}. Loss, logits that the loss takes, and optimizer state are of the
 * weights' type.
 */
public enum DTypePolicy {
  /** Computes and keeps in 32 bits: the default. */
  FLOAT32("float32", TFloat32.class, TFloat32.class),
  /** Computes and keeps in 64 bits: slow, for comparisons. */
  FLOAT64("float64", TFloat64.class, TFloat64.class),
  /**
   * Computes in bfloat16 and keeps weights in 32 bits; fast where the processor has bfloat16
   * instructions.
   */
  MIXED_BFLOAT16("mixed_bfloat16", TBfloat16.class, TFloat32.class);

  /**
   * The types of one layer, where they are not the model's; float32, which Keras writes into every
   * layer, is taken for the model's.
   */
  public static final Setting<Optional<DTypePolicy>> DTYPE = Setting.of(
      "dtype",
      Codecs.of(
          "float32, float64 or mixed_bfloat16", DTypePolicy::readSetting, DTypePolicy::write));

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

  /** Keras writes a name, or an object of the class DTypePolicy that holds it. */
  private static Optional<DTypePolicy> readSetting(@Nullable Object value, String where) {
    Object name =
        value instanceof Map<?, ?> object && object.get("config") instanceof Map<?, ?> config
            ? config.get("name")
            : value;
    for (DTypePolicy policy : values()) {
      if (policy.kerasName.equals(name)) {
        return policy == FLOAT32 ? Optional.empty() : Optional.of(policy);
      }
    }
    throw Check.bad(where, "float32, float64 or mixed_bfloat16", String.valueOf(name));
  }

  private static Object write(Optional<DTypePolicy> policy, ConfigForm form) {
    String name = policy.orElse(FLOAT32).kerasName;
    if (form == ConfigForm.PORTABLE) {
      return name;
    }
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("module", "keras");
    written.put("class_name", "DTypePolicy");
    written.put("config", Map.of("name", name));
    written.put("registered_name", null);
    return written;
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
   * The fastest policy that this machine's processor has instructions for. Results then depend on
   * the machine.
   *
   * @return mixed bfloat16 where there are bfloat16 instructions, else float32
   */
  public static DTypePolicy auto() {
    return Processor.hasBfloat16() ? MIXED_BFLOAT16 : FLOAT32;
  }

  /**
   * Which of two computes in the wider type.
   *
   * @param a one
   * @param b the other
   * @return the one with more bits
   */
  public static DTypePolicy wider(DTypePolicy a, DTypePolicy b) {
    return a.bits() >= b.bits() ? a : b;
  }

  private int bits() {
    return switch (this) {
      case MIXED_BFLOAT16 -> 16;
      case FLOAT32 -> 32;
      case FLOAT64 -> 64;
    };
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
