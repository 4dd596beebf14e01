package org.keraunos.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.activations.Activations;
import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A layer whose kernel slides over height and width: a kind says how many channels come out and
 * which op convolves.
 *
 * @param <L> the kind
 */
public abstract class ConvolutionLayer<L extends ConvolutionLayer<L>> extends KernelLayer<L>
    implements Strided<L> {
  /** The kernel's height and width. */
  public static final Setting<List<Integer>> KERNEL_SIZE = Strided.sizes("kernel_size");

  /** How far apart the pixels are that the kernel looks at, down and to the right. */
  public static final Setting<List<Integer>> DILATION_RATE = Strided.sizes("dilation_rate");

  /** What every kind of convolution declares beside its kernel. */
  static final Kind.Group CONVOLUTION = Kind.template()
      .required(KERNEL_SIZE)
      .option(STRIDES, List.of(1, 1))
      .option(PADDING, Padding.VALID)
      .only("data_format", "channels_last")
      .option(DILATION_RATE, List.of(1, 1))
      .option(ACTIVATION, Activations.LINEAR)
      .group(BIAS_OPTIONS)
      .only("activity_regularizer", null)
      .asGroup();

  ConvolutionLayer(Settings settings, Weight kernel) {
    super(settings, kernel);
  }

  /** The number of channels that come out. */
  abstract int outputChannels(Shape input);

  /** Emits the op. */
  abstract Operand<TFloating> convolve(
      LayerScope s, Operand<TFloating> input, Operand<TFloating> kernel, Window window);

  /**
   * How far apart the pixels are that the kernel looks at, the same down and to the right.
   *
   * @param rate at least 1, the default; above 1 with strides of 1 only
   * @return a changed copy
   */
  public final L dilationRate(int rate) {
    return dilationRate(rate, rate);
  }

  /**
   * How far apart the pixels are that the kernel looks at.
   *
   * @param down at least 1, the default
   * @param right at least 1, the default; above 1 with strides of 1 only
   * @return a changed copy
   */
  public final L dilationRate(int down, int right) {
    return with(DILATION_RATE, List.of(down, right));
  }

  @Override
  public void check() {
    Check.argument(
        !window().isDilated() || get(STRIDES).equals(List.of(1, 1)),
        className() + ".dilation_rate",
        "1 where strides are above 1",
        get(DILATION_RATE));
  }

  final Window window() {
    return new Window(get(KERNEL_SIZE), get(STRIDES), get(DILATION_RATE), get(PADDING));
  }

  /** The same that pads as it is told; null if it cannot. */
  final @Nullable L padding(Shape picture, Edges edges) {
    Window window = window();
    boolean same = window.padding() == Padding.VALID
        && !window.isDilated()
        && window.padsSame(0, picture.get(0), edges.top(), edges.bottom())
        && window.padsSame(1, picture.get(1), edges.left(), edges.right());
    return same ? with(PADDING, Padding.SAME) : null;
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape picture = ofRank(input, 3, Window.PICTURE);
    return window().outputShape(describe(), picture, outputChannels(picture));
  }

  @Override
  public Shape reads(Shape seen, Shape input) {
    Shape convolved = get(ACTIVATION).isPointwise() ? seen : outputShape(input);
    return window().reads(convolved, input);
  }

  @Override
  protected Operand<TFloating> multiply(LayerScope s, Value in, Operand<TFloating> kernel) {
    return Convolutions.convolve(
        s, in.operand(), in.shape(), window(), (x, window) -> convolve(s, x, kernel, window));
  }
}
