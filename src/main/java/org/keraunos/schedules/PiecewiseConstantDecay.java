package org.keraunos.schedules;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A rate that jumps: the first value while {@code step <= boundaries[0]}, then the second one while
 * {@code step <= boundaries[1]}, and so on; the last one behind all boundaries.
 * {@code keras.optimizers.schedules.PiecewiseConstantDecay}.
 */
public final class PiecewiseConstantDecay extends Schedule {
  private static final Setting<List<Integer>> BOUNDARIES = Setting.of(
          "boundaries", Codecs.list(Codecs.integer()))
      .must(PiecewiseConstantDecay::grow, "at least one step, each above the one before");
  private static final Setting<List<Double>> VALUES = Setting.of(
          "values", Codecs.list(Codecs.number()))
      .must(rates -> rates.stream().allMatch(r -> r >= 0 && Double.isFinite(r)), "numbers >= 0");

  /** The kind. */
  public static final Kind<PiecewiseConstantDecay> KIND = Kind.of(
          "PiecewiseConstantDecay", PiecewiseConstantDecay::new)
      .required(BOUNDARIES, VALUES)
      .option(NAME, "PiecewiseConstant");

  PiecewiseConstantDecay(Settings settings) {
    super(settings);
  }

  static PiecewiseConstantDecay of(List<Integer> boundaries, List<Double> values) {
    PiecewiseConstantDecay schedule = new PiecewiseConstantDecay(KIND.settings()
        .with(BOUNDARIES, List.copyOf(boundaries))
        .with(VALUES, List.copyOf(values)));
    schedule.check();
    return schedule;
  }

  @Override
  public void check() {
    Check.argument(
        get(VALUES).size() == get(BOUNDARIES).size() + 1,
        "PiecewiseConstantDecay.values",
        get(BOUNDARIES).size() + 1 + " numbers, one more than boundaries",
        get(VALUES).size());
  }

  @Override
  public Operand<TFloat32> rate(Ops tf, Operand<TInt64> iteration) {
    List<Integer> boundaries = get(BOUNDARIES);
    List<Double> values = get(VALUES);
    Operand<TFloat32> rate = tf.constant(values.get(boundaries.size()).floatValue());
    for (int i = boundaries.size() - 1; i >= 0; i--) {
      rate = tf.select(
          tf.math.lessEqual(iteration, tf.constant((long) boundaries.get(i))),
          tf.constant(values.get(i).floatValue()),
          rate);
    }
    return rate;
  }

  private static boolean grow(List<Integer> boundaries) {
    for (int i = 1; i < boundaries.size(); i++) {
      if (boundaries.get(i) <= boundaries.get(i - 1)) {
        return false;
      }
    }
    return !boundaries.isEmpty();
  }
}
