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
 * Convolution over height and width: {@code y = activation(sum over the window of x * kernel +
 * bias)}; {@code keras.layers.Conv2D}.
 *
 * <p>Input (height, width, channels); output (height', width', filters). Weights {@code kernel}
 * (kernel height, kernel width, channels / groups, filters) and {@code bias} (filters). Defaults:
 * strides 1, padding {@link Padding#VALID valid}, no dilation, one group, linear, a bias, Glorot
 * uniform.
 */
public final class Conv2D extends ConvolutionLayer<Conv2D> implements Kernel<Conv2D> {
  private static final Setting<Integer> FILTERS =
      Setting.integer("filters").must(n -> n >= 1, ">= 1");
  private static final Setting<Integer> GROUPS =
      Setting.integer("groups").must(n -> n >= 1, ">= 1");
  static final Kind<Conv2D> KIND = Layer.kind("Conv2D", Conv2D::new)
      .required(FILTERS)
      .group(CONVOLUTION)
      .option(GROUPS, 1)
      .group(KERNEL.startingAs(Initializers.glorotUniform()));

  private Conv2D(Settings settings) {
    super(settings, KERNEL);
  }

  static Conv2D of(int filters, int height, int width) {
    return KIND.make(
        KIND.settings().with(FILTERS, filters).with(KERNEL_SIZE, List.of(height, width)));
  }

  /**
   * How many groups the channels are parted into, each of which makes its part of the filters.
   *
   * @param count a divisor of the channels and of the filters; 1 if not given
   * @return a changed copy
   */
  public Conv2D groups(int count) {
    return with(GROUPS, count);
  }

  @Override
  public void check() {
    super.check();
    int groups = get(GROUPS);
    Check.argument(
        get(FILTERS) % groups == 0, "Conv2D.groups", "a divisor of " + get(FILTERS), groups);
  }

  @Override
  int outputChannels(Shape input) {
    Check.argument(
        input.get(-1) % get(GROUPS) == 0,
        describe() + " input",
        "channels that " + get(GROUPS) + " groups divide",
        input);
    return get(FILTERS);
  }

  @Override
  protected boolean isScaledByKernel() {
    return true;
  }

  @Override
  protected Shape kernelShape(Shape input) {
    List<Integer> size = get(KERNEL_SIZE);
    return Shape.of(size.get(0), size.get(1), input.get(-1) / get(GROUPS), get(FILTERS));
  }

  @Override
  Operand<TFloating> convolve(
      LayerScope s, Operand<TFloating> input, Operand<TFloating> kernel, Window window) {
    return Convolutions.grouped(s, input, kernel, window, get(GROUPS));
  }
}
