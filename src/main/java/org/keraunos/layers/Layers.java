package org.keraunos.layers;

import java.util.function.Supplier;
import org.keraunos.activations.Activation;
import org.keraunos.base.Kind;
import org.keraunos.base.Numbers;
import org.keraunos.base.Registry;

/**
 * The layers, as in {@code keras.layers}: a factory each, to be imported statically, and the way to
 * add one's own.
 */
public final class Layers {
  private Layers() {}

  /**
   * A convolution with a square kernel.
   *
   * @param filters the number of output channels
   * @param kernelSize the kernel's height and width
   * @return the layer, with Keras's defaults
   */
  public static Conv2D conv2d(int filters, int kernelSize) {
    return Conv2D.of(filters, kernelSize, kernelSize);
  }

  /**
   * A convolution.
   *
   * @param filters the number of output channels
   * @param kernelHeight the kernel's height
   * @param kernelWidth the kernel's width
   * @return the layer, with Keras's defaults
   */
  public static Conv2D conv2d(int filters, int kernelHeight, int kernelWidth) {
    return Conv2D.of(filters, kernelHeight, kernelWidth);
  }

  /**
   * Max pooling with a square window.
   *
   * @param poolSize the window's height and width, and its step
   * @return the layer, with Keras's defaults
   */
  public static MaxPooling2D maxPooling2d(int poolSize) {
    return PoolingLayer.of(MaxPooling2D.KIND, poolSize, poolSize);
  }

  /**
   * Max pooling.
   *
   * @param height the window's height and its step down
   * @param width the window's width and its step to the right
   * @return the layer, with Keras's defaults
   */
  public static MaxPooling2D maxPooling2d(int height, int width) {
    return PoolingLayer.of(MaxPooling2D.KIND, height, width);
  }

  /**
   * Average pooling with a square window.
   *
   * @param poolSize the window's height and width, and its step
   * @return the layer, with Keras's defaults
   */
  public static AveragePooling2D averagePooling2d(int poolSize) {
    return PoolingLayer.of(AveragePooling2D.KIND, poolSize, poolSize);
  }

  /**
   * Average pooling.
   *
   * @param height the window's height and its step down
   * @param width the window's width and its step to the right
   * @return the layer, with Keras's defaults
   */
  public static AveragePooling2D averagePooling2d(int height, int width) {
    return PoolingLayer.of(AveragePooling2D.KIND, height, width);
  }

  /**
   * The mean over height and width.
   *
   * @return the layer
   */
  public static GlobalAveragePooling2D globalAveragePooling2d() {
    return GlobalAveragePooling2D.KIND.make(GlobalAveragePooling2D.KIND.settings());
  }

  /**
   * All axes of a sample as one.
   *
   * @return the layer
   */
  public static Flatten flatten() {
    return Flatten.KIND.make(Flatten.KIND.settings());
  }

  /**
   * A fully connected layer.
   *
   * @param units the number of outputs
   * @return the layer, with Keras's defaults
   */
  public static Dense dense(int units) {
    return Dense.of(units);
  }

  /**
   * Drops a random share of the inputs in training.
   *
   * @param rate the share, 0 to below 1
   * @return the layer
   */
  public static Dropout dropout(double rate) {
    return Dropout.of(rate);
  }

  /**
   * Normalizes each channel.
   *
   * @return the layer, with Keras's defaults
   */
  public static BatchNormalization batchNormalization() {
    return BatchNormalization.KIND.make(BatchNormalization.KIND.settings());
  }

  /**
   * Brings each channel to mean 0 and deviation 1 with statistics of the training data.
   *
   * @return the layer; {@code normalization().adapt(train.moments())}
   */
  public static Normalization normalization() {
    return Normalization.KIND.make(Normalization.KIND.settings());
  }

  /**
   * An activation function as a layer.
   *
   * @param function the function
   * @return the layer
   */
  public static ActivationLayer activation(Activation function) {
    return ActivationLayer.of(function);
  }

