package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.Model;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.testing.CallbackHarness;
import org.keraunos.testing.Goldens;
import org.keraunos.training.Callback;
import org.keraunos.training.FitOptions;
import org.keraunos.training.History;
import org.keraunos.training.LambdaCallback;
import org.keraunos.training.ModelCheckpoint;
import org.keraunos.training.Monitor;
import org.keraunos.training.ReduceLROnPlateau;
import org.keraunos.training.SwapEMAWeights;

/** Callbacks do what Keras's do: keras_callbacks.py. */
class CallbackParityTest {
  static List<Map<String, Object>> plateaus() {
    return Goldens.index("plateau.json");
  }

  static List<Map<String, Object>> checkpoints() {
    return Goldens.index("checkpoint.json");
  }

  static List<Map<String, Object>> trainings() {
    return Goldens.index("swap_ema.json");
  }

  private static Monitor.Direction mode(Map<?, ?> settings) {
    return settings.get("mode").equals("max") ? Monitor.Direction.MAX : Monitor.Direction.MIN;
  }

  private static double[] doubles(Object list) {
    return ((List<?>) list)
        .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
  }

  @ParameterizedTest
  @MethodSource("plateaus")
  void theRateFallsWhereKerassDoes(Map<String, Object> golden) {
    Map<?, ?> settings = (Map<?, ?>) golden.get("settings");
    ReduceLROnPlateau callback = new ReduceLROnPlateau()
        .monitor("figure")
        .mode(mode(settings))
        .patience((int) settings.get("patience"))
        .cooldown((int) settings.get("cooldown"))
        .minLr((double) settings.get("min_lr"))
        .minDelta((double) settings.get("min_delta"))
        .factor((double) settings.get("factor"));
    double[] rates = CallbackHarness.check(
            () -> callback, Map.of("figure", doubles(golden.get("figures"))))
        .learningRates()
        .stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
    assertClose("rates", rates, doubles(golden.get("rates")), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void modelsAreWrittenWhenAndWhereKerassAre(Map<String, Object> golden) {
    Map<?, ?> settings = (Map<?, ?>) golden.get("settings");
    ModelCheckpoint plain = new ModelCheckpoint((String) golden.get("filepath"))
        .monitor("figure")
        .mode(mode(settings))
        .saveBestOnly((boolean) settings.get("save_best_only"));
    ModelCheckpoint limited = settings.get("initial_value_threshold") instanceof Double threshold
        ? plain.initialValueThreshold(threshold)
        : plain;
    ModelCheckpoint callback =
        settings.get("save_freq") instanceof Integer steps ? limited.saveFreq(steps) : limited;
    assertThat(
            CallbackHarness.check(() -> callback, Map.of("figure", doubles(golden.get("figures"))))
                .saved())
        .isEqualTo(golden.get("saved"));
  }

  private static Dataset rows(int count, float[] inputs, float[] targets) {
    float[][] labels = new float[count][1];
    for (int row = 0; row < count; row++) {
      labels[row][0] = targets[row];
    }
    return Dataset.of(inputs, 3).withLabels(labels);
  }

  private static float[] uniform(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((random.nextLong() >>> 40) * 0x1p-24 - 0.5);
    }
    return values;
  }

  private static void frequency(FitOptions fit, Object given) {
    if (given instanceof Integer epochs) {
      fit.validationFreq(epochs);
    } else {
      fit.validationFreq(
          ((List<?>) given).stream().map(each -> ((Number) each).intValue()).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void trainingsHaveKerassFigures(Map<String, Object> golden) {
    SplittableRandom random = new SplittableRandom(24);
    float[] inputs = uniform(random, 24);
    float[] targets = uniform(random, 8);
    float[] kernel = uniform(random, 3);
    Dataset train = rows(8, inputs, targets);
    float[] others = uniform(random, 12);
    Dataset validation = rows(4, others, uniform(random, 4));
    List<double[]> seen = new ArrayList<>();
    SymbolicTensor input = Input.of(3);
    try (Model model = Model.of(
        input,
        dense(1).useBias(false).name("dense").apply(input),
        options -> options.dtypePolicy(DTypePolicy.FLOAT64))) {
      model.setWeights(List.of(new NamedArray("dense/kernel", new int[] {3, 1}, kernel)));
      model.compile(sgd(0.1).useEma(true).emaMomentum(0.5), meanSquaredError());
      Callback look = new LambdaCallback()
          .onEpochEnd(event -> seen.add(event.control().getWeights().get(0).toDoubles()));
      // Before the callback that swaps: none relies on the order of the others.
      History history = model.fit(train, fit -> {
        fit.batchSize(8).epochs(4).shuffle(false).verbose(false).validationData(validation);
        frequency(fit, golden.get("frequency"));
        fit.callbacks(look).callbacks(callbacks((String) golden.get("name")));
      });
      Map<?, ?> expected = (Map<?, ?>) golden.get("history");
      assertThat(history.names()).isEqualTo(List.copyOf(expected.keySet()));
      for (String name : history.names()) {
        // A rate is a float32 in Keras.
        double tolerance = name.equals("learning_rate") ? 1e-7 : 1e-9;
        assertClose(name, history.get(name), doubles(expected.get(name)), tolerance);
      }
      List<?> kernels = (List<?>) golden.get("seen");
      for (int epoch = 0; epoch < seen.size(); epoch++) {
        assertClose("seen", seen.get(epoch), doubles(kernels.get(epoch)), 1e-8);
      }
      assertClose(
          "kernel", model.getWeights().get(0).toDoubles(), doubles(golden.get("kernel")), 1e-8);
    }
  }

  private static Callback[] callbacks(String name) {
    return switch (name) {
      case "swap", "some" -> new Callback[] {new SwapEMAWeights()};
      case "swap_on_epoch" -> new Callback[] {new SwapEMAWeights(true)};
      case "plateau" ->
        new Callback[] {new ReduceLROnPlateau().patience(1).factor(0.5).minDelta(0.5)};
      default -> new Callback[0];
    };
  }
}
