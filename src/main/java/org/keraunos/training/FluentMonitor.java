package org.keraunos.training;

import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Codecs;
import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;

/**
 * A callback that watches a figure and whose options make changed copies: a configuration, which
 * gives a {@link MonitorCallback} for each training. A kind declares its settings once; from them
 * come the checks and their messages.
 *
 * @param <C> the callback itself
 */
@CheckReturnValue
public abstract class FluentMonitor<C extends FluentMonitor<C>> implements Callback, Configurable {
  private static final Setting<String> MONITOR = Setting.of("monitor", Codecs.text());
  private static final Setting<Optional<Monitor.Direction>> MODE = Setting.of(
      "mode",
      Codecs.optional(Codecs.choice(Monitor.Direction.class, Monitor.Direction::kerasName)));
  private static final Setting<Double> MIN_DELTA =
      Setting.number("min_delta").must(delta -> delta >= 0, ">= 0");

  /** How many epochs in a row may bring nothing, for kinds that declare it. */
  protected static final Setting<Integer> PATIENCE =
      Setting.integer("patience").must(epochs -> epochs >= 0, ">= 0");

  private final Settings settings;

  /**
   * A callback.
   *
   * @param settings of its kind
   */
  protected FluentMonitor(Settings settings) {
    this.settings = settings;
  }

  /**
   * What all of them have: {@code val_loss} is watched, the way that the metric says.
   *
   * @param minDelta the default of how much better a figure must be
   * @return the settings
   */
  public static Kind.Group watching(double minDelta) {
    return Kind.template()
        .option(MONITOR, "val_loss")
        .option(MODE, Optional.empty())
        .option(MIN_DELTA, minDelta)
        .asGroup();
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
   * A copy with another value of a setting.
   *
   * @param setting one of the kind's
   * @param value what it is to be
   * @param <V> its type
   * @return a changed copy
   */
  @SuppressWarnings("unchecked") // a kind makes what it is the kind of
  protected final <V> C with(Setting<V> setting, V value) {
    return (C) settings.kind().make(settings.with(setting, value));
  }

  /** {@return which figure is watched, for the {@link MonitorCallback}} */
  protected final Monitor watched() {
    return new Monitor(
        settings.kind().className(), get(MONITOR), get(MIN_DELTA), get(MODE).orElse(null));
  }

  /**
   * Which figure to watch.
   *
   * @param name as in the history; {@code val_loss} if not given
   * @return a changed copy
   */
  public final C monitor(String name) {
    return with(MONITOR, name);
  }

  /**
   * How much better a figure must be to count.
   *
   * @param delta at least 0
   * @return a changed copy
   */
  public final C minDelta(double delta) {
    return with(MIN_DELTA, delta);
  }

  /**
   * Which way is better.
   *
   * @param direction what the metric says if not given
   * @return a changed copy
   */
  public final C mode(Monitor.Direction direction) {
    return with(MODE, Optional.of(Check.given(direction, "mode")));
  }

  /** {@return the object that looks on at one training} */
  @Override
  public abstract Callback forFit();

  @Override
  public final String toString() {
    return settings.toString();
  }
}
