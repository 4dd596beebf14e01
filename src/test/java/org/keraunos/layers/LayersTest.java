package org.keraunos.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.activations.Activations.SOFTMAX;
import static org.keraunos.activations.Activations.TANH;
import static org.keraunos.layers.Layers.activation;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.averagePooling2d;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.maxPooling2d;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.testing.LayerHarness;
import org.keraunos.testing.LayerRun;

class LayersTest {
  private static final Shape PICTURE = Shape.of(6, 5, 2);

  private static Arguments one(Layer layer, Shape input, Shape output, int weights) {
    return Arguments.of(layer, List.of(input), output, weights);
  }

  static Stream<Arguments> layers() {
    return Stream.of(
        one(conv2d(4, 3), PICTURE, Shape.of(4, 3, 4), 76),
        one(conv2d(4, 2, 3).useBias(false).activation(RELU), PICTURE, Shape.of(5, 3, 4), 48),
        one(conv2d(3, 3).padding(Padding.SAME).strides(2), PICTURE, Shape.of(3, 3, 3), 57),
        one(
            conv2d(2, 1)
                .kernelInitializer(Initializers.heNormal(3))
                .biasInitializer(Initializers.ones())
                .strides(1, 2)
                .activation(TANH),
            PICTURE,
            Shape.of(6, 3, 2),
            6),
        one(maxPooling2d(2), PICTURE, Shape.of(3, 2, 2), 0),
        one(maxPooling2d(3, 2).strides(1).padding(Padding.SAME), PICTURE, PICTURE, 0),
        one(averagePooling2d(2), PICTURE, Shape.of(3, 2, 2), 0),
        one(averagePooling2d(3).strides(2, 1).padding(Padding.SAME), PICTURE, Shape.of(3, 5, 2), 0),
        one(globalAveragePooling2d(), PICTURE, Shape.of(2), 0),
        one(flatten(), PICTURE, Shape.of(60), 0),
        one(flatten(), Shape.of(7), Shape.of(7), 0),
        one(dense(4), Shape.of(5), Shape.of(4), 24),
        one(dense(3).useBias(false).activation(SOFTMAX), PICTURE, Shape.of(6, 5, 3), 6),
        one(
            dense(2)
                .activation(SIGMOID)
                .kernelInitializer(Initializers.glorotNormal())
                .biasInitializer(Initializers.zeros()),
            Shape.of(3, 4),
            Shape.of(3, 2),
            10),
        one(dropout(0.4), Shape.of(30), Shape.of(30), 0),
        one(dropout(0), PICTURE, PICTURE, 0),
        one(batchNormalization(), PICTURE, PICTURE, 8),
        one(
            batchNormalization().momentum(0.5).epsilon(0.1).center(false),
            Shape.of(5),
            Shape.of(5),
            15),
        one(batchNormalization().scale(false), Shape.of(4, 3), Shape.of(4, 3), 9),
        one(activation(RELU), PICTURE, PICTURE, 0),
        one(activation(SOFTMAX), Shape.of(4), Shape.of(4), 0),
        Arguments.of(add(), List.of(PICTURE, PICTURE, PICTURE), PICTURE, 0),
        Arguments.of(concatenate(), List.of(PICTURE, Shape.of(6, 5, 3)), Shape.of(6, 5, 5), 0),
        Arguments.of(
            concatenate().axis(1), List.of(PICTURE, Shape.of(1, 5, 2)), Shape.of(7, 5, 2), 0),
        Arguments.of(
            concatenate().axis(-2), List.of(PICTURE, Shape.of(6, 2, 2)), Shape.of(6, 7, 2), 0));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("layers")
  void doesWhatEveryLayerMust(Layer layer, List<Shape> inputs, Shape output, int weights) {
    LayerHarness.check(layer, inputs, output, weights);
  }

  @Test
  void theHarnessSeesEveryKind() {
    assertThat(layers().map(each -> ((Layer) each.get()[0]).className()).distinct())
        .hasSize(11);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of(
            conv2d(4, 7).name("stem"),
            List.of(PICTURE),
            "Conv2D \"stem\" input: expected a picture of at least 7 x 7 (its window), received"
                + " (None, 6, 5, 2)"),
        Arguments.of(
            conv2d(4, 6, 6),
            List.of(PICTURE),
            "Conv2D input: expected a picture of at least 6 x 6 (its window), received"
                + " (None, 6, 5, 2)"),
        Arguments.of(
            maxPooling2d(6),
            List.of(PICTURE),
            "MaxPooling2D input: expected a picture of at least 6 x 6 (its window), received"
                + " (None, 6, 5, 2)"),
        Arguments.of(
            averagePooling2d(7, 1),
            List.of(PICTURE),
            "AveragePooling2D input: expected a picture of at least 7 x 1 (its window), received"
                + " (None, 6, 5, 2)"),
        Arguments.of(
            conv2d(4, 3),
            List.of(Shape.of(12)),
            "Conv2D input: expected shape (None, height, width, channels), received (None, 12)"),
        Arguments.of(
            globalAveragePooling2d(),
            List.of(Shape.of(6, 5)),
            "GlobalAveragePooling2D input: expected shape (None, height, width, channels), received"
                + " (None, 6, 5)"),
        Arguments.of(
            dense(2), List.of(PICTURE, PICTURE), "Dense inputs: expected one tensor, received 2"),
        Arguments.of(
            add().name("sum"),
            List.of(PICTURE),
            "Add \"sum\" inputs: expected two tensors or more, received 1"),
        Arguments.of(
            add(),
            List.of(PICTURE, Shape.of(6, 5, 1)),
            "Add inputs: expected equal shapes, received [(None, 6, 5, 2), (None, 6, 5, 1)]"),
        Arguments.of(
            concatenate(),
            List.of(PICTURE, Shape.of(6, 4, 2)),
            "Concatenate inputs: expected shapes that are equal but for axis -1, received"
                + " [(None, 6, 5, 2), (None, 6, 4, 2)]"),
        Arguments.of(
            concatenate().axis(4),
            List.of(PICTURE, PICTURE),
            "Concatenate.axis: expected 1 to 3 or -1 to -3, received 4"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("misfits")
  void misfitsAreNamedWithTheWholeShape(Layer layer, List<Shape> inputs, String message) {
    SymbolicTensor[] tensors =
        inputs.stream().map(shape -> Input.of(shape.toArray())).toArray(SymbolicTensor[]::new);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.apply(tensors))
        .withMessage(message);
  }

  @Test
  void dropoutDropsItsShareInTrainingByStepAndScalesTheRest() {
    Shape shape = Shape.of(4000);
    LayerRun.Mode mode = new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.TRAINING, true);
    try (LayerRun run = new LayerRun(dropout(0.25), List.of(shape), mode)) {
      float[] ones = new float[4000];
      Arrays.fill(ones, 1);
      double[] first = run.run(1, List.of(ones), ones, 0).output();
      double[] kept = Arrays.stream(first).filter(x -> x != 0).toArray();
      assertThat(kept.length).isBetween(2850, 3150);
      assertThat(kept).containsOnly((double) (float) (1 / 0.75));
      assertThat(run.run(1, List.of(ones), ones, 0).output()).isEqualTo(first);
      assertThat(run.run(1, List.of(ones), ones, 1).output()).isNotEqualTo(first);
      assertThat(run.run(1, List.of(ones), ones, 0).inputGradients().get(0)).isEqualTo(first);
    }
  }

  @Test
  void aChangedLayerIsAnotherOne() {
    Conv2D plain = conv2d(4, 3);
    Conv2D relu = plain.activation(RELU);
    assertThat(plain.config()).containsEntry("activation", "linear");
    assertThat(relu.config()).containsEntry("activation", "relu");
    assertThat(dense(10)).isNotEqualTo(dense(10));
  }
}
