package org.keraunos.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;

/**
 * Stops when a figure has not become better for some epochs: {@code keras.callbacks.EarlyStopping}.
 * Immutable; one may serve several trainings.
 *
 * <p>Defaults: {@code val_loss}, better by any amount, patience 0, from the first epoch on, the
 * last weights are kept. Which way is better the metric says, unless {@link #mode} does.
 */
@CheckReturnValue
public final class EarlyStopping extends FluentMonitor<EarlyStopping> {
  private static final Setting<Integer> START_FROM_EPOCH =
      Setting.integer("start_from_epoch").must(epoch -> epoch >= 0, ">= 0");
  private static final Setting<Optional<Double>> BASELINE = Setting.of(
          "baseline", Codecs.optional(Codecs.number()))
      .must(value -> value.isEmpty() || Double.isFinite(value.get()), "a finite number");
  private static final Setting<Boolean> RESTORE_BEST_WEIGHTS = Setting.flag("restore_best_weights");
  private static final Kind<EarlyStopping> KIND = Kind.of("EarlyStopping", EarlyStopping::new)
      .group(watching(0))
      .option(PATIENCE, 0)
      .option(BASELINE, Optional.empty())
      .option(RESTORE_BEST_WEIGHTS, false)
      .option(START_FROM_EPOCH, 0);

  /** With Keras's defaults. */
  public EarlyStopping() {
    this(KIND.settings());
  }

  private EarlyStopping(Settings settings) {
    super(settings);
  }

  /**
   * How many epochs in a row may bring nothing.
   *
   * @param epochs at least 0, the default
   * @return a changed copy
   */
  public EarlyStopping patience(int epochs) {
    return with(PATIENCE, epochs);
  }

  /**
   * What a figure must be better than, besides the best one so far, for the epochs to be counted
   * anew.
   *
   * @param value a finite number; nothing if not given
   * @return a changed copy
   */
  public EarlyStopping baseline(double value) {
    return with(BASELINE, Optional.of(value));
  }

  /**
   * From which epoch on the figure is looked at.
   *
   * @param epoch from 0, the default
   * @return a changed copy
   */
  public EarlyStopping startFromEpoch(int epoch) {
    return with(START_FROM_EPOCH, epoch);
  }

  /**
   * Whether the best epoch's weights are put back at the end.
   *
   * @param restore false if not given
   * @return a changed copy
   */
  public EarlyStopping restoreBestWeights(boolean restore) {
    return with(RESTORE_BEST_WEIGHTS, restore);
  }

  @Override
  public MonitorCallback forFit() {
    return new Watch();
  }

  private final class Watch extends MonitorCallback {
    private final Count wait = count("wait");
    private @Nullable List<NamedArray> bestWeights;

    Watch() {
      super(watched());
    }

    @Override
    protected boolean isWatched(EpochEnd event) {
      return event.epoch() >= get(START_FROM_EPOCH);
    }

    @Override
    protected void improved(EpochEnd event, double value) {
      Optional<Double> baseline = get(BASELINE);
      boolean counts = baseline.isEmpty() || isBetter(event, value, baseline.get());
      wait.set(counts ? 0 : wait.get() + 1);
      if (get(RESTORE_BEST_WEIGHTS)) {
        bestWeights = event.control().getWeights();
      }
    }

    @Override
    protected void notImproved(EpochEnd event, double value) {
      if (wait.increment() >= get(PATIENCE)) {
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
      if (bestWeights != null) {
        state.addAll(NamedArrays.below("weights/", bestWeights));
      }
      return state;
    }

    @Override
    public void restore(List<NamedArray> state) {
      super.restore(state);
      List<NamedArray> weights = NamedArrays.from("weights/", state);
      bestWeights = weights.isEmpty() ? null : weights;
    }
  }
}
