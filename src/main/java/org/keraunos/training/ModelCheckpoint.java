package org.keraunos.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Stateful;

/**
 * Writes the model while it trains: {@code keras.callbacks.ModelCheckpoint}. The end of the name
 * says what is written, whole or not at all: {@code .keras} the file that Keras reads, too,
 * {@code .weights.h5} the weights alone, as with Keras's {@code save_weights_only}, and any other
 * the folder of the model's {@code export}. Immutable; one may serve several trainings, each with a
 * best value of its own.
 *
 * <p>The path may have places for the epoch, from 1, the batch and figures, as Python formats them:
 * {@code models/{epoch:02d}-{val_loss:.2f}}. A path without places is replaced each time.
 *
 * <p>Defaults: after each epoch, whatever its figures. With {@link #saveBestOnly} {@code val_loss}
 * is watched, the way that the metric says; an epoch without validation is passed over.
 */
@CheckReturnValue
public final class ModelCheckpoint extends FluentMonitor<ModelCheckpoint> {
  private static final Setting<String> FILEPATH = Setting.of("filepath", Codecs.text());
  private static final Setting<Boolean> SAVE_BEST_ONLY = Setting.flag("save_best_only");
  private static final Setting<Optional<Integer>> SAVE_FREQ = Setting.of(
          "save_freq", Codecs.optional(Codecs.integer()))
      .must(steps -> steps.isEmpty() || steps.get() >= 1, ">= 1");
  private static final Setting<Optional<Double>> THRESHOLD = Setting.of(
          "initial_value_threshold", Codecs.optional(Codecs.number()))
      .must(value -> value.isEmpty() || Double.isFinite(value.get()), "a finite number");
  private static final Kind<ModelCheckpoint> KIND = Kind.of("ModelCheckpoint", ModelCheckpoint::new)
      .required(FILEPATH)
      .group(watching(0))
      .option(SAVE_BEST_ONLY, false)
      .option(SAVE_FREQ, Optional.empty())
      .option(THRESHOLD, Optional.empty());

  private final PathPattern pattern;

  /**
   * With Keras's defaults.
   *
   * @param filepath a file or folder, maybe with places for numbers
   * @throws IllegalArgumentException if it ends in an {@code .h5} that is not {@code .weights.h5},
   *     or a place cannot be read
   */
  public ModelCheckpoint(String filepath) {
    this(KIND.settings().with(FILEPATH, filepath));
  }

  private ModelCheckpoint(Settings settings) {
    super(settings);
    String path = get(FILEPATH);
    Check.argument(
        !path.endsWith(".h5") || path.endsWith(".weights.h5"),
        "ModelCheckpoint.filepath",
        "a name that ends in .keras or .weights.h5, or a folder",
        path);
    this.pattern = new PathPattern("ModelCheckpoint.filepath", path);
  }

  /**
   * Whether to write only when the figure is better than ever.
   *
   * @param only false if not given
   * @return a changed copy
   */
  public ModelCheckpoint saveBestOnly(boolean only) {
    return with(SAVE_BEST_ONLY, only);
  }

  /**
   * Writes behind steps, and not behind epochs.
   *
   * @param steps after how many, counted through all epochs, at least 1
   * @return a changed copy
   */
  public ModelCheckpoint saveFreq(int steps) {
    return with(SAVE_FREQ, Optional.of(steps));
  }

  /**
   * What the first value must be better than.
   *
   * @param value a finite number; nothing if not given
   * @return a changed copy
   */
  public ModelCheckpoint initialValueThreshold(double value) {
    return with(THRESHOLD, Optional.of(value));
  }

  @Override
  public Callback forFit() {
    return new Writer();
  }

  private final class Writer implements Callback, Stateful {
    private final Monitor monitor = watched();
    private double best = Double.NaN;
    private long steps;

    @Override
    public void onTrainBegin(TrainBegin event) {
      best = get(THRESHOLD).orElse(Double.NaN);
      steps = 0;
      if (get(SAVE_BEST_ONLY)) {
        monitor.checkValidation(event.control());
      }
    }

    @Override
    public void onBatchEnd(BatchEnd event) {
      if (get(SAVE_FREQ).isPresent() && ++steps >= get(SAVE_FREQ).get()) {
        steps = 0;
        save(event.epoch(), event.step(), event::logs, event.control());
      }
    }

    @Override
    public void onEpochEnd(EpochEnd event) {
      boolean leftOut = get(SAVE_BEST_ONLY) && monitor.isLeftOut(event);
      if (get(SAVE_FREQ).isEmpty() && !leftOut) {
        save(event.epoch(), -1, event::logs, event.control());
      }
    }

    private void save(
        int epoch, int batch, Supplier<Map<String, Double>> logs, FitControl control) {
      if (get(SAVE_BEST_ONLY)) {
        double value = monitor.value(logs.get());
        if (!monitor.isBetter(value, best, control)) {
          return;
        }
        best = value;
      }
      control.saveTo(Path.of(pattern.format(epoch, batch, logs)));
    }

    @Override
    public List<NamedArray> state() {
      return List.of(NamedArrays.of("best", best), NamedArrays.of("steps", steps));
    }

    @Override
    public void restore(List<NamedArray> state) {
      best = NamedArrays.get(state, "best").toDoubles()[0];
      steps = (long) NamedArrays.get(state, "steps").toDoubles()[0];
    }
  }
}
