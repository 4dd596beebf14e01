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
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Convolution of each channel by itself, {@code depth_multiplier} times;
 * {@code keras.layers.DepthwiseConv2D}.
 *
 * <p>Input (height, width, channels); output (height', width', channels * multiplier). Weights
 * {@code kernel} (kernel height, kernel width, channels, multiplier) and {@code bias} (channels *
 * multiplier). Defaults: multiplier 1, strides 1, padding {@link Padding#VALID valid}, no dilation,
 * linear, a bias, Glorot uniform. Strides are the same down and to the right.
 */
public final class DepthwiseConv2D extends ConvolutionLayer<DepthwiseConv2D>
    implements DepthwiseKernel<DepthwiseConv2D> {
  private static final Setting<Integer> DEPTH_MULTIPLIER =
      Setting.integer("depth_multiplier").must(n -> n >= 1, ">= 1");
  static final Kind<DepthwiseConv2D> KIND = Layer.kind("DepthwiseConv2D", DepthwiseConv2D::new)
      .option(DEPTH_MULTIPLIER, 1)
      .group(CONVOLUTION)
      .group(DEPTHWISE_KERNEL.startingAs(Initializers.glorotUniform()));

  private DepthwiseConv2D(Settings settings) {
    super(settings, DEPTHWISE_KERNEL);
  }

  static DepthwiseConv2D of(int height, int width) {
    return KIND.make(KIND.settings().with(KERNEL_SIZE, List.of(height, width)));
  }

  /**
   * How many channels are made of each.
   *
   * @param count at least 1, the default
   * @return a changed copy
   */
  public DepthwiseConv2D depthMultiplier(int count) {
    return with(DEPTH_MULTIPLIER, count);
  }

  @Override
  public void check() {
    super.check();
    List<Integer> strides = get(STRIDES);
    // TensorFlow has no kernel for others.
    Check.argument(
        strides.get(0).equals(strides.get(1)),
        "DepthwiseConv2D.strides",
        "the same down and to the right",
        strides);
  }

  @Override
  int outputChannels(Shape input) {
    return input.get(-1) * get(DEPTH_MULTIPLIER);
  }

  @Override
  protected boolean isScaledByKernel() {
    return true;
  }

  @Override
  protected Shape kernelShape(Shape input) {
    List<Integer> size = get(KERNEL_SIZE);
    return Shape.of(size.get(0), size.get(1), input.get(-1), get(DEPTH_MULTIPLIER));
  }

  @Override
  protected Operand<TFloating> scaled(
      LayerScope s, Operand<TFloating> kernel, Operand<TFloating> factor) {
    Ops tf = s.ops();
    var byChannel = tf.reshape(factor, tf.constant(new int[] {-1, get(DEPTH_MULTIPLIER)}));
    return tf.math.mul(kernel, byChannel);
  }

  @Override
  Operand<TFloating> convolve(
      LayerScope s, Operand<TFloating> input, Operand<TFloating> kernel, Window window) {
    return Convolutions.depthwise(s, input, kernel, window);
  }
}
