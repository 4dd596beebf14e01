package org.keraunos.initializers;

import java.util.OptionalLong;
import java.util.function.Supplier;
import org.keraunos.base.Codec;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Registry;

/**
 * The initializers, as in {@code keras.initializers}, and the way to add one's own. Without a seed
 * of its own a weight draws from the model's seed and its name; the numbers are not Keras's for the
 * same seed, their distribution is.
 */
public final class Initializers {
  private Initializers() {}

  /**
   * Uniform in +-sqrt(6 / (fan in + fan out)); Keras's default for kernels. Glorot and Bengio,
   * "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010.
   *
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer glorotUniform() {
    return of(VarianceScaling.GLOROT_UNIFORM);
  }

  /**
   * {@link #glorotUniform()} with a seed of its own.
   *
   * @param seed equal seeds give equal numbers for equal shapes
   * @return the initializer
   */
  public static Initializer glorotUniform(long seed) {
    return of(VarianceScaling.GLOROT_UNIFORM, seed);
  }

  /**
   * Normal, cut at two deviations, with variance 2 / (fan in + fan out). Glorot and Bengio 2010.
   *
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer glorotNormal() {
    return of(VarianceScaling.GLOROT_NORMAL);
  }

  /**
   * {@link #glorotNormal()} with a seed of its own.
   *
   * @param seed equal seeds give equal numbers for equal shapes
   * @return the initializer
   */
  public static Initializer glorotNormal(long seed) {
    return of(VarianceScaling.GLOROT_NORMAL, seed);
  }

  /**
   * Uniform in +-sqrt(6 / fan in). He et al., "Delving deep into rectifiers", ICCV 2015.
   *
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer heUniform() {
    return of(VarianceScaling.HE_UNIFORM);
  }

  /**
   * {@link #heUniform()} with a seed of its own.
   *
   * @param seed equal seeds give equal numbers for equal shapes
   * @return the initializer
   */
  public static Initializer heUniform(long seed) {
    return of(VarianceScaling.HE_UNIFORM, seed);
  }

  /**
   * Normal, cut at two deviations, with variance 2 / fan in. He et al. 2015.
   *
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer heNormal() {
    return of(VarianceScaling.HE_NORMAL);
  }

  /**
   * {@link #heNormal()} with a seed of its own.
   *
   * @param seed equal seeds give equal numbers for equal shapes
   * @return the initializer
   */
  public static Initializer heNormal(long seed) {
    return of(VarianceScaling.HE_NORMAL, seed);
  }

  /**
   * Uniform in +-sqrt(3 / fan in). LeCun et al., "Efficient BackProp", 1998.
   *
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer lecunUniform() {
    return of(VarianceScaling.LECUN_UNIFORM);
  }

  /**
   * {@link #lecunUniform()} with a seed of its own.
   *
   * @param seed equal seeds give equal numbers for equal shapes
   * @return the initializer
   */
  public static Initializer lecunUniform(long seed) {
    return of(VarianceScaling.LECUN_UNIFORM, seed);
  }

  /**
   * Normal, cut at two deviations, with variance 1 / fan in. LeCun et al. 1998.
   *
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer lecunNormal() {
    return of(VarianceScaling.LECUN_NORMAL);
  }

  /**
   * {@link #lecunNormal()} with a seed of its own.
   *
   * @param seed equal seeds give equal numbers for equal shapes
   * @return the initializer
   */
  public static Initializer lecunNormal(long seed) {
    return of(VarianceScaling.LECUN_NORMAL, seed);
  }

  /** {@return the initializer of all zeros; Keras's default for biases} */
  public static Initializer zeros() {
    return of(Constant.ZEROS);
  }

  /** {@return the initializer of all ones} */
  public static Initializer ones() {
    return of(Constant.ONES);
  }

  /**
   * The same number everywhere.
   *
   * @param value the number
   * @return the initializer
   */
  public static Initializer constant(double value) {
    return Constant.KIND.make(Constant.KIND.settings().with(Constant.VALUE, value));
  }

  /**
   * Normal.
   *
   * @param mean the mean
   * @param stddev the deviation, at least 0
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer randomNormal(double mean, double stddev) {
    return normal(RandomNumbers.NORMAL, mean, stddev);
  }

  /**
   * Normal, cut at two deviations.
   *
   * @param mean the mean
   * @param stddev the deviation before the cut, at least 0
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer truncatedNormal(double mean, double stddev) {
    return normal(RandomNumbers.TRUNCATED, mean, stddev);
  }

  /**
   * Uniform.
   *
   * @param minval the smallest number
   * @param maxval what numbers are below
   * @return the initializer, drawing from the model's seed
   */
  public static Initializer randomUniform(double minval, double maxval) {
    Kind<RandomNumbers> kind = RandomNumbers.UNIFORM;
    return kind.make(
        kind.settings().with(RandomNumbers.MINVAL, minval).with(RandomNumbers.MAXVAL, maxval));
  }

