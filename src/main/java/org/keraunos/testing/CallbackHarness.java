package org.keraunos.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Stateful;
import org.keraunos.training.Callback;
import org.keraunos.training.FitControl;
import org.keraunos.training.OnNotFinite;
import org.keraunos.training.TrainingState;

/**
 * What every callback must do, in one call, and what one does over figures that a test gives:
 * without a model, as the events of a training come.
 *
 * <pre>{@code
 * CallbackHarness.Outcome outcome = CallbackHarness.check(
 *     () -> new Patience("val_loss"), Map.of("val_loss", new double[] {1, 0.5, 0.6, 0.7}));
 * assertThat(outcome.learningRates()).containsExactly(1.0, 1.0, 1.0, 0.1);
 * }</pre>
 */
public final class CallbackHarness {
  /** The steps of an epoch. */
  private static final int STEPS = 3;

  private static final int BATCH = 8;

  private CallbackHarness() {}

  /**
   * What a training came to.
   *
   * @param learningRates the rate behind each epoch that ran; it begins with 1
   * @param weights the epoch whose weights the model has at the end, from 0
   * @param figures what the callback added to each epoch's figures
   * @param saved where the callback has written the model, in order
   */
  public record Outcome(
      List<Double> learningRates,
      int weights,
      List<Map<String, Double>> figures,
      List<String> saved) {
    /** {@return how many epochs ran} */
    public int epochs() {
      return learningRates.size();
    }
  }

  /**
   * Shows a callback the events of a training.
   *
   * @param callback looks on
   * @param figures a value an epoch for each figure; those whose name has {@code loss} in it are
   *     better when smaller, others when larger
   * @return what it came to
   */
  public static Outcome run(Callback callback, Map<String, double[]> figures) {
    Play play = new Play(callback, figures);
    play.begin();
    play.epochs(play.last());
    return play.end();
  }

  /**
   * The same, and that a second training with the object, and one that goes on behind any epoch
   * with the state of another object, end as the first did.
   *
   * @param make makes the callback, of the same settings each time
   * @param figures a value an epoch for each figure
   * @return what it came to
   * @throws AssertionError if the callback does not do what it must
   */
  public static Outcome check(Supplier<? extends Callback> make, Map<String, double[]> figures) {
    Callback callback = make.get();
    Outcome expected = run(callback, figures);
    same(callback, "a second training with the same object", run(callback, figures), expected);
    for (int epoch = 1; epoch < expected.epochs(); epoch++) {
      Play first = new Play(make.get(), figures);
      first.begin();
      first.epochs(epoch);
      Play second = new Play(make.get(), figures);
      second.begin();
      second.goOnFrom(first);
      second.epochs(second.last());
      same(callback, "gone on behind " + epoch + " epochs", second.end(), expected);
    }
    return expected;
  }

  private static void same(Callback callback, String what, Outcome actual, Outcome expected) {
    if (!actual.equals(expected)) {
      throw new AssertionError(callback.getClass().getSimpleName() + ", " + what + ": expected "
          + expected + ", received " + actual);
    }
  }

  /** One training. */
  private static final class Play implements FitControl {
    private final Callback callback;
    private final Map<String, double[]> figures;
    private final List<Double> rates = new ArrayList<>();
    private final List<Map<String, Double>> added = new ArrayList<>();
    private final List<String> saved = new ArrayList<>();
    private final List<Consumer<TrainingState>> waiting = new ArrayList<>();
    private long steps;
    private double rate = 1;
    private long weights = -1;
    private boolean stopped;

    Play(Callback callback, Map<String, double[]> figures) {
      this.callback = callback.forFit();
      this.figures = figures;
    }

    int last() {
      return figures.values().stream().mapToInt(each -> each.length).min().orElse(0);
    }

    void begin() {
      callback.onTrainBegin(new Callback.TrainBegin(last(), STEPS * BATCH, BATCH, this));
      give();
    }

    void epochs(int until) {
      while (rates.size() < until && !stopped) {
        int epoch = rates.size();
        callback.onEpochBegin(new Callback.EpochBegin(epoch, this));
        give();
        for (int step = 0; step < STEPS && !stopped; step++) {
          callback.onBatchBegin(new Callback.BatchBegin(epoch, step, this));
          steps++;
          callback.onBatchEnd(new Callback.BatchEnd(
              epoch, step, (step + 1) * BATCH, () -> logs(epoch, false), this));
          give();
        }
        weights = epoch;
        if (hasValidation()) {
          callback.onTestBegin(new Callback.TestBegin(epoch, this));
          callback.onTestEnd(new Callback.TestEnd(epoch, this));
        }
        Map<String, Double> own = Map.copyOf(callback.figures(this));
        Map<String, Double> logs = logs(epoch, true);
        logs.putAll(own);
        callback.onEpochEnd(new Callback.EpochEnd(epoch, logs, 1, 0, this));
        rates.add(rate);
        added.add(own);
        give();
      }
    }

    private Map<String, Double> logs(int epoch, boolean validation) {
      Map<String, Double> logs = new LinkedHashMap<>();
      figures.forEach((name, values) -> {
        if (validation || !name.startsWith("val_")) {
          logs.put(name, values[epoch]);
        }
      });
      return logs;
    }

    Outcome end() {
      callback.onTrainEnd(new Callback.TrainEnd(rates.size(), this));
      give();
      return new Outcome(List.copyOf(rates), (int) weights, List.copyOf(added), List.copyOf(saved));
    }

    void goOnFrom(Play other) {
      rates.addAll(other.rates);
      added.addAll(other.added);
      saved.addAll(other.saved);
      steps = other.steps;
      rate = other.rate;
      weights = other.weights;
      stopped = other.stopped;
      if (callback instanceof Stateful stateful && other.callback instanceof Stateful before) {
        stateful.restore(before.state());
      }
    }

    private void give() {
      if (!waiting.isEmpty()) {
        TrainingState state = TrainingState.of(
            List.of(NamedArrays.of("position", rates.size(), 0, 0, stopped ? 1 : 0, 0, 0, 0)),
            Map.of());
        List<Consumer<TrainingState>> receivers = List.copyOf(waiting);
        waiting.clear();
        receivers.forEach(receiver -> receiver.accept(state));
      }
    }

    @Override
    public void stopTraining() {
      stopped = true;
    }

    @Override
    public List<NamedArray> getWeights() {
      return List.of(NamedArrays.of("epoch", weights));
    }

    @Override
    public void setWeights(List<NamedArray> given) {
      weights = (long) NamedArrays.get(given, "epoch").toDoubles()[0];
    }

    @Override
    public List<NamedArray> averagedWeights() {
      return getWeights();
    }

    @Override
    public long iteration() {
      return steps;
    }

    @Override
    public byte[] graphDefinition() {
      return new byte[0];
    }

    @Override
    public boolean hasValidation() {
      return figures.keySet().stream().anyMatch(name -> name.startsWith("val_"));
    }

    @Override
    public void saveTo(Path path) {
      saved.add(path.toString());
    }

    @Override
    public void onNotFinite(OnNotFinite then) {}

    @Override
    public double learningRate() {
      return rate;
    }

    @Override
    public void setLearningRate(double changed) {
      Check.argument(
          changed > 0 && Double.isFinite(changed), "learningRate", "a finite number > 0", changed);
      rate = changed;
    }

    @Override
    public boolean higherIsBetter(String figure) {
      Check.argument(figures.containsKey(figure), "figure", "one of " + figures.keySet(), figure);
      return !figure.contains("loss");
    }

    @Override
    public void state(Consumer<TrainingState> receiver) {
      waiting.add(receiver);
    }
  }
}
