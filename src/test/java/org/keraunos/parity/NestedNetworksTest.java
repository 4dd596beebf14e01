package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.model;
import static org.keraunos.losses.Losses.meanAbsoluteError;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.testing.Goldens.assertClose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.Predictions;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.data.Target;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Functional;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.Kinds;
import org.keraunos.testing.LayerRun;
import org.keraunos.testing.SplitMix;
import tools.jackson.databind.json.JsonMapper;

/** Networks inside networks against Keras's: keras_nested.py. */
class NestedNetworksTest {
  private static final int ROWS = 8;

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  private static List<NamedArray> weights(Map<String, WeightSpec> specs) {
    SplitMix random = new SplitMix(1);
    List<NamedArray> weights = new ArrayList<>();
    specs.forEach((name, spec) -> {
      boolean positive = name.endsWith("gamma") || name.endsWith("moving_variance");
      float[] drawn = random.uniform(spec.shape().size(), positive ? 1 : 0, positive ? 0.5 : 1);
      weights.add(new NamedArray(name, spec.shape().toArray(), drawn));
    });
    return weights;
  }

  @Test
  void computesTrainsAndNumbersAsKerasDoes() {
    Map<String, Object> entry = Goldens.index("nested.json").get(0);
    Network read = NetworkConfig.read(Kinds.strings(entry.get("config")));
    // Written and read once more it is the same.
    Network network = NetworkConfig.read(Goldens.throughJson(NetworkConfig.of(read)));
    Functional whole = model(network);
    try (Npz golden = Goldens.open("nested.npz");
        LayerRun predict = run(whole, false);
        LayerRun train = run(whole, true)) {
      places(entry, predict.weights());
      List<NamedArray> weights = weights(predict.weights());
      predict.set(weights);
      train.set(weights);
      SplitMix data = new SplitMix(2);
      List<double[]> x =
          List.of(wide(data.uniform(ROWS * 4, 0, 2)), wide(data.uniform(ROWS * 4, 0, 2)));
      boolean[] y = new boolean[ROWS * 2];
      for (int i = 0; i < y.length; i++) {
        y[i] = data.bits(1, 1)[0][0] != 0;
      }
      double[] none = new double[y.length];
      double[] output = predict.run(ROWS, x, List.of(none), 0).output();
      assertClose("output", output, golden.read("output").toDoubles(), 1e-12);
      double[] losses = new double[20];
      for (int step = 0; step < losses.length; step++) {
        losses[step] = step(train, x, y);
      }
      assertClose("losses", losses, golden.read("losses").toDoubles(), 1e-10);
      NamedArray mean = train.get().stream()
          .filter(each -> each.name().endsWith("moving_mean"))
          .findFirst()
          .orElseThrow();
      assertClose("moving mean", mean.toDoubles(), golden.read("moving_mean").toDoubles(), 1e-10);
    }
  }

  /** keras_nested.py makes the model of this file again and holds its outputs. */
  @Test
  void whatIsWrittenIsWhatKerasReadsBack() throws IOException {
    Map<String, Object> entry = Goldens.index("nested.json").get(0);
    Network read = NetworkConfig.read(Kinds.strings(entry.get("config")));
    String written = JsonMapper.shared()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(NetworkConfig.of(read));
    Path file = Path.of("src/test/resources/org/keraunos/parity/nested_written.json");
    if (Boolean.getBoolean("pages.write")) {
      Files.writeString(file, written + "\n");
    }
    assertThat(JsonMapper.shared().readTree(Files.readString(file)))
        .as("write it again: -Dtest=NestedNetworksTest -Dpages.write=true, then keras_nested.py")
        .isEqualTo(JsonMapper.shared().readTree(written));
  }

  @Test
  void aChainWithoutAnInputHasItsShapeBeside() {
    Map<String, Object> config =
        Kinds.strings(Goldens.index("nested.json").get(0).get("config"));
    Network expected = NetworkConfig.read(config);
    Map<String, Object> changed = Goldens.throughJson(config);
    assertThat(moveShapeBeside(changed)).isEqualTo(1);
    assertThat(NetworkConfig.of(NetworkConfig.read(changed)).toString())
        .isEqualTo(NetworkConfig.of(expected).toString().replace("input_layer_1", "input_layer"));
  }

