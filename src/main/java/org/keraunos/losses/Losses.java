package org.keraunos.losses;

import java.util.function.Supplier;
import org.keraunos.base.Kind;
import org.keraunos.base.Registry;

/**
 * The losses, as in {@code keras.losses}: a factory each, to be imported statically, and the
 * registry that reads them.
 */
public final class Losses {
  private static final Registry<Loss> REGISTRY =
      new Registry<>("loss", "keras.losses", "Losses.register");

  static {
    keras("BinaryCrossentropy", "binary_crossentropy", () -> BinaryCrossentropy.KIND);
    keras(
        "BinaryFocalCrossentropy", "binary_focal_crossentropy", () -> BinaryFocalCrossentropy.KIND);
    keras(
        "CategoricalCrossentropy", "categorical_crossentropy", () -> CategoricalCrossentropy.KIND);
    keras("MeanSquaredError", "mean_squared_error", () -> MeanSquaredError.KIND);
    register("keraunos>WeightedBinaryCrossentropy", () -> WeightedBinaryCrossentropy.KIND);
    REGISTRY.registerShort("mse", Losses::meanSquaredError);
  }

  private Losses() {}

  private static void keras(
      String className, String shortName, Supplier<Kind<? extends Loss>> kind) {
    register(className, kind);
    REGISTRY.registerShort(shortName, () -> kind.get().make(kind.get().settings()));
  }

  /** {@return the known losses, by which configurations are read} */
  public static Registry<Loss> registry() {
    return REGISTRY;
  }

  /**
   * Adds a kind of loss.
   *
   * @param name package and class, {@code my>Absolute}, as the kind has it
   * @param kind gives the kind, when asked for
   * @throws IllegalArgumentException if there is one of that name
   */
  public static void register(String name, Supplier<Kind<? extends Loss>> kind) {
    REGISTRY.register(name, kind);
  }

  /** {@return the multi-label loss with Keras's defaults} */
  public static BinaryCrossentropy binaryCrossentropy() {
    return BinaryCrossentropy.KIND.make(BinaryCrossentropy.KIND.settings());
  }

  /**
   * {@return the multi-label loss that looks away from what is right already, with Keras's
   * defaults}
   */
  public static BinaryFocalCrossentropy binaryFocalCrossentropy() {
    return BinaryFocalCrossentropy.KIND.make(BinaryFocalCrossentropy.KIND.settings());
  }

  /**
   * The multi-label loss for rare labels.
   *
   * @param posWeight how much a present label counts beside an absent one: one a label, or one for
   *     all; above 0
   * @return the loss
   */
  public static WeightedBinaryCrossentropy weightedBinaryCrossentropy(double... posWeight) {
    return WeightedBinaryCrossentropy.KIND
        .make(WeightedBinaryCrossentropy.KIND.settings())
        .posWeight(posWeight);
  }

  /** {@return the one-of-many loss with Keras's defaults} */
  public static CategoricalCrossentropy categoricalCrossentropy() {
    return CategoricalCrossentropy.KIND.make(CategoricalCrossentropy.KIND.settings());
  }

  /** {@return the loss of numbers} */
  public static MeanSquaredError meanSquaredError() {
    return MeanSquaredError.KIND.make(MeanSquaredError.KIND.settings());
  }
}
