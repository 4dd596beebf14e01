package org.keraunos.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Stateful;

/**
 * Watches a figure and knows its best value: {@code keras.callbacks.MonitorCallback}. Which way is
 * better the metric says. A subclass does something when the figure has become better, or has not;
 * what it counts it keeps in {@link #count}s, what else it keeps it adds to {@link #state}.
 */
public abstract class MonitorCallback implements Callback, Stateful {
  private final Monitor monitor;
  private final Map<String, Count> counts = new LinkedHashMap<>();
  private double best = Double.NaN;

  /** A whole number that lasts: 0 when a training begins, and a part of its state. */
  protected static final class Count {
    private long value;

    private Count() {}

    /** {@return the number} */
    public long get() {
      return value;
    }

    /**
     * Sets the number.
     *
     * @param number what it is now
     */
    public void set(long number) {
      value = number;
    }

    /** {@return the number, which is one more than it was} */
    public long increment() {
      return ++value;
    }
  }

  /**
   * A callback that watches.
   *
   * @param monitor which figure, and what counts as better
   */
  protected MonitorCallback(Monitor monitor) {
    this.monitor = monitor;
  }

  /**
   * A number that the callback keeps, to be asked for once and held in a field.
   *
   * @param name its name in the state
   * @return the number, 0 at the start of each training
   * @throws IllegalStateException if there is one of that name
   */
  protected final Count count(String name) {
    Count count = new Count();
    Check.state(
        !name.equals("best") && counts.put(name, count) == null, "two counts called " + name);
    return count;
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
    monitor.checkValidation(event.control());
    best = Double.NaN;
    counts.values().forEach(count -> count.set(0));
  }

  @Override
  public final void onEpochEnd(EpochEnd event) {
    if (monitor.isLeftOut(event)) {
      return;
    }
    double value = monitor.value(event.logs());
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

  @Override
  public List<NamedArray> state() {
    List<NamedArray> state = new ArrayList<>(List.of(NamedArrays.of("best", best)));
    counts.forEach((name, count) -> state.add(NamedArrays.of(name, count.get())));
    return state;
  }

  @Override
  public void restore(List<NamedArray> state) {
    best = NamedArrays.get(state, "best").toDoubles()[0];
    counts.forEach(
        (name, count) -> count.set((long) NamedArrays.get(state, name).toDoubles()[0]));
  }
}
