package org.keraunos.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.testing.Goldens.FLOAT32;
import static org.keraunos.testing.Goldens.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Layers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.LayerRun;

/** Every layer against Keras's, forwards and backwards, read from Keras's own configuration: keras_layers.py. */
class LayerParityTest {
  /** What Keras can do and this library refuses: each must say so. */
  private static final Map<String, String> REFUSED = Map.of(
      "global_average_pooling2d_keepdims", "GlobalAveragePooling2D.keepdims",
      "batch_normalization_axis_1", "BatchNormalization.axis",
      "add_broadcast", "Add \"add_broadcast\" inputs");

  private static final List<Map<String, Object>> INDEX = Goldens.index("layers.json");

  static Stream<Arguments> cases() {
    return INDEX.stream()
        .filter(entry -> !REFUSED.containsKey(name(entry)))
        .map(entry -> Arguments.of(name(entry), entry));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void computesWhatKerasComputes(String name, Map<String, Object> entry) {
    boolean training = Boolean.TRUE.equals(entry.get("training"));
    compare(entry, new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.TRAINING, training));
    compare(entry, new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.PLAIN, training));
    compare(entry, new LayerRun.Mode(DTypePolicy.FLOAT64, EmitOptions.TRAINING, training));
  }

  @Test
  void refusesWhatItCannotDo() {
    for (Map<String, Object> entry : INDEX) {
      String argument = REFUSED.get(name(entry));
      if (argument != null) {
        assertThatIllegalArgumentException()
            .as(name(entry))
            .isThrownBy(() -> {
              try (Npz golden = Goldens.open("layers.npz")) {
                layer(entry).outputShape(shapes(entry, golden));
              }
            })
            .withMessageStartingWith(argument + ": expected ")
            .withMessageContaining(", received ");
      }
    }
    assertThat(INDEX.stream().map(LayerParityTest::name)).containsAll(REFUSED.keySet());
  }

  private static void compare(Map<String, Object> entry, LayerRun.Mode mode) {
    String name = name(entry);
    try (Npz golden = Goldens.open("layers.npz")) {
      List<Shape> shapes = shapes(entry, golden);
      Layer layer = layer(entry);
      List<float[]> inputs = new ArrayList<>();
      for (String input : strings(entry, "inputs")) {
        inputs.add(golden.read(name + "/" + input).toFloats());
      }
      NpyArray output = golden.read(name + "/output");
      int rows = output.shape()[0];
      try (LayerRun run = new LayerRun(layer, shapes, mode)) {
        assertThat(run.weights().keySet())
            .as("weights in Keras's order")
            .containsExactlyElementsOf(
                strings(entry, "weights").stream().map(each -> "layer/" + each).toList());
        List<NamedArray> weights = new ArrayList<>();
        for (String weight : strings(entry, "weights")) {
          weights.add(Goldens.named("layer/" + weight, golden.read(name + "/" + weight)));
        }
        run.set(weights);
        assertThat(layer.outputShape(shapes))
            .isEqualTo(sample(output))
            .isEqualTo(run.outputShape());
        LayerRun.Outcome outcome =
            run.run(rows, inputs, golden.read(name + "/cotangent").toFloats(), 0);
        String what = mode + " ";
        assertClose(what + "output", outcome.output(), output.toDoubles(), FLOAT32);
        List<String> names = strings(entry, "inputs");
        for (int i = 0; i < names.size(); i++) {
          double[] gradient = golden.read(name + "/gradient/" + names.get(i)).toDoubles();
          assertClose(what + names.get(i), outcome.inputGradients().get(i), gradient, FLOAT32);
        }
        assertThat(outcome.weightGradients()).hasSameSizeAs(strings(entry, "trainable"));
        for (String weight : strings(entry, "trainable")) {
          double[] gradient = golden.read(name + "/gradient/" + weight).toDoubles();
          assertClose(
              what + weight, outcome.weightGradients().get("layer/" + weight), gradient, FLOAT32);
        }
        outcome.updates().forEach((weight, value) -> {
          String after = name + "/after/" + weight.substring("layer/".length());
          assertClose(what + after, value, golden.read(after).toDoubles(), FLOAT32);
        });
        boolean moves = mode.training() && layer.className().equals("BatchNormalization");
        assertThat(outcome.updates()).hasSize(moves ? 2 : 0);
      }
    }
  }

  @SuppressWarnings("unchecked") // the index is ours
  private static Layer layer(Map<String, Object> entry) {
    return Layers.fromConfig(
        String.valueOf(entry.get("class_name")), name(entry), (Map<String, Object>)
            entry.get("config"));
  }

  private static List<Shape> shapes(Map<String, Object> entry, Npz golden) {
    return strings(entry, "inputs").stream()
        .map(input -> sample(golden.read(name(entry) + "/" + input)))
        .toList();
  }

  private static Shape sample(NpyArray array) {
    return Shape.of(Arrays.copyOfRange(array.shape(), 1, array.shape().length));
  }

  private static String name(Map<String, Object> entry) {
    return String.valueOf(entry.get("name"));
  }

  @SuppressWarnings("unchecked") // the index is ours
  private static List<String> strings(Map<String, Object> entry, String key) {
    return (List<String>) entry.get(key);
  }
}
