package org.keraunos.training;

import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Stateful;

/**
 * Watches a figure and knows its best value: {@code keras.callbacks.MonitorCallback}. Which way is
 * better the metric says. A subclass does something when the figure has become better, or has not;
 * what it keeps besides it adds to {@link #state}.
 */
public abstract class MonitorCallback implements Callback, Stateful {
  private final Monitor monitor;
  private double best = Double.NaN;

  /**
   * A callback that watches.
   *
   * @param monitor which figure, and what counts as better
   */
  protected MonitorCallback(Monitor monitor) {
    this.monitor = monitor;
  }

  /**
   * The figure has become better, or has its first value.
   *
   * @param event the epoch
   * @param value the new best value
   */
  protected abstract void improved(EpochEnd event, double value);

  /**
   * The figure has not become better.
   *
   * @param event the epoch
   * @param value its value, NaN maybe
   */
  protected abstract void notImproved(EpochEnd event, double value);

  /**
   * Whether an epoch is looked at.
   *
   * @param event the epoch
   * @return true, unless a subclass says otherwise
   */
  protected boolean isWatched(EpochEnd event) {
    return true;
  }

  /**
   * Whether a value counts as better than another one.
   *
   * @param event the epoch
   * @param value the value
   * @param reference what it is compared with
   * @return whether it is better by more than the monitor's difference
   */
  protected final boolean isBetter(EpochEnd event, double value, double reference) {
    return monitor.isBetter(value, reference, event.control());
  }

  /** {@return the best value so far; NaN before there is one} */
  protected final double best() {
    return best;
  }

  @Override
  public void onTrainBegin(TrainBegin event) {
    best = Double.NaN;
  }

  @Override
  public final void onEpochEnd(EpochEnd event) {
    double value = value(event.logs());
    if (!isWatched(event)) {
      return;
    }
    if (isBetter(event, value, best)) {
      best = value;
      improved(event, value);
    } else {
      notImproved(event, value);
    }
  }

  private double value(Map<String, Double> logs) {
    Double value = logs.get(monitor.figure());
    if (value == null) {
      throw Check.bad(monitor.owner() + ".monitor", "one of " + logs.keySet(), monitor.figure());
    }
    return value;
  }

  @Override
  public List<NamedArray> state() {
    return List.of(NamedArrays.of("best", best));
  }

  @Override
  public void restore(List<NamedArray> state) {
    best = NamedArrays.get(state, "best").toDoubles()[0];
  }
}