  /**
   * The sum of tensors.
   *
   * @return the layer
   */
  public static Add add() {
    return Add.KIND.make(Add.KIND.settings());
  }

  /**
   * Tensors one behind the other.
   *
   * @return the layer, along the last axis
   */
  public static Concatenate concatenate() {
    return Concatenate.KIND.make(Concatenate.KIND.settings());
  }

  /**
   * A convolution of each channel by itself, with a square kernel.
   *
   * @param kernelSize the kernel's height and width
   * @return the layer, with Keras's defaults
   */
  public static DepthwiseConv2D depthwiseConv2d(int kernelSize) {
    return DepthwiseConv2D.of(kernelSize, kernelSize);
  }

  /**
   * A convolution of each channel by itself.
   *
   * @param kernelHeight the kernel's height
   * @param kernelWidth the kernel's width
   * @return the layer, with Keras's defaults
   */
  public static DepthwiseConv2D depthwiseConv2d(int kernelHeight, int kernelWidth) {
    return DepthwiseConv2D.of(kernelHeight, kernelWidth);
  }

  /**
   * A row of a table for each whole number.
   *
   * @param inputDim how many rows: numbers are 0 to below this
   * @param outputDim the size of a row
   * @return the layer, with Keras's defaults
   */
  public static Embedding embedding(int inputDim, int outputDim) {
    return Embedding.of(inputDim, outputDim);
  }

  /**
   * Convolution over the steps of a sequence, {@code keras.layers.Conv1D}.
   *
   * @param filters the number of channels that come out
   * @param size how many steps the kernel looks at
   * @return the layer
   */
  public static Conv1D conv1d(int filters, int size) {
    return Conv1D.of(filters, size);
  }

  /**
   * A convolution the other way round, {@code keras.layers.Conv2DTranspose}.
   *
   * @param filters the number of channels that come out
   * @param size height and width of the kernel
   * @return the layer
   */
  public static Conv2DTranspose conv2dTranspose(int filters, int size) {
    return Conv2DTranspose.of(filters, size, size);
  }

  /**
   * A convolution the other way round, {@code keras.layers.Conv2DTranspose}.
   *
   * @param filters the number of channels that come out
   * @param height of the kernel
   * @param width of the kernel
   * @return the layer
   */
  public static Conv2DTranspose conv2dTranspose(int filters, int height, int width) {
    return Conv2DTranspose.of(filters, height, width);
  }

  /**
   * A convolution a channel and one of 1 x 1 behind it, {@code keras.layers.SeparableConv2D}.
   *
   * @param filters the number of channels that come out
   * @param size height and width of the kernel
   * @return the layer
   */
  public static SeparableConv2D separableConv2d(int filters, int size) {
    return SeparableConv2D.of(filters, size, size);
  }

  /**
   * A convolution a channel and one of 1 x 1 behind it, {@code keras.layers.SeparableConv2D}.
   *
   * @param filters the number of channels that come out
   * @param height of the kernel
   * @param width of the kernel
   * @return the layer
   */
  public static SeparableConv2D separableConv2d(int filters, int height, int width) {
    return SeparableConv2D.of(filters, height, width);
  }

  /**
   * Gated recurrent unit, {@code keras.layers.GRU}.
   *
   * @param units how many, at least 1
   * @return the layer
   */
  public static GRU gru(int units) {
    return GRU.of(units);
  }

  /**
   * Normalizes each row along its last axis, {@code keras.layers.LayerNormalization}.
   *
   * @return the layer
   */
  public static LayerNormalization layerNormalization() {
    return LayerNormalization.KIND.make(LayerNormalization.KIND.settings());
  }

  /**
   * Normalizes groups of channels of each row, {@code keras.layers.GroupNormalization}.
   *
   * @param groups how many, a divisor of the number of channels; -1 for one a channel; Keras's
   *     default is 32
   * @return the layer
   */
  public static GroupNormalization groupNormalization(int groups) {
    return GroupNormalization.of(groups);
  }

