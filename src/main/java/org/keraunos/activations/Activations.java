package org.keraunos.activations;

import java.util.Optional;
import java.util.function.Supplier;
import org.keraunos.base.Codec;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Registry;

/** The activations, as in {@code keras.activations}, and the way to add one's own. */
public final class Activations {
  /** The input itself. */
  public static final Activation LINEAR = Plain.LINEAR;

  /** max(x, 0). */
  public static final Activation RELU = Plain.RELU;

  /** 1 / (1 + exp(-x)): a probability for each label. Losses take the logits before it. */
  public static final Activation SIGMOID = Plain.SIGMOID;

  /**
   * exp(x) over its sum along the last axis: one distribution. Losses take the logits before it.
   */
  public static final Activation SOFTMAX = Plain.SOFTMAX;

  /** The hyperbolic tangent. */
  public static final Activation TANH = Plain.TANH;

  /** min(max(x, 0), 6). */
  public static final Activation RELU6 = Plain.RELU6;

  /** x above 0, 0.2 x below; {@link #leakyRelu} for another slope. */
  public static final Activation LEAKY_RELU = Plain.LEAKY_RELU;

  /** x above 0, exp(x) - 1 below; {@link #elu} for another factor. */
  public static final Activation ELU = Plain.ELU;

  /**
   * 1.0507 x above 0, 1.7581 (exp(x) - 1) below. Klambauer et al., "Self-normalizing neural
   * networks", NIPS 2017.
   */
  public static final Activation SELU = Plain.SELU;

  /** log(exp(x) + 1). */
  public static final Activation SOFTPLUS = Plain.SOFTPLUS;

  /** x / (|x| + 1). */
  public static final Activation SOFTSIGN = Plain.SOFTSIGN;

  /** exp(x). */
  public static final Activation EXPONENTIAL = Plain.EXPONENTIAL;

  /** min(max(x + 3, 0), 6) / 6. */
  public static final Activation HARD_SIGMOID = Plain.HARD_SIGMOID;

  /** log(1 / (1 + exp(-x))). */
  public static final Activation LOG_SIGMOID = Plain.LOG_SIGMOID;

  /** x / (1 + exp(-x)), also called swish. */
  public static final Activation SILU = Plain.SILU;

  /** x min(max(x + 3, 0), 6) / 6. */
  public static final Activation HARD_SILU = Plain.HARD_SILU;

  /** x (1 + erf(x / sqrt(2))) / 2. Hendrycks and Gimpel, "Gaussian error linear units", 2016. */
  public static final Activation GELU = Plain.GELU;

  /** x tanh(log(exp(x) + 1)). */
  public static final Activation MISH = Plain.MISH;

  /** The logarithm of {@link #SOFTMAX}. */
  public static final Activation LOG_SOFTMAX = Plain.LOG_SOFTMAX;

  /** x above 0, exp(x) - 1 below: {@link #ELU} by another name. Barron, 2017. */
  public static final Activation CELU = Plain.CELU;

  /** x outside of +-0.5, 0 inside. */
  public static final Activation HARD_SHRINK = Plain.HARD_SHRINK;

  /** min(max(x, -1), 1). */
  public static final Activation HARD_TANH = Plain.HARD_TANH;

  /** x - 0.5 above 0.5, x + 0.5 below -0.5, 0 between. */
  public static final Activation SOFT_SHRINK = Plain.SOFT_SHRINK;

  /** 0 below -1, (x + 1)^2 / 4 to 1, x above. */
  public static final Activation SPARSE_PLUS = Plain.SPARSE_PLUS;

  /** min(max((x + 1) / 2, 0), 1). Losses know no logits of it. */
  public static final Activation SPARSE_SIGMOID = Plain.SPARSE_SIGMOID;

  /** (x + sqrt(x^2 + 4)) / 2. Barron, "Squareplus", 2021. */
  public static final Activation SQUAREPLUS = Plain.SQUAREPLUS;

  /** x - tanh(x). */
  public static final Activation TANH_SHRINK = Plain.TANH_SHRINK;

  private Activations() {}

  /**
   * x above 0, slope x below.
   *
   * @param negativeSlope at least 0
   * @return the activation
   */
  public static Activation leakyRelu(double negativeSlope) {
    return LeakyReLU.KIND.make(
        LeakyReLU.KIND.settings().with(LeakyReLU.NEGATIVE_SLOPE, negativeSlope));
  }

  /**
   * min(max(x, 0), max).
   *
   * @param maxValue at least 0
   * @return the activation
   */
  public static Activation relu(double maxValue) {
    return ReLU.KIND.make(ReLU.KIND.settings().with(ReLU.MAX_VALUE, Optional.of(maxValue)));
  }

  /**
   * min(x, max) above the threshold, slope (x - threshold) below.
   *
   * @param maxValue at least 0
   * @param negativeSlope at least 0
   * @param threshold at least 0
   * @return the activation
   */
  public static Activation relu(double maxValue, double negativeSlope, double threshold) {
    return ReLU.KIND.make(ReLU.KIND
        .settings()
        .with(ReLU.MAX_VALUE, Optional.of(maxValue))
        .with(ReLU.NEGATIVE_SLOPE, negativeSlope)
        .with(ReLU.THRESHOLD, threshold));
  }

  /**
   * x above 0, alpha (exp(x) - 1) below.
   *
   * @param alpha the factor
   * @return the activation
   */
  public static Activation elu(double alpha) {
    return Elu.KIND.make(Elu.KIND.settings().with(Elu.ALPHA, alpha));
  }

  /**
   * Softmax along an axis.
   *
   * @param axis 1 for the first axis behind the batch, or negative from the end; not 0
   * @return the activation
   */
  public static Activation softmax(int axis) {
    return Softmax.KIND.make(Softmax.KIND.settings().with(Softmax.AXIS, axis));
  }

  /**
   * Adds a kind of one's own, so that configurations with it can be read.
   *
   * @param name the registered name: {@code my>Steps}
   * @param kind gives the kind, when asked for
   * @throws IllegalArgumentException if there is one of that name
   */
  public static void register(String name, Supplier<Kind<? extends Activation>> kind) {
    registry().register(name, kind);
  }

  /** {@return the known kinds; loaded when somebody asks} */
  public static Registry<Activation> registry() {
    return Known.REGISTRY;
  }

  /** {@return how activations stand in configurations: by name, those with settings as objects} */
  public static Codec<Activation> codec() {
    return Codecs.kindOf(Activations::registry);
  }

  /** Loaded when a configuration is read or written, not when a network is made. */
  private static final class Known {
    static final Registry<Activation> REGISTRY =
        new Registry<>("activation", "keras.layers", "Activations.register");

    static {
      for (Plain each : Plain.values()) {
        REGISTRY.registerShort(each.identifier(), () -> each);
      }
      REGISTRY.registerShort("swish", () -> Plain.SILU);
      REGISTRY.registerShort("hard_swish", () -> Plain.HARD_SILU);
      REGISTRY.refuse(
          "glu", "its result is half as wide as its input; gate two layers with Multiply");
      REGISTRY.refuse("sparsemax", "in Keras 3.15.1 its rows do not sum to 1; softmax");
      REGISTRY.refuse("threshold", "Keras cannot give it its two numbers in a file; ReLU has one");
      REGISTRY.register("LeakyReLU", () -> LeakyReLU.KIND);
      REGISTRY.register("ReLU", () -> ReLU.KIND);
      REGISTRY.register("ELU", () -> Elu.KIND);
      REGISTRY.register("Softmax", () -> Softmax.KIND);
    }
  }
}