  /**
   * {@return the initializer of orthonormal rows or columns; Keras's default for recurrent kernels}
   */
  public static Initializer orthogonal() {
    return of(Orthogonal.KIND);
  }

  /**
   * {@link #orthogonal()} with a gain.
   *
   * @param gain the factor of the matrix; Keras's default is 1
   * @return the initializer
   */
  public static Initializer orthogonal(double gain) {
    return Orthogonal.KIND.make(Orthogonal.KIND.settings().with(Orthogonal.GAIN, gain));
  }

  /** {@return the initializer of ones on the diagonal of a matrix} */
  public static Initializer identityMatrix() {
    return of(Identity.KIND);
  }

  /**
   * A number on the diagonal of a matrix, 0 beside it.
   *
   * @param gain the number
   * @return the initializer
   */
  public static Initializer identityMatrix(double gain) {
    return Identity.KIND.make(Identity.KIND.settings().with(Identity.GAIN, gain));
  }

  /**
   * Adds a kind of one's own, so that configurations with it can be read.
   *
   * @param name the registered name: {@code my>Ramp}
   * @param kind gives the kind, when asked for
   * @throws IllegalArgumentException if there is one of that name
   */
  public static void register(String name, Supplier<Kind<? extends Initializer>> kind) {
    registry().register(name, kind);
  }

  /** {@return the known kinds; loaded when somebody asks} */
  public static Registry<Initializer> registry() {
    return Known.REGISTRY;
  }

  /** {@return how initializers stand in configurations} */
  public static Codec<Initializer> codec() {
    return Codecs.kindOf(Initializers::registry);
  }

  private static Initializer of(Kind<? extends Initializer> kind) {
    return kind.make(kind.settings());
  }

  private static Initializer of(Kind<? extends Initializer> kind, long seed) {
    return kind.make(kind.settings().with(Draw.SEED, OptionalLong.of(seed)));
  }

  private static Initializer normal(Kind<RandomNumbers> kind, double mean, double stddev) {
    return kind.make(
        kind.settings().with(RandomNumbers.MEAN, mean).with(RandomNumbers.STDDEV, stddev));
  }

  /** Loaded when a configuration is read or written, not when a network is made. */
  private static final class Known {
    static final Registry<Initializer> REGISTRY =
        new Registry<>("initializer", "keras.initializers", "Initializers.register");

    static {
      known("GlorotUniform", "glorot_uniform", () -> VarianceScaling.GLOROT_UNIFORM);
      known("GlorotNormal", "glorot_normal", () -> VarianceScaling.GLOROT_NORMAL);
      known("HeUniform", "he_uniform", () -> VarianceScaling.HE_UNIFORM);
      known("HeNormal", "he_normal", () -> VarianceScaling.HE_NORMAL);
      known("LecunUniform", "lecun_uniform", () -> VarianceScaling.LECUN_UNIFORM);
      known("LecunNormal", "lecun_normal", () -> VarianceScaling.LECUN_NORMAL);
      known("VarianceScaling", "variance_scaling", () -> VarianceScaling.KIND);
      known("Zeros", "zeros", () -> Constant.ZEROS);
      known("Ones", "ones", () -> Constant.ONES);
      known("Constant", "constant", () -> Constant.KIND);
      known("RandomNormal", "random_normal", () -> RandomNumbers.NORMAL);
      known("RandomUniform", "random_uniform", () -> RandomNumbers.UNIFORM);
      known("TruncatedNormal", "truncated_normal", () -> RandomNumbers.TRUNCATED);
      known("Orthogonal", "orthogonal", () -> Orthogonal.KIND);
      known("Identity", "identity", () -> Identity.KIND);
      // As Keras wrote them at first.
      REGISTRY.alias("OrthogonalInitializer", "Orthogonal");
      REGISTRY.alias("IdentityInitializer", "Identity");
      REGISTRY.registerShort("normal", () -> of(RandomNumbers.NORMAL));
      REGISTRY.registerShort("uniform", () -> of(RandomNumbers.UNIFORM));
      REGISTRY.registerShort("one", () -> of(Constant.ONES));
      REGISTRY.registerShort("zero", () -> of(Constant.ZEROS));
      String reason = "it is for the layer STFTSpectrogram, which there is not";
      REGISTRY.refuse("STFT", reason);
      REGISTRY.refuse("stft", reason);
    }

    private static void known(
        String className, String shortName, Supplier<Kind<? extends Initializer>> kind) {
      REGISTRY.register(className, kind);
      REGISTRY.registerShort(shortName, () -> of(kind.get()));
    }
  }
}
