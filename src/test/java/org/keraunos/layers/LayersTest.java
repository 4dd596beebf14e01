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
import static org.keraunos.layers.Layers.average;
import static org.keraunos.layers.Layers.averagePooling1d;
import static org.keraunos.layers.Layers.averagePooling2d;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.bidirectional;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.conv1d;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.conv2dTranspose;
import static org.keraunos.layers.Layers.cropping2d;
import static org.keraunos.layers.Layers.customScaleLayer;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.depthwiseConv2d;
import static org.keraunos.layers.Layers.dot;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.elu;
import static org.keraunos.layers.Layers.embedding;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.gaussianNoise;
import static org.keraunos.layers.Layers.globalAveragePooling1d;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.globalMaxPooling1d;
import static org.keraunos.layers.Layers.globalMaxPooling2d;
import static org.keraunos.layers.Layers.groupNormalization;
import static org.keraunos.layers.Layers.gru;
import static org.keraunos.layers.Layers.identity;
import static org.keraunos.layers.Layers.layerNormalization;
import static org.keraunos.layers.Layers.layerScale;
import static org.keraunos.layers.Layers.leakyRelu;
import static org.keraunos.layers.Layers.lstm;
import static org.keraunos.layers.Layers.maxPooling1d;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.layers.Layers.maximum;
import static org.keraunos.layers.Layers.minimum;
import static org.keraunos.layers.Layers.multiHeadAttention;
import static org.keraunos.layers.Layers.multiply;
import static org.keraunos.layers.Layers.normalization;
import static org.keraunos.layers.Layers.permute;
import static org.keraunos.layers.Layers.prelu;
import static org.keraunos.layers.Layers.relu;
import static org.keraunos.layers.Layers.repeatVector;
import static org.keraunos.layers.Layers.rescaling;
import static org.keraunos.layers.Layers.reshape;
import static org.keraunos.layers.Layers.resizing;
import static org.keraunos.layers.Layers.separableConv2d;
import static org.keraunos.layers.Layers.softmax;
import static org.keraunos.layers.Layers.spatialDropout2d;
import static org.keraunos.layers.Layers.subtract;
import static org.keraunos.layers.Layers.unitNormalization;
import static org.keraunos.layers.Layers.upSampling2d;
import static org.keraunos.layers.Layers.zeroPadding2d;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

  /** Layers that change shapes, put tensors together, or compute without a kernel. */
  static Stream<Arguments> withoutKernel() {
    return Stream.of(
        of(average(), picture(), picture(), picture()),
        of(maximum(), picture(), Input.of(1, 5, 1)),
        of(minimum(), picture(), Input.of(2)),
        of(multiply(), Input.of(1, 1, 2), picture()),
        of(subtract(), picture(), Input.of(6, 1, 2)),
        of(add(), Input.of(4), Input.of(3, 4)),
        of(dot(1), Input.of(4), Input.of(4)),
        of(dot(2, 1), Input.of(3, 4), Input.of(4, 2)),
        of(dot(2, -1).normalize(true), Input.of(2, 3, 4), Input.of(5, 3)),
        of(relu(), picture()),
        of(relu().maxValue(0.5).negativeSlope(0.1).threshold(0.2), picture()),
        of(elu().alpha(0.5), picture()),
        of(leakyRelu(), picture()),
        of(prelu().sharedAxes(1, 2), picture()),
        of(prelu().alphaInitializer(Initializers.ones()), Input.of(4)),
        of(softmax(), picture()),
        of(softmax().axis(1, -1), picture()),
        of(softmax().axis(2), picture()),
        of(reshape(3, -1, 4), picture()),
        of(permute(3, 1, 2), picture()),
        of(repeatVector(3), Input.of(4)),
        of(cropping2d(1, 2, 0, 3), picture()),
        of(zeroPadding2d(1, 0), picture()),
        of(upSampling2d(2, 3), picture()),
        of(upSampling2d(2).interpolation(ResizeInterpolation.BILINEAR), picture()),
        of(resizing(4, 7), picture()),
        of(resizing(3, 2).interpolation(ResizeInterpolation.LANCZOS3).antialias(true), picture()),
        of(
            resizing(3, 4).cropToAspectRatio(true).interpolation(ResizeInterpolation.BICUBIC),
            picture()),
        of(resizing(2, 5).padToAspectRatio(true).fillValue(2), picture()),
        of(identity(), picture()),
        of(globalMaxPooling2d(), picture()),
        of(globalAveragePooling1d(), Input.of(4, 3)),
        of(globalMaxPooling1d().keepdims(true), Input.of(4, 3)),
        of(maxPooling1d(3).strides(2), Input.of(7, 3)),
        of(averagePooling1d(2).padding(Padding.SAME), Input.of(7, 3)),
        of(gaussianNoise(0.2).seed(4), Input.of(5)),
        of(spatialDropout2d(0.4).seed(4), picture()),
        of(rescaling(0.5).offset(-1), picture()),
        of(rescaling(new double[] {0.5, 2}).offset(new double[] {0, 1}), picture()),
        of(unitNormalization(), picture()),
        of(unitNormalization().axis(1, 2), picture()),
        of(layerScale(0.1, 2), picture()),
        of(customScaleLayer(0.2), picture(), picture()));
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
        of(conv1d(4, 3), Input.of(7, 2)),
        of(conv1d(4, 2).groups(2).padding(Padding.CAUSAL).dilationRate(2), Input.of(7, 2)),
        of(conv1d(2, 3).strides(2).padding(Padding.SAME).activation(TANH), Input.of(7, 2)),
        of(conv2dTranspose(3, 3), picture()),
        of(conv2dTranspose(2, 3, 2).strides(2).padding(Padding.SAME), picture()),
        of(conv2dTranspose(2, 2).dilationRate(2).outputPadding(0), picture()),
        of(separableConv2d(3, 3).depthMultiplier(2), picture()),
        of(separableConv2d(3, 2, 1).strides(2).padding(Padding.SAME), picture()),
        of(conv2d(4, 3).groups(2), picture()),
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
        of(gru(2).returnSequences(true).returnState(true), Input.of(3, 2)),
        of(gru(2).resetAfter(false).dropout(0.3).recurrentDropout(0.2), Input.of(3, 2)),
        of(layerNormalization(), picture()),
        of(layerNormalization().axis(1, -1).epsilon(0.1), picture()),
        of(groupNormalization(2), picture()),
        of(groupNormalization(-1).axis(1).center(false), picture()),
        of(bidirectional(lstm(2).returnSequences(true)), Input.of(3, 2)),
        of(bidirectional(gru(2)), Input.of(3, 2)),
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

  /** Some of each class; those of one class differ in one op, and LayerParityTest has them all. */
  static Stream<SymbolicTensor> operations() {
    SymbolicTensor x = picture();
    return Stream.of(
        x.plus(Input.of(1, 5, 2)),
        x.subtractedFrom(1),
        x.times(new double[] {1, 2}),
        x.power(3),
        Operations.square(x),
        Operations.sigmoid(x),
        Operations.mean(x, 1, 2, 3),
        Operations.max(x, true, -1),
        Operations.matmul(Input.of(2, 3, 4), Input.of(2, 4, 2)),
        Operations.reshape(x, 4, 15),
        Operations.transpose(x, 0, 3, 1, 2),
        Operations.expandDims(x, -1),
        Operations.squeeze(Input.of(3, 1), 2),
        Operations.concatenate(-1, x, picture()),
        Operations.clip(x, -0.5, 0.5));
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("operations")
  void operationsDoWhatEveryLayerMust(SymbolicTensor made) {
    SymbolicTensor[] inputs = made.inputs().toArray(SymbolicTensor[]::new);
    LayerHarness.check(made.layer(), made.call().options(), inputs);
  }

  @Test
  void operationsAreRefusedWhereTheyDoNotFit() {
    SymbolicTensor x = picture();
    refused(
        () -> x.plus(Input.of(6, 5, 3)),
        "Add inputs: expected shapes that are equal, or 1 along an axis, received");
    refused(() -> x.times(Input.of(2)), "Multiply inputs: expected tensors of as many axes");
    refused(() -> x.plus(new double[3]), "Add inputs: expected shapes that are equal, or 1");
    refused(() -> Operations.mean(x), "Mean.axis: expected axes of the sample: 0 is the batch");
    refused(() -> Operations.sum(x, 0), "Sum.axis: expected axes of the sample: 0 is the batch");
    refused(() -> Operations.max(x, 4), "Max.axis: expected axes of (None, 6, 5, 2), 1 to 3 or");
    refused(
        () -> Operations.matmul(x, x),
        "Matmul inputs: expected (None, ..., n, k) and (None, ..., k, m) with the same axes");
    refused(() -> Operations.reshape(x, 7), "Reshape input: expected 7 values, received (None, 6");
    refused(() -> Operations.transpose(x, 1, 0), "Transpose.axes: expected each axis once, the");
    refused(() -> Operations.squeeze(x, 1), "Squeeze input: expected size 1 along axis 1");
    refused(() -> Operations.expandDims(x, 0), "ExpandDims.axis: expected an axis of the sample");
    refused(() -> Operations.clip(x, 1, 0), "Clip.x_max: expected >= 1.0, received 0.0");
    refused(
        () -> x.plus(1).layer().apply(x),
        "Add inputs: expected two tensors, or a tensor and a number, received [(None, 6, 5, 2)]");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageStartingWith(message);
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource({"layers", "withoutKernel"})
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
    Set<String> seen = Stream.concat(layers(), withoutKernel())
        .map(each -> nameOf(((Layer) each.get()[0]).settings().kind()))
        .collect(toSet());
    seen.add("InputLayer"); // it is fed, not built
    assertThat(seen)
        .containsAll(Kinds.ofKeras(Layers.registry()).stream()
            .filter(name -> !name.matches("keras\\.src\\.(ops|activations)\\..*"))
            .toList());
  }

  /** As the registry knows it. */
  private static String nameOf(Kind<?> kind) {
    return kind.module().isEmpty() ? kind.className() : kind.module() + "." + kind.className();
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
            List.of(PICTURE, Shape.of(6, 5, 3)),
            "Add inputs: expected shapes that are equal, or 1 along an axis, received [(None, 6, 5, 2), (None, 6, 5, 3)]"),
        Arguments.of(
            subtract(),
            List.of(PICTURE, PICTURE, PICTURE),
            "Subtract inputs: expected two tensors, received 3"),
        Arguments.of(
            multiply().name("excite"),
            List.of(PICTURE, Shape.of(5)),
            "Multiply \"excite\" inputs: expected shapes that are equal, or 1 along an axis, received [(None, 6, 5, 2), (None, 5)]"),
        Arguments.of(
            dot(1),
            List.of(PICTURE, Shape.of(5)),
            "Dot inputs: expected one size along axes [1], received [(None, 6, 5, 2), (None, 5)]"),
        Arguments.of(
            dot(2),
            List.of(Shape.of(5), Shape.of(5)),
            "Dot.axes: expected 1 to 1 or -1 to -1, received 2"),
        Arguments.of(
            reshape(7, -1),
            List.of(PICTURE),
            "Reshape input: expected a multiple of 7 values for target_shape [7, -1], received (None, 6, 5, 2)"),
        Arguments.of(
            reshape(7, 8).name("square"),
            List.of(PICTURE),
            "Reshape \"square\" input: expected 56 values for target_shape [7, 8], received (None, 6, 5, 2)"),
        Arguments.of(
            permute(2, 1),
            List.of(PICTURE),
            "Permute input: expected shape with 2 axes behind the batch, as dims [2, 1], received (None, 6, 5, 2)"),
        Arguments.of(
            repeatVector(2),
            List.of(PICTURE),
            "RepeatVector input: expected shape (None, features), received (None, 6, 5, 2)"),
        Arguments.of(
            cropping2d(3),
            List.of(PICTURE),
            "Cropping2D input: expected a picture of which cropping ((3, 3), (3, 3)) leaves something, received (None, 6, 5, 2)"),
        Arguments.of(
            zeroPadding2d(1),
            List.of(Shape.of(4)),
            "ZeroPadding2D input: expected shape (None, height, width, channels), received (None, 4)"),
        Arguments.of(
            upSampling2d(2),
            List.of(Shape.of(4, 3)),
            "UpSampling2D input: expected shape (None, height, width, channels), received (None, 4, 3)"),
        Arguments.of(
            resizing(2, 2),
            List.of(Shape.of(4)),
            "Resizing input: expected shape (None, height, width, channels), received (None, 4)"),
        Arguments.of(
            resizing(2, 2).cropToAspectRatio(true).padToAspectRatio(true),
            List.of(PICTURE),
            "Resizing.pad_to_aspect_ratio: expected false where crop_to_aspect_ratio is true, received true"),
        Arguments.of(
            maxPooling1d(5),
            List.of(Shape.of(4, 3)),
            "MaxPooling1D input: expected at least 5 steps (its window), received (None, 4, 3)"),
        Arguments.of(
            averagePooling1d(2),
            List.of(PICTURE),
            "AveragePooling1D input: expected shape (None, steps, channels), received (None, 6, 5, 2)"),
        Arguments.of(
            globalMaxPooling1d(),
            List.of(PICTURE),
            "GlobalMaxPooling1D input: expected shape (None, steps, channels), received (None, 6, 5, 2)"),
        Arguments.of(
            spatialDropout2d(0.5),
            List.of(Shape.of(4)),
            "SpatialDropout2D input: expected shape (None, height, width, channels), received (None, 4)"),
        Arguments.of(
            prelu().sharedAxes(4),
            List.of(PICTURE),
            "PReLU.shared_axes: expected axes of (None, 6, 5, 2), 1 to 3, received 4"),
        Arguments.of(
            softmax().axis(4),
            List.of(PICTURE),
            "Softmax.axis: expected axes of (None, 6, 5, 2), 1 to 3 or -1 to -3, received [4]"),
        Arguments.of(
            unitNormalization().axis(1, -3),
            List.of(PICTURE),
            "UnitNormalization.axis: expected each axis once, received [1, -3]"),
        Arguments.of(
            rescaling(new double[] {1, 2, 3}),
            List.of(PICTURE),
            "Rescaling.scale: expected a number, or one for each channel of (None, 6, 5, 2), received [1.0, 2.0, 3.0]"),
        Arguments.of(
            layerScale(1, 3),
            List.of(PICTURE),
            "LayerScale input: expected shape (None, ..., 3), received (None, 6, 5, 2)"),
        Arguments.of(
            customScaleLayer(1),
            List.of(PICTURE, Shape.of(2)),
            "CustomScaleLayer inputs: expected two tensors of one shape, received [(None, 6, 5, 2), (None, 2)]"),
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

  static Stream<Arguments> badOptions() {
    return Stream.of(
        bad(() -> reshape(2, 0), "Reshape.target_shape: expected sizes >= 1, and -1 once at most"),
        bad(() -> reshape(-1, -1), "Reshape.target_shape: expected sizes >= 1, and -1 once"),
        bad(() -> permute(1, 3), "Permute.dims: expected each number from 1 on once"),
        bad(() -> repeatVector(0), "RepeatVector.n: expected >= 1, received 0"),
        bad(() -> cropping2d(-1), "Cropping2D.cropping: expected sizes >= 0"),
        bad(() -> zeroPadding2d(0, -1), "ZeroPadding2D.padding: expected sizes >= 0"),
        bad(() -> upSampling2d(0), "UpSampling2D.size: expected sizes >= 1"),
        bad(() -> resizing(0, 3), "Resizing.height: expected >= 1, received 0"),
        bad(() -> softmax().axis(0), "Softmax.axis: expected axes of the sample: 0 is the batch"),
        bad(() -> unitNormalization().axis(), "UnitNormalization.axis: expected axes of the"),
        bad(() -> dot(0), "Dot.axes: expected axes of the sample: 0 is the batch"),
        bad(() -> relu().maxValue(-1), "ReLU.max_value: expected >= 0 or null, received -1.0"),
        bad(() -> relu().threshold(-1), "ReLU.threshold: expected >= 0, received -1.0"),
        bad(() -> leakyRelu().negativeSlope(-1), "LeakyReLU.negative_slope: expected >= 0"),
        bad(() -> prelu().sharedAxes(0), "PReLU.shared_axes: expected axes >= 1: 0 is the batch"),
        bad(() -> gaussianNoise(1.5), "GaussianNoise.stddev: expected 0 <= stddev <= 1"),
        bad(() -> spatialDropout2d(1), "SpatialDropout2D.rate: expected 0 <= rate < 1"),
        bad(() -> maxPooling1d(0), "MaxPooling1D.pool_size: expected >= 1, received [0]"),
        bad(
            () -> Kinds.layer("UpSampling2D", "up", Map.of("interpolation", "area")),
            "UpSampling2D.interpolation: expected one of [bilinear, nearest, bicubic, lanczos3,"),
        bad(
            () -> Kinds.layer("Cropping2D", "cut", Map.of("cropping", List.of(1, 2, 3))),
            "Cropping2D.cropping: expected an integer, two of them (height, width), or two pairs"));
  }

  private static Arguments bad(ThrowingCallable making, String message) {
    return Arguments.of(making, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badOptions")
  void badOptionsAreRefusedAtOnce(ThrowingCallable making, String message) {
    assertThatIllegalArgumentException().isThrownBy(making).withMessageStartingWith(message);
  }

  @Test
  void noiseHasItsDeviationAndAnAddressOfItsOwn() {
    LayerRun.Mode mode = new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.TRAINING, true);
    List<double[]> zeros = List.of(new double[4000]);
    try (LayerRun run = new LayerRun(gaussianNoise(0.5), List.of(Shape.of(4000)), mode);
        LayerRun seeded = new LayerRun(gaussianNoise(0.5).seed(3), List.of(Shape.of(4000)), mode)) {
      double[] drawn = run.run(1, zeros, zeros, 0).output();
      double mean = Arrays.stream(drawn).average().orElseThrow();
      double square = Arrays.stream(drawn).map(x -> x * x).average().orElseThrow();
      assertThat(mean).isBetween(-0.04, 0.04);
      assertThat(Math.sqrt(square)).isBetween(0.47, 0.53);
      assertThat(run.run(1, zeros, zeros, 0).output()).isEqualTo(drawn);
      assertThat(run.run(1, zeros, zeros, 1).output()).isNotEqualTo(drawn);
      assertThat(seeded.run(1, zeros, zeros, 0).output()).isNotEqualTo(drawn);
    }
  }

  @Test
  void spatialDropoutDropsWholeChannels() {
    LayerRun.Mode mode = new LayerRun.Mode(DTypePolicy.FLOAT32, EmitOptions.TRAINING, true);
    double[] ones = new double[2 * 2 * 500];
    Arrays.fill(ones, 1);
    try (LayerRun run = new LayerRun(spatialDropout2d(0.25), List.of(Shape.of(2, 2, 500)), mode)) {
      double[] out = run.run(1, List.of(ones), List.of(ones), 0).output();
      double[] first = Arrays.copyOf(out, 500);
      for (int pixel = 1; pixel < 4; pixel++) {
        assertThat(Arrays.copyOfRange(out, pixel * 500, (pixel + 1) * 500)).isEqualTo(first);
      }
      assertThat(Arrays.stream(first).filter(x -> x != 0).count()).isBetween(340L, 410L);
    }
  }
}