  /**
   * Long short-term memory.
   *
   * @param units the number of outputs
   * @return the layer, with Keras's defaults
   */
  public static LSTM lstm(int units) {
    return LSTM.of(units);
  }

  /**
   * A recurrent layer in both directions.
   *
   * @param layer the layer, for example an {@code lstm(32)}
   * @return the layer, with Keras's defaults
   */
  public static Bidirectional bidirectional(Layer layer) {
    return Bidirectional.of(layer);
  }

  /**
   * Attention in several heads.
   *
   * @param numHeads the number of heads
   * @param keyDim the size of each head's queries and keys
   * @return the layer, with Keras's defaults
   */
  public static MultiHeadAttention multiHeadAttention(int numHeads, int keyDim) {
    return MultiHeadAttention.of(numHeads, keyDim);
  }

  /**
   * The mean of tensors.
   *
   * @return the layer
   */
  public static Average average() {
    return Average.KIND.make(Average.KIND.settings());
  }

  /**
   * The largest of tensors.
   *
   * @return the layer
   */
  public static Maximum maximum() {
    return Maximum.KIND.make(Maximum.KIND.settings());
  }

  /**
   * The smallest of tensors.
   *
   * @return the layer
   */
  public static Minimum minimum() {
    return Minimum.KIND.make(Minimum.KIND.settings());
  }

  /**
   * The product of tensors.
   *
   * @return the layer
   */
  public static Multiply multiply() {
    return Multiply.KIND.make(Multiply.KIND.settings());
  }

  /**
   * The first tensor less the second.
   *
   * @return the layer
   */
  public static Subtract subtract() {
    return Subtract.KIND.make(Subtract.KIND.settings());
  }

  /**
   * The inner products of two tensors.
   *
   * @param axis the axis of both; 0 is the batch
   * @return the layer, with Keras's defaults
   */
  public static Dot dot(int axis) {
    return Dot.of(axis);
  }

  /**
   * The inner products of two tensors along an axis of each.
   *
   * @param first the first tensor's axis; 0 is the batch
   * @param second the second tensor's axis
   * @return the layer, with Keras's defaults
   */
  public static Dot dot(int first, int second) {
    return Dot.of(first, second);
  }

  /**
   * x above 0, 0 below; with a largest value, a slope below and a threshold if wanted.
   *
   * @return the layer, with Keras's defaults
   */
  public static ReLU relu() {
    return ReLU.KIND.make(ReLU.KIND.settings());
  }

  /**
   * x above 0, alpha (exp(x) - 1) below.
   *
   * @return the layer, with Keras's defaults
   */
  public static ELU elu() {
    return ELU.KIND.make(ELU.KIND.settings());
  }

  /**
   * x above 0, a part of x below.
   *
   * @return the layer, with Keras's defaults
   */
  public static LeakyReLU leakyRelu() {
    return LeakyReLU.KIND.make(LeakyReLU.KIND.settings());
  }

  /**
   * x above 0, below it x times a slope that is learned.
   *
   * @return the layer, with Keras's defaults
   */
  public static PReLU prelu() {
    return PReLU.KIND.make(PReLU.KIND.settings());
  }

  /**
   * Positive numbers that sum to 1.
   *
   * @return the layer, with Keras's defaults
   */
  public static Softmax softmax() {
    return Softmax.KIND.make(Softmax.KIND.settings());
  }

  /**
   * What goes in comes out.
   *
   * @return the layer
   */
  public static Identity identity() {
    return Identity.KIND.make(Identity.KIND.settings());
  }

  /**
   * Length 1 along an axis.
   *
   * @return the layer, with Keras's defaults
   */
  public static UnitNormalization unitNormalization() {
    return UnitNormalization.KIND.make(UnitNormalization.KIND.settings());
  }

