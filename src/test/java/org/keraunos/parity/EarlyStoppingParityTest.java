package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.testing.Goldens;
import org.keraunos.training.Callback;
import org.keraunos.training.EarlyStopping;
import org.keraunos.training.FitControl;
import org.keraunos.training.Monitor;
import org.keraunos.training.TrainingState;

/** Stops where Keras does and puts back what Keras does: keras_callbacks.py. */
class EarlyStoppingParityTest {
  /** As much of a fit as the callback looks at; its weights are the number of the epoch. */
  private static final class Epochs implements FitControl {
    private boolean stopped;
    private long weights;

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
      weights = (long) given.get(0).toDoubles()[0];
    }

    @Override
    public double learningRate() {
      throw new AssertionError();
    }

    @Override
    public void setLearningRate(double rate) {
      throw new AssertionError();
    }

    @Override
    public boolean higherIsBetter(String figure) {
      throw new AssertionError("the case says it");
    }

    @Override
    public void state(Consumer<TrainingState> receiver) {
      throw new AssertionError();
    }
  }

  static List<Map<String, Object>> cases() {
    return Goldens.index("early_stopping.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  @SuppressWarnings("unchecked")
  void stopsWhereKerasDoes(Map<String, Object> golden) {
    List<Double> figures = (List<Double>) golden.get("figures");
    Callback callback = callback((Map<String, Object>) golden.get("settings")).forFit();
    Epochs control = new Epochs();
    callback.onTrainBegin(new Callback.TrainBegin(figures.size(), 1, 1, control));
    int epoch = 0;
    while (epoch < figures.size() && !control.stopped) {
      control.weights = epoch;
      Map<String, Double> logs = Map.of("figure", figures.get(epoch));
      callback.onEpochEnd(new Callback.EpochEnd(epoch, logs, 0, 0, control));
      epoch++;
    }
    callback.onTrainEnd(new Callback.TrainEnd(epoch, control));
    assertThat(epoch).isEqualTo(golden.get("epochs"));
    assertThat(control.weights).isEqualTo(((Number) golden.get("restored")).longValue());
  }

  private static EarlyStopping callback(Map<String, Object> settings) {
    EarlyStopping stopping = new EarlyStopping()
        .monitor("figure")
        .mode(settings.get("mode").equals("max") ? Monitor.Direction.MAX : Monitor.Direction.MIN)
        .patience((int) settings.get("patience"))
        .minDelta((double) settings.get("min_delta"))
        .startFromEpoch((int) settings.get("start_from_epoch"))
        .restoreBestWeights((boolean) settings.get("restore_best_weights"));
    return settings.get("baseline") instanceof Double baseline
        ? stopping.baseline(baseline)
        : stopping;
  }
}
