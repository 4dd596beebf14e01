package org.keraunos.schedules;

import org.keraunos.base.Codecs;
import org.keraunos.base.Configurable;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A learning rate that is a function of the number of the step, computed in the graph and, as in
 * Keras, in float32 whatever the weights' type. The known ones are in {@link Schedules}.
 */
public abstract class Schedule implements Configurable {
  /** Keras's name of the object; it has no effect. */
  static final Setting<String> NAME = Setting.of("name", Codecs.text());

  /** The rate at the start. */
  static final Setting<Double> INITIAL =
      Setting.number("initial_learning_rate").must(r -> r >= 0 && Double.isFinite(r), ">= 0");

  /** How many steps the rate takes to fall, by what the kind says. */
  static final Setting<Integer> DECAY_STEPS =
      Setting.integer("decay_steps").must(n -> n > 0, "> 0");

  private final Settings settings;

  /**
   * A schedule.
   *
   * @param settings of its kind
   */
  protected Schedule(Settings settings) {
    this.settings = settings;
  }

  @Override
  public final Settings settings() {
    return settings;
  }

  /**
   * The value of a setting.
   *
   * @param setting one of the kind's
   * @param <V> its type
   * @return the value
   */
  protected final <V> V get(Setting<V> setting) {
    return settings.get(setting);
  }

  /**
   * Emits the rate.
   *
   * @param tf where to
   * @param iteration the number of steps taken so far, accumulating ones included
   * @return a scalar
   */
  public abstract Operand<TFloat32> rate(Ops tf, Operand<TInt64> iteration);

  /** The name and its settings. */
  @Override
  public String toString() {
    return settings.toString();
  }
}