  /** Takes the inputs of chains away; returns how many there were. */
  @SuppressWarnings("unchecked") // the configuration was read of JSON
  private static int moveShapeBeside(Map<String, Object> network) {
    int chains = 0;
    for (Object each : (List<?>) network.get("layers")) {
      Map<String, Object> layer = (Map<String, Object>) each;
      Map<String, Object> inside = (Map<String, Object>) layer.get("config");
      if ("Sequential".equals(layer.get("class_name"))) {
        Object input = ((List<?>) inside.get("layers")).remove(0);
        Object shape =
            ((Map<String, Object>) ((Map<String, Object>) input).get("config")).get("batch_shape");
        inside.put("build_input_shape", shape);
        chains++;
      } else if (inside.containsKey("layers")) {
        chains += moveShapeBeside(inside);
      }
    }
    return chains;
  }

  @Test
  void inputsInsideHaveTypesOfTheirOwn() {
    Map<String, Object> entry = Goldens.index("nested.json").get(0);
    Network network = NetworkConfig.read(Kinds.strings(entry.get("types")));
    try (Npz golden = Goldens.open("nested.npz")) {
      List<Feature> features = new ArrayList<>();
      for (String input : List.of("f", "i", "u")) {
        NpyArray array = golden.read(input);
        double[] values = array.toDoubles();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) values[i];
        }
        features.add(new Feature(input, FloatColumn.of(floats, Shape.of(3)), Scaling.NONE));
      }
      Dataset data = Dataset.of(features.toArray(Feature[]::new));
      double[] expected = golden.read("typed").toDoubles();
      for (DTypePolicy policy : List.of(DTypePolicy.FLOAT32, DTypePolicy.MIXED_BFLOAT16)) {
        try (Model model = Model.of(network, m -> m.dtypePolicy(policy))) {
          model.setWeights(model.getWeights().stream()
              .map(each -> {
                double[] rows = new double[each.toDoubles().length];
                Arrays.setAll(rows, i -> i * 37 % 64);
                return new NamedArray(each.name(), each.shape(), rows);
              })
              .toList());
          // Each number of a table of 512 rows is to find its own, which 16 bits of it would not.
          double tolerance = policy == DTypePolicy.FLOAT32 ? 1e-7 : 0.004;
          assertRelative("predicted, " + policy, flat(model.predict(data)), expected, tolerance);
          // Networks inside are layers in a graph that trains, and taken apart in one that
          // predicts.
          model.compile(c -> c.optimizer(sgd(0.1)).loss(meanAbsoluteError()));
          Dataset targets = data.withTarget(
              new Target("all", FloatColumn.of(new float[expected.length], Shape.of(72))));
          double mean = Arrays.stream(expected).map(Math::abs).average().orElseThrow();
          assertThat(model.evaluate(targets).get("loss"))
              .as("evaluated, " + policy)
              .isCloseTo(mean, within(mean * tolerance));
        }
      }
    }
  }

  private static void assertRelative(
      String what, double[] actual, double[] expected, double tolerance) {
    assertThat(actual.length).isEqualTo(expected.length);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i])
          .as("%s [%d]", what, i)
          .isCloseTo(expected[i], within(tolerance * Math.abs(expected[i]) + tolerance));
    }
  }

  private static double[] flat(Predictions predictions) {
    return wide(predictions.flat());
  }

  private static LayerRun run(Layer whole, boolean training) {
    List<Shape> shapes = List.of(Shape.of(4), Shape.of(4));
    return new LayerRun(
        whole, shapes, new LayerRun.Mode(DTypePolicy.FLOAT64, EmitOptions.TRAINING, training));
  }

  /** A step of {@code SGD(0.1)} on binary cross-entropy from logits, by hand. */
  private static double step(LayerRun train, List<double[]> x, boolean[] y) {
    double[] none = new double[y.length];
    double[] logits = train.run(ROWS, x, List.of(none), 0).output();
    double loss = 0;
    double[] slope = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      double target = y[i] ? 1 : 0;
      loss += Math.log1p(Math.exp(y[i] ? -logits[i] : logits[i])) / y.length;
      slope[i] = (1 / (1 + Math.exp(-logits[i])) - target) / y.length;
    }
    LayerRun.Outcome outcome = train.run(ROWS, x, List.of(slope), 0);
    List<NamedArray> changed = new ArrayList<>();
    for (NamedArray weight : train.get()) {
      double[] values = weight.toDoubles();
      double[] gradient = outcome.weightGradients().get(weight.name());
      double[] update = outcome.updates().get(weight.name());
      if (gradient != null) {
        Arrays.setAll(values, i -> weight.toDoubles()[i] - 0.1 * gradient[i]);
      } else if (update != null) {
        values = update;
      }
      changed.add(new NamedArray(weight.name(), weight.shape(), values));
    }
    train.set(changed);
    return loss;
  }

  private static void places(Map<String, Object> entry, Map<String, WeightSpec> specs) {
    List<List<Object>> weights = new ArrayList<>();
    List<String> files = new ArrayList<>();
    List<Boolean> trainable = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    specs.forEach((name, spec) -> {
      String[] parts = name.split("/", -1);
      weights.add(List.of(
          parts[parts.length - 2] + "/" + parts[parts.length - 1],
          Arrays.stream(spec.shape().toArray()).boxed().toList()));
      String group = String.join("/", spec.address().filePath());
      files.add(group + "/vars/" + (counts.merge(group, 1, Integer::sum) - 1));
      trainable.add(spec.trainable());
    });
    assertThat(weights).isEqualTo(entry.get("weights"));
    assertThat(files).isEqualTo(entry.get("files"));
    assertThat(trainable).isEqualTo(entry.get("trainable"));
  }

  @Test
  void isALayerLikeOthers() {
    SymbolicTensor a = Input.of(3);
    SymbolicTensor b = Input.of(3);
    Layer shared = dense(2).name("shared");
    SymbolicTensor sum = add().apply(shared.apply(a), shared.apply(b));
    Layer twice = model(Network.of(List.of(a, b), List.of(sum)));
    assertThat(twice.isRowwise()).isTrue();
    assertThat(twice.apply(Input.of(3), Input.of(3)).shape()).isEqualTo(Shape.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> twice.apply(Input.of(3), Input.of(4)))
        .withMessage("Functional inputs: expected [(None, 3), (None, 3)], received"
            + " [(None, 3), (None, 4)]");
    SymbolicTensor x = Input.of(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Network.of(List.of(x), List.of(add().apply(shared.apply(x), twice.apply(x, x)))))
        .withMessageContaining("expected one place in the whole network");
  }

  @Test
  void sharesWeightsFreezesAndIsShown() {
    SymbolicTensor in = Input.of(3);
    Layer first = dense(4).name("first");
    Layer second = dense(2).name("second");
    Network inside = Network.of(List.of(in), List.of(second.apply(first.apply(in))));
    Functional encoder = model(inside).name("encoder");
    SymbolicTensor x = Input.of(3);
    SymbolicTensor y = Input.of(3);
    SymbolicTensor out =
        dense(1).name("out").apply(add().apply(encoder.apply(x), encoder.apply(y)));
    try (Model own = Model.of(inside, o -> {});
        Model whole = Model.of(List.of(x, y), List.of(out), o -> {})) {
      Map<String, double[]> trained = values(own);
      assertThat(values(whole).get("encoder/first/kernel")).isEqualTo(trained.get("first/kernel"));
      assertThat(whole.summary())
          .contains("encoder (Functional)", "encoder/first (Dense)", "Trainable params: 29");
    }
    try (Model whole = Model.of(List.of(x, y), List.of(out), o -> {})) {
      whole.freeze(first);
      assertThat(whole.summary()).contains("Non-trainable params: 16");
    }
    try (Model whole = Model.of(List.of(x, y), List.of(out), o -> {})) {
      whole.freeze(encoder);
      assertThat(whole.summary()).contains("Non-trainable params: 26");
    }
  }

  private static Map<String, double[]> values(Model model) {
    Map<String, double[]> values = new HashMap<>();
    model.getWeights().forEach(each -> values.put(each.name(), each.toDoubles()));
    return values;
  }
}
