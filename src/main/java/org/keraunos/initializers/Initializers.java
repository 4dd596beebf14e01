package org.keraunos.initializers;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.initializers.VarianceScaled.Distribution;
import org.keraunos.initializers.VarianceScaled.Mode;

/**
 * The initializers, as in {@code keras.initializers}. Without a seed of its own a weight draws from the model's seed and
 * its name; the numbers are not Keras's for the same seed, their distribution is.
 */
public final class Initializers {
  private static final Map<String, Function<@Nullable Long, Initializer>> BY_NAME = Map.of(
      "GlorotUniform", Initializers::glorotUniformOf,
      "GlorotNormal", Initializers::glorotNormalOf,
      "HeUniform", Initializers::heUniformOf,
      "HeNormal", Initializers::heNormalOf,
      "Zeros", seed -> zeros(),
      "Ones", seed -> ones());

  private Initializers() {}

  /**
   * Uniform in +-sqrt(6 / (fan in + fan out)); Keras's default for kernels. Glorot and Bengio, "Understanding the
   * difficulty of training deep feedforward neural networks", AISTATS 2010.
   *
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer glorotUniform() {
    return glorotUniformOf(null);
  }

  /**
   * {@link #glorotUniform()} with a seed of its own.
   *
   * @param seed equal seeds give equal numbers for equal shapes
   * @return the initializer
   */
  public static Initializer glorotUniform(long seed) {
    return glorotUniformOf(seed);
  }

  /**
   * Normal, cut at two deviations, with variance 2 / (fan in + fan out). Glorot and Bengio 2010.
   *
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer glorotNormal() {
    return glorotNormalOf(null);
  }

  /**
   * {@link #glorotNormal()} with a seed of its own.
   *
   * @param seed equal seeds give equal numbers for equal shapes
   * @return the initializer
   */
  public static Initializer glorotNormal(long seed) {
    return glorotNormalOf(seed);
  }

  /**
   * Uniform in +-sqrt(6 / fan in). He et al., "Delving deep into rectifiers", ICCV 2015.
   *
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer heUniform() {
    return heUniformOf(null);
  }

  /**
   * {@link #heUniform()} with a seed of its own.
   *
   * @param seed equal seeds give equal numbers for equal shapes
   * @return the initializer
   */
  public static Initializer heUniform(long seed) {
    return heUniformOf(seed);
  }

  /**
   * Normal, cut at two deviations, with variance 2 / fan in. He et al. 2015.
   *
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer heNormal() {
    return heNormalOf(null);
  }

  /**
   * {@link #heNormal()} with a seed of its own.
   *
   * @param seed equal seeds give equal numbers for equal shapes
   * @return the initializer
   */
  public static Initializer heNormal(long seed) {
    return heNormalOf(seed);
  }

  /**
   * All zeros; Keras's default for biases.
   *
   * @return the initializer
   */
  public static Initializer zeros() {
    return new Constant("Zeros", 0);
  }

  /**
   * All ones.
   *
   * @return the initializer
   */
  public static Initializer ones() {
    return new Constant("Ones", 1);
  }

  /**
   * The initializer of a Keras class name.
   *
   * @param className for example {@code GlorotUniform}
   * @param seed its seed, or null for the model's
   * @return the initializer
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Initializer named(String className, @Nullable Long seed) {
    Function<@Nullable Long, Initializer> factory = BY_NAME.get(className);
    if (factory == null) {
      String known = BY_NAME.keySet().stream().sorted().collect(Collectors.joining(", "));
      throw Check.bad("initializer", "one of " + known, className);
    }
    return factory.apply(seed);
  }

  private static Initializer glorotUniformOf(@Nullable Long seed) {
    return new VarianceScaled("GlorotUniform", 1, Mode.FAN_AVG, Distribution.UNIFORM, seed);
  }

  private static Initializer glorotNormalOf(@Nullable Long seed) {
    return new VarianceScaled("GlorotNormal", 1, Mode.FAN_AVG, Distribution.TRUNCATED_NORMAL, seed);
  }

  private static Initializer heUniformOf(@Nullable Long seed) {
    return new VarianceScaled("HeUniform", 2, Mode.FAN_IN, Distribution.UNIFORM, seed);
  }

  private static Initializer heNormalOf(@Nullable Long seed) {
    return new VarianceScaled("HeNormal", 2, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL, seed);
  }
}
