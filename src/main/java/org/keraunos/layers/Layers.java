package org.keraunos.layers;

import java.util.function.Supplier;
import org.keraunos.activations.Activation;
import org.keraunos.base.Kind;
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
      REGISTRY.register("LSTM", () -> LSTM.KIND);
      REGISTRY.register("Bidirectional", () -> Bidirectional.KIND);
      REGISTRY.register("MultiHeadAttention", () -> MultiHeadAttention.KIND);
    }
  }
}
