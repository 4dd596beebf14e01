package org.keraunos.training;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/**
 * Stops when a figure has not become better for some epochs: {@code keras.callbacks.EarlyStopping}.
 * Immutable; one may serve several trainings.
 *
 * <p>Defaults: {@code val_loss}, better by any amount, patience 0, from the first epoch on, the
 * last weights are kept. Which way is better the metric says, unless {@link #mode} does.
 */
@CheckReturnValue
public final class EarlyStopping implements Callback {
  private final Monitor monitor;
  private final int patience;
  private final int startFromEpoch;
  private final double baseline;
  private final boolean restoreBestWeights;

  /** With Keras's defaults. */
  public EarlyStopping() {
    this(Monitor.of("EarlyStopping", "val_loss"), 0, 0, Double.NaN, false);
  }

  private EarlyStopping(
      Monitor monitor,
      int patience,
      int startFromEpoch,
      double baseline,
      boolean restoreBestWeights) {
    Check.argument(patience >= 0, "EarlyStopping.patience", ">= 0", patience);
    Check.argument(startFromEpoch >= 0, "EarlyStopping.startFromEpoch", ">= 0", startFromEpoch);
    this.monitor = monitor;
    this.patience = patience;
    this.startFromEpoch = startFromEpoch;
    this.baseline = baseline;
    this.restoreBestWeights = restoreBestWeights;
  }

  private EarlyStopping with(Monitor changed) {
    return new EarlyStopping(changed, patience, startFromEpoch, baseline, restoreBestWeights);
  }

  /**
   * Which figure to watch.
   *
   * @param name as in the history; {@code val_loss} if not given
   * @return a changed copy
   */
  public EarlyStopping monitor(String name) {
    return with(new Monitor(monitor.owner(), name, monitor.minDelta(), monitor.direction()));
  }

  /**
   * How much better a figure must be to count.
   *
   * @param delta at least 0, the default
   * @return a changed copy
   */
  public EarlyStopping minDelta(double delta) {
    return with(new Monitor(monitor.owner(), monitor.figure(), delta, monitor.direction()));
  }

  /**
   * Which way is better.
   *
   * @param direction what the metric says if not given
   * @return a changed copy
   */
  public EarlyStopping mode(Monitor.Direction direction) {
    return with(new Monitor(monitor.owner(), monitor.figure(), monitor.minDelta(), direction));
  }

  /**
   * How many epochs in a row may bring nothing.
   *
   * @param epochs at least 0, the default
   * @return a changed copy
   */
  public EarlyStopping patience(int epochs) {
    return new EarlyStopping(monitor, epochs, startFromEpoch, baseline, restoreBestWeights);
  }

  /**
   * What a figure must be better than, besides the best one so far, for the epochs to be counted
   * anew.
   *
   * @param value a finite number; nothing if not given
   * @return a changed copy
   */
  public EarlyStopping baseline(double value) {
    Check.argument(Double.isFinite(value), "EarlyStopping.baseline", "a finite number", value);
    return new EarlyStopping(monitor, patience, startFromEpoch, value, restoreBestWeights);
  }

  /**
   * From which epoch on the figure is looked at.
   *
   * @param epoch from 0, the default
   * @return a changed copy
   */
  public EarlyStopping startFromEpoch(int epoch) {
    return new EarlyStopping(monitor, patience, epoch, baseline, restoreBestWeights);
  }

  /**
   * Whether the best epoch's weights are put back at the end.
   *
   * @param restore false if not given
   * @return a changed copy
   */
  public EarlyStopping restoreBestWeights(boolean restore) {
    return new EarlyStopping(monitor, patience, startFromEpoch, baseline, restore);
  }

  @Override
  public Callback forFit() {
    return new Watch();
  }

  private final class Watch extends MonitorCallback {
    private int wait;
    private @Nullable List<NamedArray> bestWeights;

    Watch() {
      super(monitor);
    }

    @Override
    protected boolean isWatched(EpochEnd event) {
      return event.epoch() >= startFromEpoch;
    }

    @Override
    protected void improved(EpochEnd event, double value) {
      boolean counts = Double.isNaN(baseline) || isBetter(event, value, baseline);
      wait = counts ? 0 : wait + 1;
      if (restoreBestWeights) {
        bestWeights = event.control().getWeights();
      }
    }

    @Override
    protected void notImproved(EpochEnd event, double value) {
      if (++wait >= patience) {
        event.control().stopTraining();
      }
    }

    @Override
    public void onTrainEnd(TrainEnd event) {
      if (bestWeights != null) {
        event.control().setWeights(bestWeights);
      }
    }

    @Override
    public List<NamedArray> state() {
      List<NamedArray> state = new ArrayList<>(super.state());
      state.add(NamedArrays.of("wait", (long) wait));
      if (bestWeights != null) {
        state.addAll(NamedArrays.below("weights/", bestWeights));
      }
      return state;
    }

    @Override
    public void restore(List<NamedArray> state) {
      super.restore(state);
      wait = (int) NamedArrays.get(state, "wait").toDoubles()[0];
      List<NamedArray> weights = NamedArrays.from("weights/", state);
      bestWeights = weights.isEmpty() ? null : weights;
    }
  }
}
