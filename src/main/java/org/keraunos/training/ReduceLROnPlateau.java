package org.keraunos.training;

import java.util.Map;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;

/**
 * Lowers the learning rate when a figure has not become better for some epochs:
 * {@code keras.callbacks.ReduceLROnPlateau}. Adds {@code learning_rate} to the history, as it was
 * in the epoch. Immutable; one may serve several trainings.
 *
 * <p>Defaults: {@code val_loss}, better by more than 0.0001, a tenth of the rate after 10 epochs,
 * no pause, no lowest rate. Which way is better the metric says, unless {@link #mode} does. A rate
 * that is a schedule's cannot be set, so that {@code fit} refuses both together.
 */
@CheckReturnValue
public final class ReduceLROnPlateau extends FluentMonitor<ReduceLROnPlateau> {
  private static final Setting<Double> FACTOR =
      Setting.number("factor").must(f -> f > 0 && f < 1, "0 < factor < 1");
  private static final Setting<Integer> COOLDOWN =
      Setting.integer("cooldown").must(epochs -> epochs >= 0, ">= 0");
  private static final Setting<Double> MIN_LR =
      Setting.number("min_lr").must(r -> r >= 0 && Double.isFinite(r), "a finite number >= 0");
  private static final Kind<ReduceLROnPlateau> KIND = Kind.of(
          "ReduceLROnPlateau", ReduceLROnPlateau::new)
      .group(watching(1e-4))
      .option(FACTOR, 0.1)
      .option(PATIENCE, 10)
      .option(COOLDOWN, 0)
      .option(MIN_LR, 0.0);

  /** With Keras's defaults. */
  public ReduceLROnPlateau() {
    this(KIND.settings());
  }

  private ReduceLROnPlateau(Settings settings) {
    super(settings);
  }

  /**
   * How much of the rate is left.
   *
   * @param share above 0, below 1; 0.1 if not given
   * @return a changed copy
   */
  public ReduceLROnPlateau factor(double share) {
    return with(FACTOR, share);
  }

  /**
   * How many epochs in a row may bring nothing.
   *
   * @param epochs at least 0; 10 if not given
   * @return a changed copy
   */
  public ReduceLROnPlateau patience(int epochs) {
    return with(PATIENCE, epochs);
  }

  /**
   * For how many epochs behind a change none is counted.
   *
   * @param epochs at least 0, the default
   * @return a changed copy
   */
  public ReduceLROnPlateau cooldown(int epochs) {
    return with(COOLDOWN, epochs);
  }

  /**
   * Below what the rate does not go.
   *
   * @param rate at least 0, the default
   * @return a changed copy
   */
  public ReduceLROnPlateau minLr(double rate) {
    return with(MIN_LR, rate);
  }

  @Override
  public MonitorCallback forFit() {
    return new Watch();
  }

  private final class Watch extends MonitorCallback {
    private final Count wait = count("wait");
    private final Count pause = count("cooldown");

    Watch() {
      super(watched());
    }

    @Override
    public void onTrainBegin(TrainBegin event) {
      super.onTrainBegin(event);
      LearningRateScheduler.checkSettable(event.control());
    }

    @Override
    public Map<String, Double> figures(FitControl control) {
      return Map.of("learning_rate", control.learningRate());
    }

    @Override
    protected void improved(EpochEnd event, double value) {
      rest();
      wait.set(0);
    }

    @Override
    protected void notImproved(EpochEnd event, double value) {
      rest();
      if (pause.get() > 0 || wait.increment() < get(PATIENCE)) {
        return;
      }
      double rate = event.control().learningRate();
      if (rate > get(MIN_LR)) {
        event.control().setLearningRate(Math.max(rate * get(FACTOR), get(MIN_LR)));
        pause.set(get(COOLDOWN));
        wait.set(0);
      }
    }

    private void rest() {
      if (pause.get() > 0) {
        pause.set(pause.get() - 1);
        wait.set(0);
      }
    }
  }
}
