package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A convolution of each channel by itself, whose results a convolution of 1 x 1 then mixes: what a
 * convolution does with far fewer products. Chollet, "Xception", CVPR 2017;
 * {@code keras.layers.SeparableConv2D}.
 *
 * <p>Input (height, width, channels); output (height', width', filters). Weights
 * {@code depthwise_kernel} (kernel height, kernel width, channels, multiplier),
 * {@code pointwise_kernel} (1, 1, channels * multiplier, filters) and {@code bias} (filters).
 * Defaults: multiplier 1, strides 1, padding {@link Padding#VALID valid}, no dilation, linear, a
 * bias, Glorot uniform. Strides are the same down and to the right.
 */
public final class SeparableConv2D extends ConvolutionLayer<SeparableConv2D>
    implements DepthwiseKernel<SeparableConv2D>, PointwiseKernel<SeparableConv2D> {
  private static final Weight DEPTHWISE = DEPTHWISE_KERNEL.named("depthwise_kernel");
  private static final Setting<Integer> FILTERS =
      Setting.integer("filters").must(n -> n >= 1, ">= 1");
  private static final Setting<Integer> DEPTH_MULTIPLIER =
      Setting.integer("depth_multiplier").must(n -> n >= 1, ">= 1");
  static final Kind<SeparableConv2D> KIND = Layer.kind("SeparableConv2D", SeparableConv2D::new)
      .required(FILTERS)
      .option(DEPTH_MULTIPLIER, 1)
      .group(CONVOLUTION)
      .group(DEPTHWISE_KERNEL.startingAs(Initializers.glorotUniform()))
      .group(POINTWISE_KERNEL.startingAs(Initializers.glorotUniform()));

  private SeparableConv2D(Settings settings) {
    super(settings, DEPTHWISE);
  }

  static SeparableConv2D of(int filters, int height, int width) {
    return KIND.make(
        KIND.settings().with(FILTERS, filters).with(KERNEL_SIZE, List.of(height, width)));
  }

  /**
   * How many channels are made of each before they are mixed.
   *
   * @param count at least 1, the default
   * @return a changed copy
   */
  public SeparableConv2D depthMultiplier(int count) {
    return with(DEPTH_MULTIPLIER, count);
  }

  @Override
  public void check() {
    super.check();
    List<Integer> strides = get(STRIDES);
    // TensorFlow has no kernel for others.
    Check.argument(
        strides.get(0).equals(strides.get(1)),
        "SeparableConv2D.strides",
        "the same down and to the right",
        strides);
  }

  @Override
  int outputChannels(Shape input) {
    return get(FILTERS);
  }

  @Override
  protected Shape kernelShape(Shape input) {
    List<Integer> size = get(KERNEL_SIZE);
    return Shape.of(size.get(0), size.get(1), input.get(-1), get(DEPTH_MULTIPLIER));
  }

  @Override
  Operand<TFloating> convolve(
      LayerScope s, Operand<TFloating> input, Operand<TFloating> kernel, Window window) {
    int between = (int) (kernel.shape().get(2) * kernel.shape().get(3));
    Operand<TFloating> mix = weight(s, POINTWISE_KERNEL, Shape.of(1, 1, between, get(FILTERS)));
    Operand<TFloating> apart = Convolutions.depthwise(s, input, kernel, window);
    return Convolutions.plain(
        s, apart, mix, new Window(List.of(1, 1), List.of(1, 1), Padding.VALID));
  }
}