  /**
   * Other axes of the same values.
   *
   * @param sizes the size of each axis behind the batch; one may be -1: what the others leave
   * @return the layer
   */
  public static Reshape reshape(int... sizes) {
    return Reshape.of(sizes);
  }

  /**
   * The axes of a sample in another order.
   *
   * @param dims the input's axes, counted from 1, in the output's order
   * @return the layer
   */
  public static Permute permute(int... dims) {
    return Permute.of(dims);
  }

  /**
   * The same vector several times.
   *
   * @param n how many times
   * @return the layer
   */
  public static RepeatVector repeatVector(int n) {
    return RepeatVector.of(n);
  }

  /**
   * Pictures without rows and columns at their edges, as many at each edge.
   *
   * @param size how many are cut off
   * @return the layer
   */
  public static Cropping2D cropping2d(int size) {
    return Cropping2D.of(new Edges(size, size, size, size));
  }

  /**
   * Pictures without rows and columns at their edges.
   *
   * @param height how many rows above and below
   * @param width how many columns before and behind
   * @return the layer
   */
  public static Cropping2D cropping2d(int height, int width) {
    return Cropping2D.of(new Edges(height, height, width, width));
  }

  /**
   * Pictures without rows and columns at their edges.
   *
   * @param top rows above
   * @param bottom rows below
   * @param left columns before
   * @param right columns behind
   * @return the layer
   */
  public static Cropping2D cropping2d(int top, int bottom, int left, int right) {
    return Cropping2D.of(new Edges(top, bottom, left, right));
  }

  /**
   * Zeros around pictures, as many at each edge.
   *
   * @param size how many are put around
   * @return the layer
   */
  public static ZeroPadding2D zeroPadding2d(int size) {
    return ZeroPadding2D.of(new Edges(size, size, size, size));
  }

  /**
   * Zeros around pictures.
   *
   * @param height how many rows above and below
   * @param width how many columns before and behind
   * @return the layer
   */
  public static ZeroPadding2D zeroPadding2d(int height, int width) {
    return ZeroPadding2D.of(new Edges(height, height, width, width));
  }

  /**
   * Zeros around pictures.
   *
   * @param top rows above
   * @param bottom rows below
   * @param left columns before
   * @param right columns behind
   * @return the layer
   */
  public static ZeroPadding2D zeroPadding2d(int top, int bottom, int left, int right) {
    return ZeroPadding2D.of(new Edges(top, bottom, left, right));
  }

  /**
   * Pictures that are a whole number of times as large.
   *
   * @param size how many times, both ways
   * @return the layer, with Keras's defaults
   */
  public static UpSampling2D upSampling2d(int size) {
    return UpSampling2D.of(size, size);
  }

  /**
   * Pictures that are a whole number of times as large.
   *
   * @param down how many times as high
   * @param right how many times as wide
   * @return the layer, with Keras's defaults
   */
  public static UpSampling2D upSampling2d(int down, int right) {
    return UpSampling2D.of(down, right);
  }

  /**
   * Pictures of a given size.
   *
   * @param height the height
   * @param width the width
   * @return the layer, with Keras's defaults
   */
  public static Resizing resizing(int height, int width) {
    return Resizing.of(height, width);
  }

  /**
   * The largest value over height and width.
   *
   * @return the layer
   */
  public static GlobalMaxPooling2D globalMaxPooling2d() {
    return GlobalMaxPooling2D.KIND.make(GlobalMaxPooling2D.KIND.settings());
  }

  /**
   * The mean over the steps of a sequence.
   *
   * @return the layer
   */
  public static GlobalAveragePooling1D globalAveragePooling1d() {
    return GlobalAveragePooling1D.KIND.make(GlobalAveragePooling1D.KIND.settings());
  }

  /**
   * The largest value over the steps of a sequence.
   *
   * @return the layer
   */
  public static GlobalMaxPooling1D globalMaxPooling1d() {
    return GlobalMaxPooling1D.KIND.make(GlobalMaxPooling1D.KIND.settings());
  }

