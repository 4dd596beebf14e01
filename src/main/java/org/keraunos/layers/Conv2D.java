package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.activations.Activation;
import org.keraunos.activations.Activations;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * Convolution over height and width: {@code y = activation(sum over the window of x * kernel + bias)}.
 *
 * <p>Input (height, width, channels); output (height', width', filters). Weights {@code kernel} (kernel height, kernel
 * width, channels, filters) and {@code bias} (filters). Defaults as in {@code keras.layers.Conv2D}: strides 1, padding
 * {@link Padding#VALID valid}, linear, a bias, Glorot uniform.
 */
public final class Conv2D extends Layer implements AffineFoldable {
  private final int filters;
  private Window window;
  private Activation activation = Activations.LINEAR;
  private boolean useBias = true;
  private Initializer kernelInitializer = Initializers.glorotUniform();
  private Initializer biasInitializer = Initializers.zeros();

  Conv2D(int filters, int kernelHeight, int kernelWidth) {
    Check.argument(filters >= 1, "Conv2D.filters", ">= 1", filters);
    this.filters = filters;
    this.window = new Window("Conv2D", kernelHeight, kernelWidth, 1, 1, Padding.VALID);
  }

  /**
   * Names the layer.
   *
   * @param name unique in the model
   * @return a changed copy
   */
  public Conv2D name(String name) {
    return named(this, name);
  }

  /**
   * The function of the output.
   *
   * @param function linear if not given
   * @return a changed copy
   */
  public Conv2D activation(Activation function) {
    return changed(this, layer -> layer.activation = function);
  }

  /**
   * The step of the window, the same down and to the right.
   *
   * @param stride at least 1, the default
   * @return a changed copy
   */
  public Conv2D strides(int stride) {
    return changed(this, layer -> layer.window = window.strides(stride, stride));
  }

  /**
   * The step of the window.
   *
   * @param down at least 1, the default
   * @param right at least 1, the default
   * @return a changed copy
   */
  public Conv2D strides(int down, int right) {
    return changed(this, layer -> layer.window = window.strides(down, right));
  }

  /**
   * What happens at the edges.
   *
   * @param padding valid if not given
   * @return a changed copy
   */
  public Conv2D padding(Padding padding) {
    return changed(this, layer -> layer.window = window.padding(padding));
  }

  /**
   * Whether a bias is added.
   *
   * @param use true if not given
   * @return a changed copy
   */
  public Conv2D useBias(boolean use) {
    return changed(this, layer -> layer.useBias = use);
  }

  /**
   * The kernel's start value.
   *
   * @param initializer Glorot uniform if not given
   * @return a changed copy
   */
  public Conv2D kernelInitializer(Initializer initializer) {
    return changed(this, layer -> layer.kernelInitializer = initializer);
  }

  /**
   * The bias's start value.
   *
   * @param initializer zeros if not given
   * @return a changed copy
   */
  public Conv2D biasInitializer(Initializer initializer) {
    return changed(this, layer -> layer.biasInitializer = initializer);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return window.outputShape(describe(), ofRank(inputs, 3, Window.PICTURE), filters);
  }

  @Override
  public Shape reads(Shape seen, Shape input) {
    Shape convolved = activation.isPointwise() ? seen : outputShape(List.of(input));
    return window.reads(convolved, input);
  }

  @Override
  public boolean isRowwise() {
    return activation.isPointwise();
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs) {
    Value in = only(inputs);
    Value out = convolve(s, in, s.weight("kernel", kernelShape(in), kernelInitializer));
    if (useBias) {
      out = out.plus(s.weight("bias", Shape.of(filters), biasInitializer));
    }
    return List.of(activation.apply(s, out));
  }

  @Override
  public boolean isLinear() {
    return activation == Activations.LINEAR;
  }

  @Override
  public Value buildFolded(LayerScope s, List<Value> inputs, Affine affine) {
    Value in = only(inputs);
    Operand<TFloating> kernel = s.masterWeight(
        "kernel", kernelShape(in), org.keraunos.runtime.WeightOptions.of(kernelInitializer));
    Value out = convolve(s, in, s.toCompute(s.ops().math.mul(kernel, affine.factor())));
    Operand<TFloating> bias = affine.summand();
    if (useBias) {
      Operand<TFloating> own = s.masterWeight(
          "bias", Shape.of(filters), org.keraunos.runtime.WeightOptions.of(biasInitializer));
      bias = s.ops().math.add(s.ops().math.mul(own, affine.factor()), bias);
    }
    return out.plus(s.toCompute(bias));
  }

  private Shape kernelShape(Value in) {
    return Shape.of(window.height(), window.width(), in.shape().get(-1), filters);
  }

  private Value convolve(LayerScope s, Value in, Operand<TFloating> kernel) {
    Operand<TFloating> convolved = s.ops()
        .nn
        .conv2d(in.operand(), kernel, window.strideList(), window.padding().name());
    return s.value(convolved, outputShape(List.of(in.shape())));
  }

  @Override
  public Map<String, Object> config() {
    return Map.of(
        "filters", filters,
        "kernel_size", window.sizeConfig(),
        "strides", window.strideConfig(),
        "padding", window.padding().kerasName(),
        "activation", activation.kerasName(),
        "use_bias", useBias,
        "kernel_initializer", Config.of(kernelInitializer),
        "bias_initializer", Config.of(biasInitializer));
  }

  static Conv2D fromConfig(Config config) {
    config.allow(
        Map.of("data_format", "channels_last", "dilation_rate", List.of(1, 1), "groups", 1),
        Set.of(
            "filters",
            "kernel_size",
            "strides",
            "padding",
            "activation",
            "use_bias",
            "kernel_initializer",
            "bias_initializer"));
    int[] size = config.pair("kernel_size");
    int[] strides = config.pair("strides", 1, 1);
    return new Conv2D(config.integer("filters"), size[0], size[1])
        .strides(strides[0], strides[1])
        .padding(Padding.named("Conv2D", config.string("padding", "valid")))
        .activation(config.activation("activation"))
        .useBias(config.flag("use_bias", true))
        .kernelInitializer(config.initializer("kernel_initializer", Initializers.glorotUniform()))
        .biasInitializer(config.initializer("bias_initializer", Initializers.zeros()));
  }
}
