package org.keraunos.schedules;

import java.util.List;
import java.util.function.Supplier;
import org.keraunos.base.Kind;
import org.keraunos.base.Registry;

/**
 * The schedules, as in {@code keras.optimizers.schedules}: a factory each, to be imported
 * statically, and the registry that reads them.
 */
public final class Schedules {
  private static final Registry<Schedule> REGISTRY =
      new Registry<>("schedule", "keras.optimizers.schedules", "Schedules.register");

  static {
    register("CosineDecay", () -> CosineDecay.KIND);
    register("CosineDecayRestarts", () -> CosineDecayRestarts.KIND);
    register("ExponentialDecay", () -> ExponentialDecay.KIND);
    register("InverseTimeDecay", () -> InverseTimeDecay.KIND);
    register("PiecewiseConstantDecay", () -> PiecewiseConstantDecay.KIND);
    register("PolynomialDecay", () -> PolynomialDecay.KIND);
    register("keraunos>OneCycle", () -> OneCycle.KIND);
  }

  private Schedules() {}

  /** {@return the known schedules, by which configurations are read} */
  public static Registry<Schedule> registry() {
    return REGISTRY;
  }

  /**
   * Adds a kind of schedule.
   *
   * @param name package and class, {@code my>Steps}, as the kind has it
   * @param kind gives the kind, when asked for
   * @throws IllegalArgumentException if there is one of that name
   */
  public static void register(String name, Supplier<Kind<? extends Schedule>> kind) {
    REGISTRY.register(name, kind);
  }

  /**
   * A rate that falls along half a cosine.
   *
   * @param initialLearningRate the rate at the start, at least 0
   * @param decaySteps in how many steps it falls, above 0
   * @return the schedule, otherwise with Keras's defaults
   */
  public static CosineDecay cosineDecay(double initialLearningRate, int decaySteps) {
    return CosineDecay.KIND.make(CosineDecay.KIND
        .settings()
        .with(Schedule.INITIAL, initialLearningRate)
        .with(Schedule.DECAY_STEPS, decaySteps));
  }

  /**
   * A rate that falls by the same share in the same number of steps.
   *
   * @param initialLearningRate the rate at the start, at least 0
   * @param decaySteps in how many steps it falls by the share, above 0
   * @param decayRate the share that is left, above 0
   * @return the schedule, otherwise with Keras's defaults
   */
  public static ExponentialDecay exponentialDecay(
      double initialLearningRate, int decaySteps, double decayRate) {
    return ExponentialDecay.of(initialLearningRate, decaySteps, decayRate);
  }

  /**
   * A rate that jumps.
   *
   * @param boundaries the last step of each value but the last one, each above the one before
   * @param values one more than boundaries, at least 0
   * @return the schedule
   */
  public static PiecewiseConstantDecay piecewiseConstantDecay(
      List<Integer> boundaries, List<Double> values) {
    return PiecewiseConstantDecay.of(boundaries, values);
  }

  /**
   * A rate that falls along half a cosine again and again.
   *
   * @param initialLearningRate the rate at the start, at least 0
   * @param firstDecaySteps in how many steps it falls first, above 0
   * @return the schedule, otherwise with Keras's defaults
   */
  public static CosineDecayRestarts cosineDecayRestarts(
      double initialLearningRate, int firstDecaySteps) {
    return CosineDecayRestarts.of(initialLearningRate, firstDecaySteps);
  }

  /**
   * A rate that falls as one over the time.
   *
   * @param initialLearningRate the rate at the start, at least 0
   * @param decaySteps the unit of time in steps, above 0
   * @param decayRate how fast it falls, at least 0
   * @return the schedule, otherwise with Keras's defaults
   */
  public static InverseTimeDecay inverseTimeDecay(
      double initialLearningRate, int decaySteps, double decayRate) {
    return InverseTimeDecay.of(initialLearningRate, decaySteps, decayRate);
  }

  /**
   * A rate that falls along a power.
   *
   * @param initialLearningRate the rate at the start, at least 0
   * @param decaySteps in how many steps it falls, above 0
   * @return the schedule, otherwise with Keras's defaults
   */
  public static PolynomialDecay polynomialDecay(double initialLearningRate, int decaySteps) {
    return PolynomialDecay.of(initialLearningRate, decaySteps);
  }

  /**
   * A rate that rises once and falls once.
   *
   * @param maxLearningRate the rate at the top, above 0
   * @param totalSteps the steps of the whole training, at least 2
   * @return the schedule, otherwise with its defaults
   */
  public static OneCycle oneCycle(double maxLearningRate, int totalSteps) {
    return OneCycle.of(maxLearningRate, totalSteps);
  }
}