  /**
   * Max pooling over the steps of a sequence.
   *
   * @param poolSize the window's size, and its step
   * @return the layer, with Keras's defaults
   */
  public static MaxPooling1D maxPooling1d(int poolSize) {
    return SequencePoolingLayer.of(MaxPooling1D.KIND, poolSize);
  }

  /**
   * Average pooling over the steps of a sequence.
   *
   * @param poolSize the window's size, and its step
   * @return the layer, with Keras's defaults
   */
  public static AveragePooling1D averagePooling1d(int poolSize) {
    return SequencePoolingLayer.of(AveragePooling1D.KIND, poolSize);
  }

  /**
   * Adds normal noise in training.
   *
   * @param stddev its deviation, 0 to 1
   * @return the layer
   */
  public static GaussianNoise gaussianNoise(double stddev) {
    return GaussianNoise.of(stddev);
  }

  /**
   * Drops a random share of whole channels in training.
   *
   * @param rate the share, 0 to below 1
   * @return the layer
   */
  public static SpatialDropout2D spatialDropout2d(double rate) {
    return SpatialDropout2D.of(rate);
  }

  /**
   * x times a number.
   *
   * @param scale the number: {@code 1 / 255.0} for bytes
   * @return the layer, with Keras's defaults
   */
  public static Rescaling rescaling(double scale) {
    return Rescaling.of(Numbers.of(scale));
  }

  /**
   * x times a number a channel.
   *
   * @param scale as many as channels
   * @return the layer, with Keras's defaults
   */
  public static Rescaling rescaling(double[] scale) {
    return Rescaling.of(Numbers.of(scale));
  }

  /**
   * A factor a channel that is learned, ConvNeXt's.
   *
   * @param initValues where the factors start
   * @param projectionDim the number of channels
   * @return the layer
   */
  public static LayerScale layerScale(double initValues, int projectionDim) {
    return LayerScale.of(initValues, projectionDim);
  }

  /**
   * The first tensor and a part of the second, Inception-ResNet's.
   *
   * @param scale the second's factor
   * @return the layer
   */
  public static CustomScaleLayer customScaleLayer(double scale) {
    return CustomScaleLayer.of(scale);
  }

  /**
   * A network as a layer of another one; Keras's {@code encoder(x)}.
   *
   * @param network the network inside
   * @return the layer, each call of which shares the network's weights
   */
  public static Functional model(Network network) {
    return Functional.of(network);
  }

  /**
   * Adds a kind of one's own, so that networks with it can be read.
   *
   * @param name the registered name: {@code my>Gate}
   * @param kind gives the kind, when asked for: {@code () -> Gate.KIND}
   * @throws IllegalArgumentException if there is one of that name
   */
  public static void register(String name, Supplier<Kind<? extends Layer>> kind) {
    registry().register(name, kind);
  }

  /** {@return the known kinds; loaded when somebody asks} */
  public static Registry<Layer> registry() {
    return Known.REGISTRY;
  }

  /** Loaded when a configuration is read or written, not when a network is made. */
  private static final class Known {
    static final Registry<Layer> REGISTRY =
        new Registry<>("layer", "keras.layers", "Layers.register");

