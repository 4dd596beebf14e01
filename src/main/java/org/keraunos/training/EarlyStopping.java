package org.keraunos.training;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;

/**
 * Stops when a figure has not become better for some epochs: {@code keras.callbacks.EarlyStopping}.
 *
 * <p>Defaults: {@code val_loss}, better by any amount, patience 0, the last weights are kept. A figure whose name ends in
 * {@code loss} is better when smaller, and so is {@code hamming_loss}; any other when larger, unless {@link #mode} says.
 */
public final class EarlyStopping implements Callback {
  /** Which way is better. */
  public enum Mode {
    /** Smaller is better. */
    MIN,
    /** Larger is better. */
    MAX
  }

  private String monitor = "val_loss";
  private double minDelta;
  private int patience;
  private @Nullable Mode mode;
  private boolean restoreBestWeights;

  private double best = Double.NaN;
  private int wait;
  private @Nullable List<NamedArray> bestWeights;

  /** With Keras's defaults. */
  public EarlyStopping() {}

  /**
   * Which figure to watch.
   *
   * @param name as in the history; {@code val_loss} if not given
   * @return this
   */
  public EarlyStopping monitor(String name) {
    this.monitor = name;
    return this;
  }

  /**
   * How much better a figure must be to count.
   *
   * @param delta at least 0, the default
   * @return this
   */
  public EarlyStopping minDelta(double delta) {
    Check.argument(delta >= 0, "EarlyStopping.minDelta", ">= 0", delta);
    this.minDelta = delta;
    return this;
  }

  /**
   * How many epochs in a row may bring nothing.
   *
   * @param epochs at least 0, the default
   * @return this
   */
  public EarlyStopping patience(int epochs) {
    Check.argument(epochs >= 0, "EarlyStopping.patience", ">= 0", epochs);
    this.patience = epochs;
    return this;
  }

  /**
   * Which way is better.
   *
   * @param direction by the figure's name if not given
   * @return this
   */
  public EarlyStopping mode(Mode direction) {
    this.mode = direction;
    return this;
  }

  /**
   * Whether the best epoch's weights are put back at the end.
   *
   * @param restore false if not given
   * @return this
   */
  public EarlyStopping restoreBestWeights(boolean restore) {
    this.restoreBestWeights = restore;
    return this;
  }

  @Override
  public void onTrainBegin(TrainBegin event) {
    best = Double.NaN;
    wait = 0;
    bestWeights = null;
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    double value = monitored(event.logs());
    if (isBetter(value)) {
      best = value;
      wait = 0;
      if (restoreBestWeights) {
        bestWeights = event.control().getWeights();
      }
    } else if (++wait >= patience) {
      event.control().stopTraining();
    }
  }

  @Override
  public void onTrainEnd(TrainEnd event) {
    if (bestWeights != null) {
      event.control().setWeights(bestWeights);
    }
  }

  private double monitored(Map<String, Double> logs) {
    Double value = logs.get(monitor);
    if (value == null) {
      throw Check.bad("EarlyStopping.monitor", "one of " + logs.keySet(), monitor);
    }
    return value;
  }

  private boolean isBetter(double value) {
    if (Double.isNaN(best)) {
      return !Double.isNaN(value);
    }
    boolean smaller = mode == null ? monitor.endsWith("loss") : mode == Mode.MIN;
    return smaller ? value < best - minDelta : value > best + minDelta;
  }
}
