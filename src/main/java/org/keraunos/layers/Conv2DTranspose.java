package org.keraunos.layers;

import java.util.List;
import java.util.Optional;
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
 * What a convolution does to gradients: pictures grow by their strides;
 * {@code keras.layers.Conv2DTranspose}.
 *
 * <p>Input (height, width, channels); output (height', width', filters), where height' is height *
 * stride for {@link Padding#SAME same} padding and (height - 1) * stride + max(kernel, stride) for
 * {@link Padding#VALID valid}, unless an {@link #outputPadding output padding} says otherwise.
 * Weights {@code kernel} (kernel height, kernel width, filters, channels) and {@code bias}
 * (filters). Defaults: strides 1, padding valid, no dilation, linear, a bias, Glorot uniform.
 */
public final class Conv2DTranspose extends ConvolutionLayer<Conv2DTranspose>
    implements Kernel<Conv2DTranspose> {
  private static final Setting<Integer> FILTERS =
      Setting.integer("filters").must(n -> n >= 1, ">= 1");
  private static final Setting<Optional<List<Integer>>> OUTPUT_PADDING = Setting.of(
          "output_padding", Codecs.optional(Codecs.sizes(2)))
      .must(sizes -> sizes.stream().flatMap(List::stream).allMatch(size -> size >= 0), "sizes >= 0")
      .since(11, sizes -> sizes.stream().flatMap(List::stream).anyMatch(size -> size == 0));
  static final Kind<Conv2DTranspose> KIND = Layer.kind("Conv2DTranspose", Conv2DTranspose::new)
      .required(FILTERS)
      .group(CONVOLUTION)
      .option(OUTPUT_PADDING, Optional.empty())
      .group(KERNEL.startingAs(Initializers.glorotUniform()));

  private Conv2DTranspose(Settings settings) {
    super(settings, KERNEL);
  }

  static Conv2DTranspose of(int filters, int height, int width) {
    return KIND.make(
        KIND.settings().with(FILTERS, filters).with(KERNEL_SIZE, List.of(height, width)));
  }

  /**
   * How many rows and columns come out beyond the least that such a convolution makes.
   *
   * @param size at least 0 and less than the strides; what the strides suggest if not given
   * @return a changed copy
   */
  public Conv2DTranspose outputPadding(int size) {
    return outputPadding(size, size);
  }

  /**
   * How many rows and columns come out beyond the least that such a convolution makes.
   *
   * @param down at least 0 and less than the stride down
   * @param right at least 0 and less than the stride to the right
   * @return a changed copy
   */
  public Conv2DTranspose outputPadding(int down, int right) {
    return with(OUTPUT_PADDING, Optional.of(List.of(down, right)));
  }

  @Override
  public void check() {
    super.check();
    get(OUTPUT_PADDING)
        .ifPresent(more -> Check.argument(
            more.get(0) < get(STRIDES).get(0) && more.get(1) < get(STRIDES).get(1),
            "Conv2DTranspose.output_padding",
            "less than strides " + get(STRIDES),
            more));
  }

  @Override
  int outputChannels(Shape input) {
    return get(FILTERS);
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape picture = ofRank(input, 3, Window.PICTURE);
    return Shape.of(size(picture, 0), size(picture, 1), get(FILTERS));
  }

  private int size(Shape picture, int axis) {
    Window window = window();
    int reach = window.extent(axis);
    int stride = window.strides().get(axis);
    int least = (picture.get(axis) - 1) * stride;
    Optional<Integer> more = get(OUTPUT_PADDING).map(sizes -> sizes.get(axis));
    boolean same = window.padding() == Padding.SAME;
    int size = same
        ? more.map(added -> least + reach % 2 + added).orElse(least + stride)
        : least + reach + more.orElse(Math.max(reach, stride) - reach);
    // Keras ends the process, or names no layer, where no convolution goes the other way.
    boolean fits = same
        ? size >= 1 && window.padding().windows(size, reach, stride) == picture.get(axis)
        : window.padding().windows(size, reach, stride) == picture.get(axis);
    Check.argument(
        fits,
        describe() + ".output_padding",
        "one whose picture a convolution makes " + picture + " of",
        get(OUTPUT_PADDING).orElse(List.of()));
    return size;
  }

  @Override
  public Shape reads(Shape seen, Shape input) {
    return input;
  }

  @Override
  protected Shape kernelShape(Shape input) {
    List<Integer> size = get(KERNEL_SIZE);
    return Shape.of(size.get(0), size.get(1), get(FILTERS), input.get(-1));
  }

  @Override
  protected boolean isScaledByKernel() {
    return true;
  }

  @Override
  protected Operand<TFloating> scaled(
      LayerScope s, Operand<TFloating> kernel, Operand<TFloating> factor) {
    Ops tf = s.ops();
    return tf.math.mul(kernel, tf.expandDims(factor, tf.constant(1)));
  }

  @Override
  protected Operand<TFloating> multiply(LayerScope s, Value in, Operand<TFloating> kernel) {
    Ops tf = s.ops();
    Window window = window();
    Operand<TFloating> spread = window.isDilated() ? spread(s, kernel, window) : kernel;
    Operand<TFloating> input = in.operand();
    Shape out = outputShape(in.shape());
    var batch = tf.slice(tf.shape(input), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    var sizes = tf.concat(List.of(batch, tf.constant(out.toArray())), tf.constant(0));
    return tf.nn.conv2dBackpropInput(
        sizes, spread, input, window.strideList(), window.padding().name());
  }

  /** TensorFlow's gradient of the dilated op is wrong: the kernel itself gets the zeros. */
  private static Operand<TFloating> spread(LayerScope s, Operand<TFloating> kernel, Window window) {
    Ops tf = s.ops();
    int height = window.size().get(0);
    int width = window.size().get(1);
    int down = window.dilation().get(0);
    int right = window.dilation().get(1);
    long[] sizes = kernel.shape().asArray();
    int filters = (int) sizes[2];
    int channels = (int) sizes[3];
    var apart = tf.reshape(kernel, tf.constant(new int[] {height, 1, width, 1, filters, channels}));
    var zeros = new int[][] {{0, 0}, {0, down - 1}, {0, 0}, {0, right - 1}, {0, 0}, {0, 0}};
    var padded = tf.pad(apart, tf.constant(zeros), s.constant(0));
    var whole = tf.reshape(
        padded, tf.constant(new int[] {height * down, width * right, filters, channels}));
    return tf.slice(whole, tf.constant(new int[4]), tf.constant(new int[] {
      window.extent(0), window.extent(1), filters, channels
    }));
  }

  @Override
  Operand<TFloating> convolve(
      LayerScope s, Operand<TFloating> input, Operand<TFloating> kernel, Window window) {
    throw new IllegalStateException("multiply emits it");
  }
}
