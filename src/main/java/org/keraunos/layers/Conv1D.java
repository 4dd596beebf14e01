package org.keraunos.layers;

import java.util.List;
import org.keraunos.activations.Activations;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Convolution over the steps of a sequence; {@code keras.layers.Conv1D}.
 *
 * <p>Input (steps, channels); output (steps', filters). Weights {@code kernel} (kernel size,
 * channels / groups, filters) and {@code bias} (filters). Defaults: strides 1, padding
 * {@link Padding#VALID valid}, no dilation, one group, linear, a bias, Glorot uniform.
 */
public final class Conv1D extends KernelLayer<Conv1D> implements Kernel<Conv1D> {
  private static final String SEQUENCE = "(None, steps, channels)";
  private static final Setting<Integer> FILTERS = positive("filters");
  private static final Setting<Integer> GROUPS = positive("groups");
  private static final Setting<List<Integer>> KERNEL_SIZE = size("kernel_size");
  private static final Setting<List<Integer>> STRIDES = size("strides");
  private static final Setting<List<Integer>> DILATION_RATE = size("dilation_rate");
  private static final Setting<Padding> PADDING =
      Setting.of("padding", Codecs.choice(Padding.class, Padding::kerasName));
  static final Kind<Conv1D> KIND = Layer.kind("Conv1D", Conv1D::new)
      .required(FILTERS, KERNEL_SIZE)
      .option(STRIDES, List.of(1))
      .option(PADDING, Padding.VALID)
      .only("data_format", "channels_last")
      .option(DILATION_RATE, List.of(1))
      .option(GROUPS, 1)
      .option(ACTIVATION, Activations.LINEAR)
      .group(BIAS_OPTIONS)
      .group(KERNEL.startingAs(Initializers.glorotUniform()))
      .only("activity_regularizer", null);

  private Conv1D(Settings settings) {
    super(settings, KERNEL);
  }

  static Conv1D of(int filters, int size) {
    return KIND.make(KIND.settings().with(FILTERS, filters).with(KERNEL_SIZE, List.of(size)));
  }

  private static Setting<Integer> positive(String key) {
    return Setting.integer(key).must(n -> n >= 1, ">= 1");
  }

  private static Setting<List<Integer>> size(String key) {
    return Setting.of(key, Codecs.sizes(1)).must(sizes -> sizes.get(0) >= 1, ">= 1");
  }

  /**
   * The step of the kernel.
   *
   * @param stride at least 1, the default
   * @return a changed copy
   */
  public Conv1D strides(int stride) {
    return with(STRIDES, List.of(stride));
  }

  /**
   * What happens at the ends.
   *
   * @param padding valid if not given; {@link Padding#CAUSAL} for outputs that know no later step
   * @return a changed copy
   */
  public Conv1D padding(Padding padding) {
    return with(PADDING, padding);
  }

  /**
   * How far apart the steps are that the kernel looks at.
   *
   * @param rate at least 1, the default; above 1 with strides of 1 only
   * @return a changed copy
   */
  public Conv1D dilationRate(int rate) {
    return with(DILATION_RATE, List.of(rate));
  }

  /**
   * How many groups the channels are parted into, each of which makes its part of the filters.
   *
   * @param count a divisor of the channels and of the filters; 1 if not given
   * @return a changed copy
   */
  public Conv1D groups(int count) {
    return with(GROUPS, count);
  }

  @Override
  public void check() {
    Check.argument(
        get(DILATION_RATE).get(0) == 1 || get(STRIDES).get(0) == 1,
        "Conv1D.dilation_rate",
        "1 where strides are above 1",
        get(DILATION_RATE));
    Check.argument(
        get(FILTERS) % get(GROUPS) == 0,
        "Conv1D.groups",
        "a divisor of " + get(FILTERS),
        get(GROUPS));
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape sequence = ofRank(input, 2, SEQUENCE);
    Check.argument(
        sequence.get(1) % get(GROUPS) == 0,
        describe() + " input",
        "channels that " + get(GROUPS) + " groups divide",
        sequence);
    int reach = window().extent(1);
    int steps = sequence.get(0) + before();
    Check.argument(
        get(PADDING) == Padding.SAME || steps >= reach,
        describe() + " input",
        "at least " + reach + " steps (its kernel)",
        sequence);
    return Shape.of(window().padding().windows(steps, reach, get(STRIDES).get(0)), get(FILTERS));
  }

  @Override
  protected boolean isScaledByKernel() {
    return true;
  }

  @Override
  protected Shape kernelShape(Shape input) {
    return Shape.of(get(KERNEL_SIZE).get(0), input.get(-1) / get(GROUPS), get(FILTERS));
  }

  /** A picture of one row: strides down are those to the right, which the depthwise op needs. */
  private Window window() {
    int stride = get(STRIDES).get(0);
    return new Window(
        List.of(1, get(KERNEL_SIZE).get(0)),
        List.of(stride, stride),
        List.of(1, get(DILATION_RATE).get(0)),
        get(PADDING) == Padding.SAME ? Padding.SAME : Padding.VALID);
  }

  /** How many zeros stand before the first step. */
  private int before() {
    return get(PADDING) == Padding.CAUSAL ? window().extent(1) - 1 : 0;
  }

  @Override
  protected Operand<TFloating> multiply(LayerScope s, Value in, Operand<TFloating> kernel) {
    Ops tf = s.ops();
    Operand<TFloating> steps = in.operand();
    if (before() > 0) {
      steps =
          tf.pad(steps, tf.constant(new int[][] {{0, 0}, {before(), 0}, {0, 0}}), s.constant(0));
    }
    Shape row = Shape.of(1, in.shape().get(0) + before(), in.shape().get(1));
    Operand<TFloating> flat = tf.expandDims(kernel, tf.constant(0));
    Operand<TFloating> convolved = Convolutions.convolve(
        s,
        tf.expandDims(steps, tf.constant(1)),
        row,
        window(),
        (x, window) -> Convolutions.grouped(s, x, flat, window, get(GROUPS)));
    Shape out = outputShape(in.shape());
    return tf.reshape(convolved, tf.constant(new int[] {-1, out.get(0), out.get(1)}));
  }
}
