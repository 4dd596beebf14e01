package org.keraunos.losses;

import java.util.Locale;
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
    keras(
        "CategoricalFocalCrossentropy",
        "categorical_focal_crossentropy",
        () -> CategoricalFocalCrossentropy.KIND);
    keras("CosineSimilarity", "cosine_similarity", () -> CosineSimilarity.KIND);
    keras("Dice", "dice", () -> Dice.KIND);
    keras("Hinge", "hinge", () -> Hinge.KIND);
    keras("Huber", "huber", () -> Huber.KIND);
    keras("KLDivergence", "kl_divergence", () -> KLDivergence.KIND);
    keras("LogCosh", "log_cosh", () -> LogCosh.KIND);
    keras("MeanAbsoluteError", "mean_absolute_error", () -> MeanAbsoluteError.KIND);
    keras(
        "MeanAbsolutePercentageError",
        "mean_absolute_percentage_error",
        () -> MeanAbsolutePercentageError.KIND);
    keras("MeanSquaredError", "mean_squared_error", () -> MeanSquaredError.KIND);
    keras(
        "MeanSquaredLogarithmicError",
        "mean_squared_logarithmic_error",
        () -> MeanSquaredLogarithmicError.KIND);
    keras("Poisson", "poisson", () -> Poisson.KIND);
    keras(
        "SparseCategoricalCrossentropy",
        "sparse_categorical_crossentropy",
        () -> SparseCategoricalCrossentropy.KIND);
    keras("SquaredHinge", "squared_hinge", () -> SquaredHinge.KIND);
    keras("Tversky", "tversky", () -> Tversky.KIND);
    register("keraunos>AsymmetricLoss", () -> AsymmetricLoss.KIND);
    register("keraunos>DistributionBalancedLoss", () -> DistributionBalancedLoss.KIND);
    register("keraunos>LogSumExpPairwise", () -> LogSumExpPairwise.KIND);
    register("keraunos>WeightedBinaryCrossentropy", () -> WeightedBinaryCrossentropy.KIND);
    register("keraunos>WeightedSum", () -> WeightedSum.KIND);
    register("keraunos>ZeroBoundedRanking", () -> ZeroBoundedRanking.KIND);
    abbreviated("bce", Losses::binaryCrossentropy);
    abbreviated("kld", Losses::klDivergence);
    abbreviated("mae", Losses::meanAbsoluteError);
    abbreviated("mape", Losses::meanAbsolutePercentageError);
    abbreviated("mse", Losses::meanSquaredError);
    abbreviated("msle", Losses::meanSquaredLogarithmicError);
    refuse("CategoricalHinge", "categorical_hinge", "CategoricalCrossentropy is for classes");
    refuse(
        "CategoricalGeneralizedCrossEntropy",
        "categorical_generalized_cross_entropy",
        "SparseCategoricalCrossentropy is for numbers of classes");
    refuse("Circle", "circle", "it compares the rows of a batch, and targets are not a row's own");
    refuse("CTC", "ctc", "it aligns sequences of unknown length");
  }

  /** Keras writes the name that {@code compile} was given, in small letters or in capitals. */
  private static void abbreviated(String name, Supplier<Loss> loss) {
    REGISTRY.registerShort(name, loss);
    REGISTRY.registerShort(name.toUpperCase(Locale.ROOT), loss);
  }

  private static void refuse(String className, String shortName, String reason) {
    REGISTRY.refuse(className, reason);
    REGISTRY.refuse(shortName, reason);
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

  /** {@return the one-of-many loss that looks away from what is right already} */
  public static CategoricalFocalCrossentropy categoricalFocalCrossentropy() {
    return of(CategoricalFocalCrossentropy.KIND);
  }

  /** {@return the one-of-many loss with the class's number as the target} */
  public static SparseCategoricalCrossentropy sparseCategoricalCrossentropy() {
    return of(SparseCategoricalCrossentropy.KIND);
  }

  /** {@return the loss of numbers with outliers} */
  public static MeanAbsoluteError meanAbsoluteError() {
    return of(MeanAbsoluteError.KIND);
  }

  /** {@return the loss of numbers by their size} */
  public static MeanAbsolutePercentageError meanAbsolutePercentageError() {
    return of(MeanAbsolutePercentageError.KIND);
  }

  /** {@return the loss of the logarithms of counts} */
  public static MeanSquaredLogarithmicError meanSquaredLogarithmicError() {
    return of(MeanSquaredLogarithmicError.KIND);
  }

  /** {@return the loss of numbers that is a square up to 1 from the target and a line behind it} */
  public static Huber huber() {
    return of(Huber.KIND);
  }

  /**
   * The loss of numbers that is a square near the target and a line behind it.
   *
   * @param delta where the square ends, above 0; Keras's default is 1
   * @return the loss
   */
  public static Huber huber(double delta) {
    return of(Huber.KIND).delta(delta);
  }

  /** {@return the loss of numbers that goes over from a square into a line} */
  public static LogCosh logCosh() {
    return of(LogCosh.KIND);
  }

  /** {@return the loss of counts} */
  public static Poisson poisson() {
    return of(Poisson.KIND);
  }

  /** {@return the loss of a margin} */
  public static Hinge hinge() {
    return of(Hinge.KIND);
  }

  /** {@return the loss of a margin, squared} */
  public static SquaredHinge squaredHinge() {
    return of(SquaredHinge.KIND);
  }

  /** {@return the loss of a distribution beside another} */
  public static KLDivergence klDivergence() {
    return of(KLDivergence.KIND);
  }

  /** {@return the loss of directions} */
  public static CosineSimilarity cosineSimilarity() {
    return of(CosineSimilarity.KIND);
  }

  /** {@return the loss of sets, a soft F1 score; as in Keras over the whole batch at once} */
  public static Dice dice() {
    return of(Dice.KIND);
  }

  /** {@return the loss of sets whose two kinds of mistakes weigh differently} */
  public static Tversky tversky() {
    return of(Tversky.KIND);
  }

  /** {@return the multi-label loss that looks away from easy absent labels most} */
  public static AsymmetricLoss asymmetricLoss() {
    return of(AsymmetricLoss.KIND);
  }

  /**
   * The multi-label loss for a long tail of labels that come together.
   *
   * @param rows the number of training rows
   * @param labelCounts in how many of them each label is present: above 0 and below {@code rows}
   * @return the loss
   */
  public static DistributionBalancedLoss distributionBalancedLoss(long rows, long... labelCounts) {
    return DistributionBalancedLoss.of(rows, labelCounts);
  }

  /** {@return the multi-label loss of a ranking (LSEP)} */
  public static LogSumExpPairwise logSumExpPairwise() {
    return of(LogSumExpPairwise.KIND);
  }

  /** {@return the multi-label loss of a ranking with a cut at 0 (ZLPR)} */
  public static ZeroBoundedRanking zeroBoundedRanking() {
    return of(ZeroBoundedRanking.KIND);
  }

  private static <L extends Loss> L of(Kind<L> kind) {
    return kind.make(kind.settings());
  }
}
