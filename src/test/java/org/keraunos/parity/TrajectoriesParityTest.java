package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Network;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.losses.Loss;
import org.keraunos.losses.Losses;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.testing.Goldens;

/**
 * Networks read from Keras's configurations and trained for 100 steps as Keras trains them:
 * keras_trajectories.py.
 */
class TrajectoriesParityTest {
  private static final int BATCH = 4;
  private static final int BATCHES = 4;
  private static final double TOLERANCE = 1e-8;

  static Stream<Arguments> networks() {
    return Goldens.index("trajectories.json").stream()
        .map(entry -> Arguments.of(entry.get("name"), entry));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  @SuppressWarnings("unchecked") // JSON's keys are strings
  void followsKeras(String name, Map<String, Object> entry) {
    Network network = NetworkConfig.read((Map<String, Object>) entry.get("config"));
    Map<String, String> losses = (Map<String, String>) entry.get("loss");
    List<String> weights = (List<String>) entry.get("weights");
    try (Npz golden = Goldens.open("trajectories.npz");
        Model model = Model.of(network, m -> m.dtypePolicy(DTypePolicy.FLOAT64))) {
      model.compile(c -> {
        c.optimizer(optimizer(name));
        losses.forEach((output, loss) -> c.loss(output, loss(loss)));
        if (losses.containsKey("year")) {
          c.lossWeight("year", 0.3);
        }
      });
      assertThat(model.weightSpecs().keySet()).containsExactlyInAnyOrderElementsOf(weights);
      model.setWeights(weights.stream()
          .map(weight -> Goldens.named(weight, golden.read(name + "/before/" + weight)))
          .toList());
      Dataset data = data(golden, name, network, losses.keySet());
      double[] seen = new double[golden.read(name + "/losses").toDoubles().length];
      for (int step = 0; step < seen.length; step++) {
        int from = step % BATCHES * BATCH;
        Dataset batch = data.rows(IntStream.range(from, from + BATCH).toArray());
        seen[step] = model.trainOnBatch(batch).get("loss");
      }
      double[] expected = golden.read(name + "/losses").toDoubles();
      for (int step = 0; step < seen.length; step++) {
        assertThat(Math.abs(seen[step] - expected[step]))
            .as("loss of step %d, %s for %s", step, seen[step], expected[step])
            .isLessThanOrEqualTo(TOLERANCE * expected[step]);
      }
      for (NamedArray weight : model.getWeights()) {
        double[] after = golden.read(name + "/after/" + weight.name()).toDoubles();
        // A bias in front of a normalization has no gradient but rounding.
        assertClose(weight.name(), weight.toDoubles(), after, 1e-7, 1e-9);
      }
    }
  }

  private static Optimizer optimizer(String network) {
    return network.equals("residual") ? sgd(0.05).momentum(0.9) : adam(0.01);
  }

  private static Loss loss(String name) {
    return name.equals("MeanSquaredError")
        ? Losses.meanSquaredError()
        : Losses.binaryCrossentropy();
  }

  private static float[] floats(NpyArray array) {
    double[] values = array.toDoubles();
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static FloatColumn column(NpyArray array) {
    int[] sizes = array.shape();
    return FloatColumn.of(
        floats(array),
        Shape.of(IntStream.range(1, sizes.length).map(i -> sizes[i]).toArray()));
  }

  private static Dataset data(Npz golden, String name, Network network, Iterable<String> outputs) {
    List<Feature> inputs = new ArrayList<>();
    for (int i = 0; i < network.inputs().size(); i++) {
      String input = network.inputName(i);
      inputs.add(new Feature(input, column(golden.read(name + "/input/" + input)), Scaling.NONE));
    }
    Dataset data = Dataset.of(inputs.toArray(Feature[]::new));
    for (String output : outputs) {
      data = data.withTarget(new Target(output, column(golden.read(name + "/target/" + output))));
    }
    for (String output : outputs) {
      String weights = name + "/sample_weight/" + output;
      if (golden.names().contains(weights)) {
        data = data.withSampleWeight(output, floats(golden.read(weights)));
      }
    }
    return data;
  }
}
