package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.testing.Goldens.FLOAT32;
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
import org.keraunos.activations.Activations;
import org.keraunos.base.ElementType;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.CallOptions;
import org.keraunos.layers.Functional;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Layers;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.Projection;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.Kinds;
import org.keraunos.testing.LayerRun;

/**
 * Every kind of layer and activation against Keras's, forwards and backwards, read from Keras's own
 * configuration and written as it was: keras_layers.py.
 */
class LayerParityTest {
  static Stream<Arguments> cases() {
    Stream<String> kinds = Kinds.ofKeras(Layers.registry()).stream();
    Stream<String> layers =
        Stream.concat(kinds, Kinds.NETWORKS.stream()).map(each -> "layers/" + each);
    // Without second names of one function.
    Stream<String> plain = Activations.registry().shortNames().stream()
        .filter(each -> Activations.registry().read(each, "plain").toString().equals(each));
    Stream<String> objects = Kinds.ofKeras(Activations.registry()).stream();
    Stream<String> functions = Stream.concat(plain, objects).map(each -> "activations/" + each);
    return Stream.concat(layers, functions)
        .flatMap(file -> Goldens.index(file + ".json").stream()
            .map(entry -> Arguments.of(file, entry.get("name"), entry)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void computesWhatKerasComputes(String file, String name, Map<String, Object> entry) {
    Layer layer = layer(entry);
    if (layer instanceof Functional model) {
      // In a shorter form than Keras's, which reads it: NestedNetworksTest.
      Map<String, Object> written = NetworkConfig.of(model.network());
      assertThat(NetworkConfig.of(NetworkConfig.read(Goldens.throughJson(written))))
          .as("the configuration, written, read and written again")
          .isEqualTo(written);
    } else {
      assertThat(Kinds.plain(Kinds.config(layer)))
          .as("the configuration, written again")
          .isEqualTo(Kinds.plain(entry.get("config")));
    }
    if (!entry.containsKey("inputs")) {
      return;
    }
    boolean training = Boolean.TRUE.equals(entry.get("training"));
    compare(file, entry, new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.TRAINING, training));
    boolean passes = !strings(entry, "weights").isEmpty()
        || file.startsWith("activations/")
        || file.contains("Pooling")
        || file.endsWith("LU");
    if (passes) {
      // Others are the same ops with every pass and with none.
      compare(file, entry, new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.PLAIN, training));
    }
    if (!Boolean.TRUE.equals(entry.get("drawn"))) {
      // Other types draw other numbers.
      compare(file, entry, new LayerRun.Mode(DTypePolicy.FLOAT64, EmitOptions.TRAINING, training));
    }
  }

  private static void compare(String file, Map<String, Object> entry, LayerRun.Mode mode) {
    String name = String.valueOf(entry.get("name"));
    try (Npz golden = Goldens.open(file + ".npz")) {
      Layer layer = layer(entry);
      List<SymbolicTensor> inputs = new ArrayList<>();
      List<double[]> given = new ArrayList<>();
      for (String input : strings(entry, "inputs")) {
        NpyArray array = golden.read(name + "/" + input);
        boolean whole = Boolean.TRUE.equals(entry.get("int32"));
        inputs.add(Input.of(
            whole ? ElementType.INT32 : ElementType.FLOAT, sample(array).toArray()));
        given.add(array.toDoubles());
      }
      try (LayerRun run = new LayerRun(layer, inputs, options(layer, entry), mode)) {
        assertThat(run.weights().keySet())
            .as("weights in Keras's order")
            .containsExactlyElementsOf(
                strings(entry, "weights").stream().map(each -> "layer/" + each).toList());
        run.set(weights(golden, entry));
        List<double[]> cotangents = new ArrayList<>();
        List<double[]> outputs = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < (Integer) entry.get("outputs"); i++) {
          String number = i == 0 ? "" : String.valueOf(i);
          cotangents.add(golden.read(name + "/cotangent" + number).toDoubles());
          NpyArray output = golden.read(name + "/output" + number);
          outputs.add(output.toDoubles());
          shapes.add(sample(output));
        }
        assertThat(run.outputShapes()).isEqualTo(shapes);
        int rows = golden.read(name + "/output").shape()[0];
        LayerRun.Outcome outcome = run.run(rows, given, cotangents, 0);
        for (int i = 0; i < outputs.size(); i++) {
          assertClose(mode + " output " + i, outcome.outputs().get(i), outputs.get(i), FLOAT32);
        }
        assertThat(run.draws()).isEqualTo(entry.get("drawn"));
        gradients(golden, entry, mode, outcome);
        double penalty = ((Number) entry.get("penalty")).doubleValue();
        assertClose("penalty", new double[] {outcome.penalty()}, new double[] {penalty}, FLOAT32);
        places(entry, run);
        constraints(golden, name, run, mode);
      }
    }
  }

