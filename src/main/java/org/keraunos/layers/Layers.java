package org.keraunos.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.keraunos.activations.Activation;
import org.keraunos.base.Check;

/** The layers, as in {@code keras.layers}: a factory each, to be imported statically, and the way back from their names. */
public final class Layers {
  private static final Map<String, Function<Config, Layer>> KINDS = new LinkedHashMap<>();

  static {
    register("Conv2D", Conv2D::fromConfig);
    register("MaxPooling2D", MaxPooling2D::fromConfig);
    register("AveragePooling2D", AveragePooling2D::fromConfig);
    register("GlobalAveragePooling2D", GlobalAveragePooling2D::fromConfig);
    register("Flatten", Flatten::fromConfig);
    register("Dense", Dense::fromConfig);
    register("Dropout", Dropout::fromConfig);
    register("BatchNormalization", BatchNormalization::fromConfig);
    register("Normalization", Normalization::fromConfig);
    register("Activation", ActivationLayer::fromConfig);
    register("Add", Add::fromConfig);
    register("Concatenate", Concatenate::fromConfig);
  }

  private Layers() {}

  /**
   * A convolution with a square kernel.
   *
   * @param filters the number of output channels
   * @param kernelSize the kernel's height and width
   * @return the layer, with Keras's defaults
   */
  public static Conv2D conv2d(int filters, int kernelSize) {
    return new Conv2D(filters, kernelSize, kernelSize);
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
    return new Conv2D(filters, kernelHeight, kernelWidth);
  }

  /**
   * Max pooling with a square window.
   *
   * @param poolSize the window's height and width, and its step
   * @return the layer, with Keras's defaults
   */
  public static MaxPooling2D maxPooling2d(int poolSize) {
    return new MaxPooling2D(poolSize, poolSize);
  }

  /**
   * Max pooling.
   *
   * @param height the window's height and its step down
   * @param width the window's width and its step to the right
   * @return the layer, with Keras's defaults
   */
  public static MaxPooling2D maxPooling2d(int height, int width) {
    return new MaxPooling2D(height, width);
  }

  /**
   * Average pooling with a square window.
   *
   * @param poolSize the window's height and width, and its step
   * @return the layer, with Keras's defaults
   */
  public static AveragePooling2D averagePooling2d(int poolSize) {
    return new AveragePooling2D(poolSize, poolSize);
  }

  /**
   * Average pooling.
   *
   * @param height the window's height and its step down
   * @param width the window's width and its step to the right
   * @return the layer, with Keras's defaults
   */
  public static AveragePooling2D averagePooling2d(int height, int width) {
    return new AveragePooling2D(height, width);
  }

  /**
   * The mean over height and width.
   *
   * @return the layer
   */
  public static GlobalAveragePooling2D globalAveragePooling2d() {
    return new GlobalAveragePooling2D();
  }

  /**
   * All axes of a sample as one.
   *
   * @return the layer
   */
  public static Flatten flatten() {
    return new Flatten();
  }

  /**
   * A fully connected layer.
   *
   * @param units the number of outputs
   * @return the layer, with Keras's defaults
   */
  public static Dense dense(int units) {
    return new Dense(units);
  }

  /**
   * Drops a random share of the inputs in training.
   *
   * @param rate the share, 0 to below 1
   * @return the layer
   */
  public static Dropout dropout(double rate) {
    return new Dropout(rate);
  }

  /**
   * Normalizes each channel.
   *
   * @return the layer, with Keras's defaults
   */
  public static BatchNormalization batchNormalization() {
    return new BatchNormalization();
  }

  /**
   * Brings each channel to mean 0 and deviation 1 with statistics of the training data.
   *
   * @return the layer; {@code normalization().adapt(train.moments())}
   */
  public static Normalization normalization() {
    return new Normalization();
  }

  /**
   * An activation function as a layer.
   *
   * @param function the function
   * @return the layer
   */
  public static ActivationLayer activation(Activation function) {
    return new ActivationLayer(function);
  }

  /**
   * The sum of tensors.
   *
   * @return the layer
   */
  public static Add add() {
    return new Add();
  }

  /**
   * Tensors one behind the other.
   *
   * @return the layer, along the last axis
   */
  public static Concatenate concatenate() {
    return new Concatenate();
  }

  /**
   * Makes a kind of layer known by its Keras class name.
   *
   * @param className for example {@code Conv2D}
   * @param fromConfig makes the layer of its configuration
   */
  static void register(String className, Function<Config, Layer> fromConfig) {
    KINDS.put(className, fromConfig);
  }

  /**
   * A layer of its configuration.
   *
   * @param className Keras's class name
   * @param name the layer's name
   * @param config Keras's configuration
   * @return the layer
   * @throws IllegalArgumentException if the kind, or what its configuration asks for, is not supported
   */
  public static Layer fromConfig(String className, String name, Map<String, Object> config) {
    Function<Config, Layer> kind = KINDS.get(className);
    if (kind == null) {
      throw Check.bad("layer class", "one of " + String.join(", ", KINDS.keySet()), className);
    }
    return Layer.named(kind.apply(new Config(className, config)), name);
  }
}
