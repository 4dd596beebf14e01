package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.Model;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.data.Target;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Network;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.optimizers.Optimizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.Kinds;
import org.keraunos.testing.SplitMix;
import org.keraunos.training.History;

/**
 * Drawn combinations of what optimizers have, through {@code fit}, against Keras's:
 * keras_optimizer_combinations.py.
 */
class OptimizerCombinationsTest {
  private static final int ROWS = 22;
  private static final int BATCH = 8;
  private static final int EPOCHS = 7;
  private static final int WORDS = 26;
  private static final int TOKENS = 3;
  private static final String FILE = "optimizer_combinations";

  static Stream<Arguments> combinations() {
    List<Map<String, Object>> index = Goldens.index(FILE + ".json");
    Map<String, Object> networks = index.get(0);
    return index.stream().skip(1).map(each -> Arguments.of(each.get("name"), each, networks));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("combinations")
  void trainAsInKeras(String name, Map<String, Object> entry, Map<String, Object> networks) {
    int number = (Integer) entry.get("network");
    Network network =
        NetworkConfig.read(Kinds.strings(((List<?>) networks.get("networks")).get(number)));
    List<?> names = (List<?>) ((List<?>) networks.get("weights")).get(number);
    Optimizer optimizer = optimizer(entry);
    try (Npz golden = Goldens.open(FILE + ".npz");
        Model model = Model.of(network, m -> m.dtypePolicy(DTypePolicy.FLOAT64))) {
      model.compile(c -> {
        c.optimizer(optimizer).loss(binaryCrossentropy());
        Kinds.strings(entry.get("factors"))
            .forEach((layer, factor) ->
                c.learningRateFactor(network.layer(layer), ((Number) factor).doubleValue()));
      });
      model.setWeights(start(names, model.weightSpecs()));
      History history = model.fit(
          data(), f -> f.batchSize(BATCH).epochs(EPOCHS).shuffle(false).verbose(false));
      double[] made = history.epochs().stream()
          .map(epoch -> epoch.get("loss"))
          .mapToDouble(Double::doubleValue)
          .toArray();
      double[] expected = golden.read(name).toDoubles();
      // Rates of schedules are of float32, and TensorFlow regroups constants in a graph.
      boolean scheduled = Kinds.strings(entry.get("config")).get("learning_rate") instanceof Map;
      double tolerance = scheduled ? 2e-6 : 1e-9;
      assertClose("losses", made, Arrays.copyOf(expected, EPOCHS), tolerance);
      Map<String, double[]> after = new HashMap<>();
      model.getWeights().forEach(weight -> after.put(weight.name(), weight.toDoubles()));
      int from = EPOCHS;
      for (Object weight : names) {
        double[] values = after.get(String.valueOf(weight));
        double[] those = Arrays.copyOfRange(expected, from, from + values.length);
        assertClose(String.valueOf(weight), values, those, tolerance);
        from += values.length;
      }
      assertThat(from).isEqualTo(expected.length);
    }
  }

  private static Optimizer optimizer(Map<String, Object> entry) {
    Map<String, Object> config = new HashMap<>(Kinds.strings(entry.get("config")));
    if (!((List<?>) entry.get("excluded")).isEmpty()) {
      config.put("exclude_from_weight_decay", entry.get("excluded"));
    }
    return Optimizers.registry().kind(String.valueOf(entry.get("class_name"))).read(config);
  }

  private static List<NamedArray> start(List<?> names, Map<String, WeightSpec> specs) {
    SplitMix random = new SplitMix(29);
    List<NamedArray> weights = new ArrayList<>();
    for (Object each : names) {
      String name = String.valueOf(each);
      boolean positive = name.endsWith("gamma") || name.endsWith("moving_variance");
      Shape shape = specs.get(name).shape();
      float[] drawn = random.uniform(shape.size(), positive ? 1 : 0, positive ? 0.5 : 1);
      weights.add(new NamedArray(name, shape.toArray(), drawn));
    }
    return weights;
  }

  /** No token stands twice in a batch. */
  private static Dataset data() {
    SplitMix random = new SplitMix(23);
    float[] x = random.uniform(ROWS * 5, 0, 2);
    float[] tokens = new float[ROWS * TOKENS];
    for (int batch = 0; batch < 3; batch++) {
      float[] keys = random.uniform(WORDS, 0, 1);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < WORDS; i++) {
        order.add(i);
      }
      order.sort((a, b) -> Float.compare(keys[a], keys[b]));
      for (int i = 0; i < BATCH * TOKENS && batch * BATCH * TOKENS + i < tokens.length; i++) {
        tokens[batch * BATCH * TOKENS + i] = order.get(i);
      }
    }
    float[] y = new float[ROWS * 3];
    int[][] bits = random.bits(ROWS, 3);
    for (int i = 0; i < y.length; i++) {
      y[i] = bits[i / 3][i % 3];
    }
    return Dataset.of(
            new Feature("x", FloatColumn.of(x, Shape.of(5)), Scaling.NONE),
            new Feature("tokens", FloatColumn.of(tokens, Shape.of(TOKENS)), Scaling.NONE))
        .withTarget(new Target("labels", FloatColumn.of(y, Shape.of(3))));
  }
}