  private static void gradients(
      Npz golden, Map<String, Object> entry, LayerRun.Mode mode, LayerRun.Outcome outcome) {
    String name = String.valueOf(entry.get("name"));
    List<String> names = strings(entry, "inputs");
    // Some are 0 but for rounding, such as that of a key's bias, which softmax does not see.
    double rounding = 1e-6 * largest(golden, name + "/gradient/");
    for (int i = 0; i < names.size(); i++) {
      if (!Boolean.TRUE.equals(entry.get("int32"))) {
        double[] gradient = golden.read(name + "/gradient/" + names.get(i)).toDoubles();
        assertClose(
            mode + " by " + names.get(i),
            outcome.inputGradients().get(i),
            gradient,
            FLOAT32,
            rounding);
      }
    }
    assertThat(outcome.weightGradients()).hasSameSizeAs(strings(entry, "trainable"));
    for (String weight : strings(entry, "trainable")) {
      double[] gradient = golden.read(name + "/gradient/" + weight).toDoubles();
      assertClose(
          mode + " by " + weight,
          outcome.weightGradients().get("layer/" + weight),
          gradient,
          FLOAT32,
          rounding);
    }
    outcome.updates().forEach((weight, value) -> {
      String after = name + "/after/" + weight.substring("layer/".length());
      assertClose(mode + after, value, golden.read(after).toDoubles(), FLOAT32);
    });
    boolean normalizes = "BatchNormalization".equals(entry.get("class_name"));
    boolean moves = mode.training()
        && !strings(entry, "trainable").isEmpty()
        && (normalizes || strings(entry, "weights").contains("normal/moving_mean"));
    boolean without = normalizes && mode.training() && name.equals("neither");
    assertThat(outcome.updates()).hasSize(moves || without ? 2 : 0);
  }

  private static double largest(Npz golden, String prefix) {
    return golden.names().stream()
        .filter(each -> each.startsWith(prefix))
        .flatMapToDouble(each -> Arrays.stream(golden.read(each).toDoubles()))
        .map(Math::abs)
        .max()
        .orElse(0);
  }

  /** Where each weight stands in Keras's weight files. */
  private static void places(Map<String, Object> entry, LayerRun run) {
    List<String> expected = strings(entry, "files");
    Map<String, Integer> counts = new HashMap<>();
    List<String> places = new ArrayList<>();
    for (WeightSpec spec : run.weights().values()) {
      String group = String.join("/", spec.address().filePath());
      int index = counts.merge(group, 1, Integer::sum) - 1;
      places.add((group.isEmpty() ? "" : group + "/") + "vars/" + index);
    }
    if (!expected.isEmpty()) {
      assertThat(places).isEqualTo(expected);
    }
  }

  private static void constraints(Npz golden, String name, LayerRun run, LayerRun.Mode mode) {
    for (NamedArray weight : run.get()) {
      String file = name + "/constrained/" + weight.name().substring("layer/".length());
      WeightSpec spec = run.weights().get(weight.name());
      assertThat(golden.names().contains(file))
          .isEqualTo(spec.options().projection().isPresent());
      spec.options()
          .projection()
          .ifPresent(projection -> assertClose(
              mode + file, projected(projection, weight), golden.read(file).toDoubles(), FLOAT32));
    }
  }

  static double[] projected(Projection projection, NamedArray weight) {
    try (GraphSession session = new GraphSession(RuntimeOptions.DEFAULT);
        Feeds none = new Feeds()) {
      var tf = session.ops();
      var type = DTypePolicy.FLOAT64.variableType();
      var value = Types.cast(
          tf, tf.reshape(tf.constant(weight.toDoubles()), tf.constant(weight.shape())), type);
      try (Fetched fetched = session.run(none, List.of(projection.project(tf, value)))) {
        return fetched.array(0, "projected", NamedArray.size(weight.shape())).toDoubles();
      }
    }
  }

  static List<NamedArray> weights(Npz golden, Map<String, Object> entry) {
    List<NamedArray> weights = new ArrayList<>();
    for (String weight : strings(entry, "weights")) {
      weights.add(Goldens.named("layer/" + weight, golden.read(entry.get("name") + "/" + weight)));
    }
    return weights;
  }

  static Layer layer(Map<String, Object> entry) {
    return Kinds.NETWORKS.contains(String.valueOf(entry.get("class_name")))
        ? Kinds.network(entry)
        : Layers.registry().read(entry, "layer");
  }

  static CallOptions options(Layer layer, Map<String, Object> entry) {
    Object call = entry.get("call");
    return NetworkConfig.callOptions(layer, Kinds.strings(call));
  }

  static Shape sample(NpyArray array) {
    return Shape.of(Arrays.copyOfRange(array.shape(), 1, array.shape().length));
  }

  @SuppressWarnings("unchecked") // the index is ours
  static List<String> strings(Map<String, Object> entry, String key) {
    return (List<String>) entry.get(key);
  }
}
