package org.keraunos.optimizers;

import java.util.function.Supplier;
import org.keraunos.base.Kind;
import org.keraunos.base.Registry;

/**
 * The optimizers, as in {@code keras.optimizers}: a factory each, to be imported statically, and
 * the registry that reads them.
 */
public final class Optimizers {
  private static final Registry<Optimizer> REGISTRY =
      new Registry<>("optimizer", "keras.optimizers", "Optimizers.register");

  static {
    keras("Adagrad", "adagrad", () -> Adagrad.KIND);
    keras("Adam", "adam", () -> Adam.KIND);
    keras("AdamW", "adamw", () -> AdamW.KIND);
    keras("Adamax", "adamax", () -> Adamax.KIND);
    keras("Lion", "lion", () -> Lion.KIND);
    keras("Nadam", "nadam", () -> Nadam.KIND);
    keras("RMSprop", "rmsprop", () -> RMSprop.KIND);
    keras("SGD", "sgd", () -> SGD.KIND);
    REGISTRY.lacks(
        "Adadelta",
        "Adafactor",
        "Ftrl",
        "Lamb",
        "LossScaleOptimizer",
        "MultiOptimizer",
        "Muon",
        "ScheduleFreeAdamW");
    REGISTRY.lacks("adadelta", "adafactor", "ftrl", "lamb", "muon");
  }

  private Optimizers() {}

  private static void keras(
      String className, String shortName, Supplier<Kind<? extends Optimizer>> kind) {
    register(className, kind);
    REGISTRY.registerShort(shortName, () -> kind.get().make(kind.get().settings()));
  }

  /** {@return the known optimizers, by which configurations are read} */
  public static Registry<Optimizer> registry() {
    return REGISTRY;
  }

  /**
   * Adds a kind of optimizer.
   *
   * @param name package and class, {@code my>Lion}, as the kind has it
   * @param kind gives the kind, when asked for
   * @throws IllegalArgumentException if there is one of that name
   */
  public static void register(String name, Supplier<Kind<? extends Optimizer>> kind) {
    REGISTRY.register(name, kind);
  }

  /** {@return Adam with Keras's defaults} */
  public static Adam adam() {
    return Adam.KIND.make(Adam.KIND.settings());
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

  /** {@return AdamW with Keras's defaults} */
  public static AdamW adamW() {
    return AdamW.KIND.make(AdamW.KIND.settings());
  }

  /**
   * AdamW.
   *
   * @param learningRate above 0
   * @return the optimizer, otherwise with Keras's defaults
   */
  public static AdamW adamW(double learningRate) {
    return adamW().learningRate(learningRate);
  }

  /** {@return Adamax with Keras's defaults} */
  public static Adamax adamax() {
    return Adamax.KIND.make(Adamax.KIND.settings());
  }

  /**
   * Adamax.
   *
   * @param learningRate above 0
   * @return the optimizer, otherwise with Keras's defaults
   */
  public static Adamax adamax(double learningRate) {
    return adamax().learningRate(learningRate);
  }

  /** {@return Adagrad with Keras's defaults} */
  public static Adagrad adagrad() {
    return Adagrad.KIND.make(Adagrad.KIND.settings());
  }

  /**
   * Adagrad.
   *
   * @param learningRate above 0
   * @return the optimizer, otherwise with Keras's defaults
   */
  public static Adagrad adagrad(double learningRate) {
    return adagrad().learningRate(learningRate);
  }

  /** {@return Lion with Keras's defaults} */
  public static Lion lion() {
    return Lion.KIND.make(Lion.KIND.settings());
  }

  /**
   * Lion.
   *
   * @param learningRate above 0
   * @return the optimizer, otherwise with Keras's defaults
   */
  public static Lion lion(double learningRate) {
    return lion().learningRate(learningRate);
  }

  /** {@return Nadam with Keras's defaults} */
  public static Nadam nadam() {
    return Nadam.KIND.make(Nadam.KIND.settings());
  }

  /**
   * Nadam.
   *
   * @param learningRate above 0
   * @return the optimizer, otherwise with Keras's defaults
   */
  public static Nadam nadam(double learningRate) {
    return nadam().learningRate(learningRate);
  }

  /** {@return RMSprop with Keras's defaults} */
  public static RMSprop rmsprop() {
    return RMSprop.KIND.make(RMSprop.KIND.settings());
  }

  /**
   * RMSprop.
   *
   * @param learningRate above 0
   * @return the optimizer, otherwise with Keras's defaults
   */
  public static RMSprop rmsprop(double learningRate) {
    return rmsprop().learningRate(learningRate);
  }

  /** {@return gradient descent with Keras's defaults} */
  public static SGD sgd() {
    return SGD.KIND.make(SGD.KIND.settings());
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
