package org.keraunos.layers;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.activations.Activations.SOFTMAX;
import static org.keraunos.activations.Activations.TANH;
import static org.keraunos.layers.Layers.activation;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.averagePooling2d;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.bidirectional;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.depthwiseConv2d;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.embedding;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.lstm;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.layers.Layers.multiHeadAttention;
import static org.keraunos.layers.Layers.normalization;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.Model;
import org.keraunos.activations.Activations;
import org.keraunos.base.Codecs;
import org.keraunos.base.ElementType;
import org.keraunos.base.Kind;
import org.keraunos.base.Numbers;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.constraints.Constraints;
import org.keraunos.data.Dataset;
import org.keraunos.initializers.Initializers;
import org.keraunos.regularizers.Regularizers;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.keraunos.testing.Goldens;
import org.keraunos.testing.Kinds;
import org.keraunos.testing.LayerHarness;
import org.keraunos.testing.LayerRun;
import org.tensorflow.op.math.Mean;

class LayersTest {
  private static final Shape PICTURE = Shape.of(6, 5, 2);

  private static Arguments of(Layer layer, SymbolicTensor... inputs) {
    return Arguments.of(layer, inputs);
  }

  private static SymbolicTensor picture() {
    return Input.of(6, 5, 2);
  }

  static Stream<Arguments> layers() {
    return Stream.of(
        of(conv2d(4, 3), picture()),
        of(conv2d(4, 2, 3).useBias(false).activation(RELU), picture()),
        of(conv2d(3, 3).padding(Padding.SAME).strides(2), picture()),
        of(conv2d(4, 2).groups(2).activation(TANH), picture()),
        of(conv2d(2, 2).dilationRate(2, 1).padding(Padding.SAME), picture()),
        of(
            conv2d(2, 1)
                .kernelInitializer(Initializers.heNormal(3))
                .biasInitializer(Initializers.ones())
                .kernelRegularizer(Regularizers.l2(0.1))
                .kernelConstraint(Constraints.maxNorm(1, 0, 1))
                .strides(1, 2)
                .activation(Activations.leakyRelu(0.2)),
            picture()),
        of(depthwiseConv2d(3).depthMultiplier(2), picture()),
        of(depthwiseConv2d(2, 1).dilationRate(2).activation(SIGMOID), picture()),
        of(maxPooling2d(2), picture()),
        of(maxPooling2d(3, 2).strides(1).padding(Padding.SAME), picture()),
        of(averagePooling2d(2), picture()),
        of(averagePooling2d(3).strides(2, 1).padding(Padding.SAME), picture()),
        of(globalAveragePooling2d().keepdims(true), picture()),
        of(flatten(), picture()),
        of(flatten(), Input.of(7)),
        of(dense(4), Input.of(5)),
        of(dense(3).useBias(false).activation(SOFTMAX), picture()),
        of(dense(2).activation(Activations.softmax(1)), Input.of(3, 4)),
        of(embedding(3, 2), Input.of(ElementType.INT32, 4)),
        of(embedding(2, 3), Input.of(ElementType.UINT8, 2, 2)),
        of(dropout(0.4), Input.of(30)),
        of(dropout(0.4).seed(5).noiseShape(-1, 1, 4), Input.of(3, 4)),
        of(dropout(0), picture()),
        of(batchNormalization(), picture()),
        of(batchNormalization().momentum(0.5).epsilon(0.1).center(false), Input.of(5)),
        of(batchNormalization().scale(false).axis(1), Input.of(4, 3)),
        of(normalization(), picture()),
        of(normalization().moments(Numbers.of(1), Numbers.of(4)).invert(true), picture()),
        of(activation(RELU), picture()),
        of(activation(SOFTMAX), Input.of(4)),
        of(add(), picture(), picture(), picture()),
        of(concatenate(), picture(), Input.of(6, 5, 3)),
        of(concatenate().axis(1), picture(), Input.of(1, 5, 2)),
        of(concatenate().axis(-2), picture(), Input.of(6, 2, 2)),
        of(lstm(2).returnSequences(true).returnState(true), Input.of(3, 2)),
        of(lstm(2).dropout(0.3).recurrentDropout(0.2), Input.of(3, 2)),
        of(bidirectional(lstm(2).returnSequences(true)), Input.of(3, 2)),
        of(
            bidirectional(lstm(2).name("there"))
                .backwardLayer(lstm(3).goBackwards(true))
                .mergeMode(Optional.empty()),
            Input.of(3, 2)),
        of(multiHeadAttention(2, 3), Input.of(3, 4), Input.of(5, 4)),
        of(
            multiHeadAttention(1, 2).dropout(0.5).valueDim(3).outputSize(2),
            Input.of(3, 4),
            Input.of(5, 4),
            Input.of(5, 2)));
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("layers")
  void doesWhatEveryLayerMust(Layer layer, SymbolicTensor[] inputs) {
    LayerHarness.check(layer, inputs);
  }

  @Test
  void optionsOfTheCallDecideWhatComesOut() {
    MultiHeadAttention attention = multiHeadAttention(2, 3);
    SymbolicTensor x = Input.of(4, 5);
    CallOptions options = attention
        .callOptions()
        .with(MultiHeadAttention.RETURN_ATTENTION_SCORES, true)
        .with(MultiHeadAttention.USE_CAUSAL_MASK, true);
    LayerHarness.check(attention, options, x, x);
    assertThat(attention.call(options, x, x).stream().map(SymbolicTensor::shape))
        .containsExactly(Shape.of(4, 5), Shape.of(2, 4, 4));
    assertThat(attention.apply(x, x).shape()).isEqualTo(Shape.of(4, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lstm(2).returnState(true).apply(x))
        .withMessage("LSTM outputs: expected one, else use call, received 3");
  }

  @Test
  void theHarnessSeesEveryKind() {
    Set<String> seen = layers().map(each -> ((Layer) each.get()[0]).className()).collect(toSet());
    seen.add("InputLayer"); // it is fed, not built
    assertThat(seen).containsAll(Kinds.ofKeras(Layers.registry()));
  }

  /** Draws twice, and gives the difference. */
  private static final class Twice extends UnaryLayer<Twice> {
    static final Kind<Twice> KIND = Layer.custom("test>Twice", Twice::new);

    Twice(Settings settings) {
      super(settings);
    }

    @Override
    protected Value build(LayerScope s, Value in) {
      var first = s.random(in.operand());
      var second = s.child("inner", "inner").random(in.operand());
      var apart = s.ops().math.sub(s.toCompute(first), s.toCompute(second));
      return s.value(s.ops().math.add(in.operand(), s.ops().stopGradient(apart)), in.shape());
    }
  }

  @Test
  void drawsAreNumberedWithinACall() {
    Layer twice = Twice.KIND.make(Twice.KIND.settings());
    LayerRun.Mode mode = new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.TRAINING, true);
    try (LayerRun run = new LayerRun(twice, List.of(Shape.of(50)), mode)) {
      List<double[]> zeros = List.of(new double[50]);
      double[] apart = run.run(1, zeros, zeros, 0).output();
      assertThat(Arrays.stream(apart).filter(each -> each == 0).count()).isZero();
    }
  }

  /** Says that it is rowwise, and then does something of the batch. */
  private static final class Liar extends UnaryLayer<Liar> {
    static final Setting<String> LIE = Setting.of("lie", Codecs.text());
    static final Kind<Liar> KIND = Layer.custom("test>Liar", Liar::new).required(LIE);

    Liar(Settings settings) {
      super(settings);
    }

    static Liar of(String lie) {
      return KIND.make(KIND.settings().with(LIE, lie));
    }

    @Override
    public boolean isRowwise() {
      return true;
    }

    @Override
    protected Value build(LayerScope s, Value in) {
      switch (get(LIE)) {
        case "draws" -> s.random(in.operand());
        case "updates" -> s.update("mean", s.masterConstant(1));
        case "adds" -> s.addLoss(s.constant(1));
        case "inside" -> s.child("inner", "inner").random(in.operand());
        default -> {
          var mean =
              s.ops().math.mean(in.operand(), s.ops().constant(new int[] {0}), Mean.keepDims(true));
          return s.value(s.ops().math.sub(in.operand(), mean), in.shape());
        }
      }
      return in;
    }
  }

  @Test
  void whoSaysRowwiseMayDoNothingOfTheBatch() {
    Layers.register("test>Liar", () -> Liar.KIND);
    for (String lie : List.of("draws", "updates", "adds", "inside")) {
      assertThatIllegalStateException()
          .as(lie)
          .isThrownBy(() -> LayerHarness.check(Liar.of(lie), Input.of(2)))
          .withMessageStartingWith("layer")
          .withMessageContaining("says that it is rowwise, yet ");
    }
    assertThatThrownBy(() -> LayerHarness.check(Liar.of("subtracts the mean"), Input.of(2)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("rowwise: a third of the batch");
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
    double[] ones = new double[4000];
    Arrays.fill(ones, 1);
    List<double[]> given = List.of(ones);
    try (LayerRun run = new LayerRun(dropout(0.25), List.of(shape), mode);
        LayerRun seeded = new LayerRun(dropout(0.25).seed(3), List.of(shape), mode)) {
      double[] first = run.run(1, given, given, 0).output();
      double[] kept = Arrays.stream(first).filter(x -> x != 0).toArray();
      assertThat(kept.length).isBetween(2850, 3150);
      assertThat(kept).containsOnly((double) (float) (1 / 0.75));
      assertThat(run.run(1, given, given, 0).output()).isEqualTo(first);
      assertThat(run.run(1, given, given, 1).output()).isNotEqualTo(first);
      assertThat(run.run(1, given, given, 0).inputGradients().get(0)).isEqualTo(first);
      assertThat(seeded.run(1, given, given, 0).output()).isNotEqualTo(first);
    }
  }

  @Test
  void aLayerMayComputeInATypeOfItsOwn() {
    SymbolicTensor input = Input.of(3);
    SymbolicTensor x = dense(4).dtype(DTypePolicy.MIXED_BFLOAT16).name("coarse").apply(input);
    Network network = Network.of(List.of(input), List.of(dense(2).apply(x)));
    Dataset data = Dataset.of(new float[] {0.123f, 4.567f, -8.91f}, 3);
    try (Model mixed = Model.of(network, o -> {});
        Model exact = Model.of(NetworkConfig.read(withoutTypes(network)), o -> {})) {
      exact.setWeights(mixed.getWeights());
      double[] coarse = doubles(mixed.predict(data).flat());
      double[] fine = doubles(exact.predict(data).flat());
      assertThat(coarse).isNotEqualTo(fine);
      Goldens.assertClose("bfloat16", coarse, fine, 0.03);
    }
    try (Model wide = Model.of(network, o -> o.dtypePolicy(DTypePolicy.FLOAT64))) {
      assertThatIllegalArgumentException()
          .isThrownBy(wide::getWeights)
          .withMessage("coarse.dtype: expected a type with weights as in the model's float64,"
              + " received mixed_bfloat16");
    }
  }

  private static Map<String, Object> withoutTypes(Network network) {
    Map<String, Object> config = NetworkConfig.of(network);
    for (Object layer : (List<?>) config.get("layers")) {
      Map<String, Object> own = Kinds.strings(Kinds.strings(layer).get("config"));
      if (own.containsKey("trainable")) {
        own.remove("dtype");
      }
    }
    return config;
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @Test
  void theForgetGatesBiasStartsAtOne() {
    try (LayerRun run = new LayerRun(
        lstm(2),
        List.of(Shape.of(3, 1)),
        new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.TRAINING, true))) {
      assertThat(run.get().get(2).toDoubles()).containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
    }
  }

  @Test
  void aChangedLayerIsAnotherOne() {
    Conv2D plain = conv2d(4, 3);
    Conv2D relu = plain.activation(RELU);
    assertThat(Kinds.config(plain)).containsEntry("activation", "linear");
    assertThat(Kinds.config(relu)).containsEntry("activation", "relu");
    assertThat(dense(10)).isNotEqualTo(dense(10));
  }
}