    static {
      REGISTRY.register("InputLayer", () -> Input.KIND);
      REGISTRY.register("Conv2D", () -> Conv2D.KIND);
      REGISTRY.register("Conv1D", () -> Conv1D.KIND);
      REGISTRY.register("Conv2DTranspose", () -> Conv2DTranspose.KIND);
      REGISTRY.register("SeparableConv2D", () -> SeparableConv2D.KIND);
      REGISTRY.register("DepthwiseConv2D", () -> DepthwiseConv2D.KIND);
      REGISTRY.register("MaxPooling2D", () -> MaxPooling2D.KIND);
      REGISTRY.register("AveragePooling2D", () -> AveragePooling2D.KIND);
      REGISTRY.register("GlobalAveragePooling2D", () -> GlobalAveragePooling2D.KIND);
      REGISTRY.register("Flatten", () -> Flatten.KIND);
      REGISTRY.register("Dense", () -> Dense.KIND);
      REGISTRY.register("Embedding", () -> Embedding.KIND);
      REGISTRY.register("Dropout", () -> Dropout.KIND);
      REGISTRY.register("BatchNormalization", () -> BatchNormalization.KIND);
      REGISTRY.register("Normalization", () -> Normalization.KIND);
      REGISTRY.register("Activation", () -> ActivationLayer.KIND);
      REGISTRY.register("Add", () -> Add.KIND);
      REGISTRY.register("Concatenate", () -> Concatenate.KIND);
      REGISTRY.register("Average", () -> Average.KIND);
      REGISTRY.register("Maximum", () -> Maximum.KIND);
      REGISTRY.register("Minimum", () -> Minimum.KIND);
      REGISTRY.register("Multiply", () -> Multiply.KIND);
      REGISTRY.register("Subtract", () -> Subtract.KIND);
      REGISTRY.register("Dot", () -> Dot.KIND);
      REGISTRY.register("ReLU", () -> ReLU.KIND);
      REGISTRY.register("ELU", () -> ELU.KIND);
      REGISTRY.register("LeakyReLU", () -> LeakyReLU.KIND);
      REGISTRY.register("PReLU", () -> PReLU.KIND);
      REGISTRY.register("Softmax", () -> Softmax.KIND);
      REGISTRY.register("Reshape", () -> Reshape.KIND);
      REGISTRY.register("Permute", () -> Permute.KIND);
      REGISTRY.register("RepeatVector", () -> RepeatVector.KIND);
      REGISTRY.register("Cropping2D", () -> Cropping2D.KIND);
      REGISTRY.register("ZeroPadding2D", () -> ZeroPadding2D.KIND);
      REGISTRY.register("UpSampling2D", () -> UpSampling2D.KIND);
      REGISTRY.register("Resizing", () -> Resizing.KIND);
      REGISTRY.register("Identity", () -> Identity.KIND);
      REGISTRY.register("GlobalMaxPooling2D", () -> GlobalMaxPooling2D.KIND);
      REGISTRY.register("GlobalAveragePooling1D", () -> GlobalAveragePooling1D.KIND);
      REGISTRY.register("GlobalMaxPooling1D", () -> GlobalMaxPooling1D.KIND);
      REGISTRY.register("MaxPooling1D", () -> MaxPooling1D.KIND);
      REGISTRY.register("AveragePooling1D", () -> AveragePooling1D.KIND);
      REGISTRY.register("GaussianNoise", () -> GaussianNoise.KIND);
      REGISTRY.register("SpatialDropout2D", () -> SpatialDropout2D.KIND);
      REGISTRY.register("Rescaling", () -> Rescaling.KIND);
      REGISTRY.register("UnitNormalization", () -> UnitNormalization.KIND);
      REGISTRY.register("keras.src.ops.numpy.Add", () -> BinaryOperation.ADD);
      REGISTRY.register("keras.src.ops.numpy.Subtract", () -> BinaryOperation.SUBTRACT);
      REGISTRY.register("keras.src.ops.numpy.Multiply", () -> BinaryOperation.MULTIPLY);
      REGISTRY.register("keras.src.ops.numpy.Divide", () -> BinaryOperation.DIVIDE);
      REGISTRY.register("keras.src.ops.numpy.TrueDivide", () -> BinaryOperation.TRUE_DIVIDE);
      REGISTRY.register("keras.src.ops.numpy.Power", () -> BinaryOperation.POWER);
      REGISTRY.register("keras.src.ops.numpy.Maximum", () -> BinaryOperation.MAXIMUM);
      REGISTRY.register("keras.src.ops.numpy.Minimum", () -> BinaryOperation.MINIMUM);
      REGISTRY.register("keras.src.ops.numpy.Negative", () -> UnaryOperation.NEGATIVE);
      REGISTRY.register("keras.src.ops.numpy.Absolute", () -> UnaryOperation.ABSOLUTE);
      REGISTRY.register("keras.src.ops.numpy.Square", () -> UnaryOperation.SQUARE);
      REGISTRY.register("keras.src.ops.numpy.Sqrt", () -> UnaryOperation.SQRT);
      REGISTRY.register("keras.src.ops.numpy.Exp", () -> UnaryOperation.EXP);
      REGISTRY.register("keras.src.ops.numpy.Log", () -> UnaryOperation.LOG);
      REGISTRY.register("keras.src.ops.numpy.Tanh", () -> UnaryOperation.TANH);
      REGISTRY.register("keras.src.ops.nn.Relu", () -> UnaryOperation.RELU);
      REGISTRY.register("keras.src.activations.activations.ReLU", () -> ReluOperation.KIND);
      REGISTRY.register("keras.src.ops.nn.Relu6", () -> UnaryOperation.RELU6);
      REGISTRY.register("keras.src.ops.nn.Sigmoid", () -> UnaryOperation.SIGMOID);
      REGISTRY.register("keras.src.ops.nn.Silu", () -> UnaryOperation.SILU);
      REGISTRY.register("keras.src.ops.nn.Softplus", () -> UnaryOperation.SOFTPLUS);
      REGISTRY.register("keras.src.ops.nn.HardSigmoid", () -> UnaryOperation.HARD_SIGMOID);
      REGISTRY.register("keras.src.ops.nn.HardSilu", () -> UnaryOperation.HARD_SILU);
      REGISTRY.register("keras.src.ops.numpy.Mean", () -> ReductionOperation.MEAN);
      REGISTRY.register("keras.src.ops.numpy.Sum", () -> ReductionOperation.SUM);
      REGISTRY.register("keras.src.ops.numpy.Max", () -> ReductionOperation.MAX);
      REGISTRY.register("keras.src.ops.numpy.Min", () -> ReductionOperation.MIN);
      REGISTRY.register("keras.src.ops.numpy.Matmul", () -> MatmulOperation.MATMUL);
      REGISTRY.register("keras.src.ops.numpy.Reshape", () -> ShapeOperation.RESHAPE);
      REGISTRY.register("keras.src.ops.numpy.Transpose", () -> ShapeOperation.TRANSPOSE);
      REGISTRY.register("keras.src.ops.numpy.ExpandDims", () -> ShapeOperation.EXPAND_DIMS);
      REGISTRY.register("keras.src.ops.numpy.Squeeze", () -> ShapeOperation.SQUEEZE);
      REGISTRY.register("keras.src.ops.numpy.Concatenate", () -> ConcatenateOperation.KIND);
      REGISTRY.register("keras.src.ops.numpy.Clip", () -> ClipOperation.KIND);
      REGISTRY.register("keras.src.applications.convnext.LayerScale", () -> LayerScale.KIND);
      REGISTRY.register(
          "keras.src.applications.inception_resnet_v2.CustomScaleLayer",
          () -> CustomScaleLayer.KIND);
      REGISTRY.register("GRU", () -> GRU.KIND);
      REGISTRY.register("GroupNormalization", () -> GroupNormalization.KIND);
      REGISTRY.register("LSTM", () -> LSTM.KIND);
      REGISTRY.register("LayerNormalization", () -> LayerNormalization.KIND);
      REGISTRY.register("Bidirectional", () -> Bidirectional.KIND);
      REGISTRY.register("MultiHeadAttention", () -> MultiHeadAttention.KIND);
      NotHere.refuse(REGISTRY);
      NotHere.refuseOperations(REGISTRY);
    }
  }
}
