package org.keraunos.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.normalization;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.testing.Goldens.assertClose;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.base.Moments;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Numbers;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Scaling;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.Kinds;
import org.keraunos.testing.LayerRun;

/** The layer against Keras's (normalization_goldens.py), and its constants in a model. */
class NormalizationTest {
  static Stream<Arguments> cases() {
    return Goldens.index("normalization.json").stream()
        .map(entry -> Arguments.of(entry.get("name"), entry));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @SuppressWarnings("unchecked") // the index is ours
  void learnsAndComputesWhatKerasDoes(String name, Map<String, Object> entry) {
    int[] whole =
        Arrays.stream(doubles(entry, "shape")).mapToInt(size -> (int) size).toArray();
    int[] sample = Arrays.copyOfRange(whole, 1, whole.length);
    float[] x = floats(doubles(entry, "x"));
    Moments moments = Dataset.of(x, sample).moments();
    assertClose("mean", moments.mean(), doubles(entry, "mean"), 1e-6);
    assertClose("variance", moments.variance(), doubles(entry, "variance"), 1e-6);
    assertThat(moments.count()).isEqualTo(x.length / sample[sample.length - 1]);

    var config = (Map<String, Object>) entry.get("config");
    Layer read = Kinds.layer("Normalization", name, config);
    Layer again = Kinds.layer("Normalization", name, Kinds.config(read));
    for (boolean training : new boolean[] {false, true}) {
      var mode = new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.TRAINING, training);
      try (LayerRun run = new LayerRun(again, List.of(Shape.of(sample)), mode)) {
        assertThat(run.weights().keySet())
            .containsExactly("layer/mean", "layer/variance", "layer/count");
        assertThat(run.weights().values()).noneMatch(weight -> weight.trainable());
        int[] channels = {moments.channels()};
        run.set(List.of(
            new NamedArray("layer/mean", channels, floats(doubles(entry, "mean"))),
            new NamedArray("layer/variance", channels, floats(doubles(entry, "variance")))));
        double[] direction = new double[x.length];
        Arrays.fill(direction, 1);
        var outcome = run.run(whole[0], List.of(doubles(entry, "x")), List.of(direction), 0);
        assertClose("output", outcome.output(), doubles(entry, "output"), Goldens.FLOAT32);
        double[] gradient = new double[x.length];
        Arrays.setAll(
            gradient,
            i -> 1 / Math.max(1e-7, Math.sqrt(doubles(entry, "variance")[i % channels[0]])));
        assertClose("gradient", outcome.inputGradients().get(0), gradient, Goldens.FLOAT32);
        assertThat(outcome.updates()).isEmpty();
      }
    }
  }

  @Test
  void momentsAreOfWhatTheNetworkSees() {
    byte[] pixels = {0, (byte) 255, (byte) 204, 51};
    Moments moments = Dataset.of(pixels, 1, 1, 2).moments();
    assertThat(moments.mean()).containsExactly(new double[] {0.4, 0.6}, within(1e-7));
    assertThat(moments.variance()).containsExactly(new double[] {0.16, 0.16}, within(1e-7));
    // Far from 0: the sum of squares alone would lose all digits.
    Moments far = Dataset.of(new float[] {1e7f, 1e7f + 1, 1e7f + 2}, 1)
        .withScaling(new Scaling(1, 0))
        .moments();
    assertThat(far.variance()[0]).isEqualTo(2.0 / 3);
  }

  private static Offset<Double> within(double distance) {
    return Offset.offset(distance);
  }

  @Test
  void constantsStandInTheModelAndAreNotTrained(@TempDir Path temp) {
    Dataset data = table();
    Moments moments = data.moments();
    var in = Input.of(3);
    var out = dense(2)
        .activation(SIGMOID)
        .apply(normalization().adapt(moments).name("standard").apply(in));
    try (Model model = Model.of(in, out, settings -> settings.threads(1))) {
      assertThat(model.summary()).contains("standard (Normalization)", "Non-trainable params: 7");
      model.compile(adam(), binaryCrossentropy());
      List<NamedArray> before = model.getWeights();
      assertThat(before.stream().map(NamedArray::name))
          .containsExactly(
              "standard/mean", "standard/variance", "standard/count", "dense/kernel", "dense/bias");
      model.fit(data, fit -> fit.epochs(3).batchSize(16).verbose(false));
      List<NamedArray> after = model.getWeights();
      assertThat(after.subList(0, 3)).isEqualTo(before.subList(0, 3));
      assertThat(after.get(3)).isNotEqualTo(before.get(3));
      assertThat(before.get(0).toFloats()).isEqualTo(floats(moments.mean()));
      assertThat(before.get(1).toFloats()).isEqualTo(floats(moments.variance()));
      assertThat(before.get(2).toDoubles()).containsExactly(data.size());
      model.export(temp.resolve("model"));
      try (Predictor loaded = Predictor.load(temp.resolve("model"))) {
        assertThat(loaded.predict(data).toArray())
            .isDeepEqualTo(model.predict(data).toArray());
      }
    }
  }

  @Test
  void refusesOtherChannelsAndWhatItCannotDo() {
    Layer adapted = normalization().adapt(table().moments());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> adapted.apply(Input.of(4)))
        .withMessageStartingWith("Normalization input: expected 3 channels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Kinds.layer("Normalization", "n", Map.of("mean", List.of(1.0))))
        .withMessageStartingWith("Normalization.variance: expected both mean and variance");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> normalization()
            .moments(Numbers.of(new double[] {1, 2}), Numbers.of(1))
            .apply(Input.of(3)))
        .withMessageStartingWith("Normalization.mean: expected a number, or one for each of 3");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Kinds.layer("Normalization", "n", Map.of("axis", 1)).apply(Input.of(2, 3)))
        .withMessageStartingWith("Normalization.axis");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Moments(new double[] {1}, new double[] {-1}, 1))
        .withMessageStartingWith("Moments.variance[0]");
  }

  private static Dataset table() {
    SplittableRandom random = new SplittableRandom(3);
    float[] x = new float[64 * 3];
    int[][] y = new int[64][2];
    for (int row = 0; row < 64; row++) {
      for (int i = 0; i < 3; i++) {
        x[row * 3 + i] = (float) (1000 * i + random.nextDouble());
      }
      y[row][0] = x[row * 3] > 0.5 ? 1 : 0;
      y[row][1] = x[row * 3 + 2] > 2000.5 ? 1 : 0;
    }
    return Dataset.of(x, 3).withLabels(y);
  }

  private static double[] doubles(Map<String, Object> entry, String key) {
    return ((List<?>) entry.get(key))
        .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
