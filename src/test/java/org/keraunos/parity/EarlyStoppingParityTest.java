package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.testing.CallbackHarness;
import org.keraunos.testing.Goldens;
import org.keraunos.training.EarlyStopping;
import org.keraunos.training.Monitor;

/** Stops where Keras does and puts back what Keras does: keras_callbacks.py. */
class EarlyStoppingParityTest {
  static List<Map<String, Object>> cases() {
    return Goldens.index("early_stopping.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  @SuppressWarnings("unchecked")
  void stopsWhereKerasDoes(Map<String, Object> golden) {
    List<Double> figures = (List<Double>) golden.get("figures");
    EarlyStopping stopping = callback((Map<String, Object>) golden.get("settings"));
    double[] values = figures.stream().mapToDouble(Double::doubleValue).toArray();
    CallbackHarness.Outcome outcome =
        CallbackHarness.check(() -> stopping, Map.of("figure", values));
    assertThat(outcome.epochs()).isEqualTo(golden.get("epochs"));
    assertThat(outcome.weights()).isEqualTo(golden.get("restored"));
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
