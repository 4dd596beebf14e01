package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.activations.Activations.TANH;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.metrics.StreamingMetrics.f1Score;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.regularizers.Regularizers.l2;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Target;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.metrics.Average;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.SplitMix;
import org.keraunos.training.History;

/**
 * Two outputs with losses, loss weights and row weights for 50 steps, as Keras trains them:
 * keras_outputs.py.
 */
class OutputsParityTest {
  private static final int ROWS = 42;
  private static final int TRAINED = 30;

  private final List<NamedArray> weights = new ArrayList<>();
  private final Dataset inputs;
  private final FloatColumn genres;
  private final FloatColumn years;
  private final float[] genreWeights;
  private final float[] yearWeights;

  OutputsParityTest() {
    SplitMix random = new SplitMix(11);
    weight(random, "body/kernel", 6, 5);
    weight(random, "body/bias", 5);
    weight(random, "genre/kernel", 5, 3);
    weight(random, "genre/bias", 3);
    weight(random, "year/kernel", 5, 1);
    weight(random, "year/bias", 1);
    inputs = Dataset.of(random.uniform(ROWS * 6, 0, 2), 6);
    int[][] bits = random.bits(ROWS, 3);
    float[] flat = new float[ROWS * 3];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = bits[i / 3][i % 3];
    }
    genres = FloatColumn.of(flat, Shape.of(3));
    years = FloatColumn.of(random.uniform(ROWS, 0, 2), Shape.of(1));
    genreWeights = random.uniform(ROWS, 1, 1);
    yearWeights = random.uniform(ROWS, 1, 2);
  }

  private void weight(SplitMix random, String name, int... shape) {
    weights.add(new NamedArray(name, shape, random.uniform(NamedArray.size(shape), 0, 1)));
  }

  private static Dataset part(Dataset all, int from, int to) {
    return all.rows(IntStream.range(from, to).toArray());
  }

  @Test
  void aListOfOutputsFollowsKeras() {
    follows(
        "list",
        "genre",
        "year",
        (input, genre, year) -> Network.of(List.of(input), List.of(genre, year)));
  }

  @Test
  void namedOutputsFollowKeras() {
    follows("dict", "a", "b", (input, genre, year) -> {
      Map<String, SymbolicTensor> named = new LinkedHashMap<>();
      named.put("a", genre);
      named.put("b", year);
      return Network.of(List.of(input), named);
    });
  }

  private interface Networks {
    Network of(SymbolicTensor input, SymbolicTensor genre, SymbolicTensor year);
  }

  private void follows(String form, String genre, String year, Networks networks) {
    SymbolicTensor input = Input.of(6);
    SymbolicTensor body =
        dense(5).activation(TANH).kernelRegularizer(l2(0.05)).name("body").apply(input);
    Network network = networks.of(
        input,
        dense(3).activation(SIGMOID).name("genre").apply(body),
        dense(1).name("year").apply(body));
    Dataset all = inputs.withTarget(new Target(genre, genres)).withTarget(new Target(year, years));
    Dataset validation = part(all, TRAINED, ROWS);
    Dataset train = part(all, 0, TRAINED)
        .withSampleWeight(genre, Arrays.copyOf(genreWeights, TRAINED))
        .withSampleWeight(year, Arrays.copyOf(yearWeights, TRAINED));
    try (Npz golden = Goldens.open("outputs.npz");
        Model model = Model.of(network, m -> m.dtypePolicy(DTypePolicy.FLOAT64))) {
      model.compile(c -> c.optimizer(adam(0.01))
          .loss(genre, binaryCrossentropy())
          .weightedMetrics(genre, f1Score(Average.MACRO))
          .loss(year, meanSquaredError())
          .lossWeight(year, 0.3));
      model.setWeights(weights);
      History history = model.fit(
          train,
          f -> f.batchSize(6).epochs(10).shuffle(false).verbose(false).validationData(validation));
      follows(golden, form, history, model);
      model.evaluate(validation, 6).forEach((key, value) -> {
        String name =
            "list/evaluate/" + key.replaceFirst("^a_", "genre_").replaceFirst("^b_", "year_");
        double[] expected = golden.read(name).toDoubles();
        assertClose(key, new double[] {value}, expected, tolerance(key));
      });
    }
  }

  private static void follows(Npz golden, String form, History history, Model model) {
    List<String> keys = golden.names().stream()
        .filter(name -> name.startsWith(form + "/history/"))
        .map(name -> name.substring(form.length() + "/history/".length()))
        .toList();
    assertThat(history.names()).containsExactlyInAnyOrderElementsOf(keys);
    for (String key : keys) {
      double[] expected = golden.read(form + "/history/" + key).toDoubles();
      assertClose(key, history.get(key), expected, tolerance(key));
    }
    for (NamedArray weight : model.getWeights()) {
      double[] expected = golden.read(form + "/weights/" + weight.name()).toDoubles();
      assertClose(weight.name(), weight.toDoubles(), expected, 1e-9);
    }
  }

  /** Keras counts in float32. */
  private static double tolerance(String key) {
    return key.endsWith("f1_score") ? 1e-6 : 1e-9;
  }
}
