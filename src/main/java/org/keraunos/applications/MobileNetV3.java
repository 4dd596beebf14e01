package org.keraunos.applications;

import java.util.List;
import org.keraunos.activations.Activations;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.contract.Preprocessing;
import org.keraunos.layers.Conv2D;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;

/**
 * Inverted residual blocks with squeeze and excitation and hard swish; Howard et al., "Searching
 * for MobileNetV3", ICCV 2019. {@code MobileNetV3Small} and {@code MobileNetV3Large} of
 * {@code keras.applications}.
 */
public final class MobileNetV3 extends Application<MobileNetV3> {
  private static final Setting<Boolean> MINIMALISTIC = Setting.flag("minimalistic");
  private static final Setting<Double> DROPOUT_RATE =
      Setting.number("dropout_rate").must(rate -> rate >= 0 && rate < 1, "0 <= rate < 1");
  private static final Setting<Boolean> INCLUDE_PREPROCESSING =
      Setting.flag("include_preprocessing");

  static final Kind<MobileNetV3> SMALL = kind("MobileNetV3Small");
  static final Kind<MobileNetV3> LARGE = kind("MobileNetV3Large");

  /**
   * One block.
   *
   * @param expansion how many channels it has inside, as a multiple of those outside
   * @param filters the channels behind it, at width 1
   * @param wide whether its kernel is 5 and not 3
   * @param stride its stride
   * @param excites whether it has squeeze and excitation
   * @param swish whether its function is hard swish and not ReLU
   */
  private record Block(
      double expansion, int filters, boolean wide, int stride, boolean excites, boolean swish) {}

  private static final List<Block> SMALL_BLOCKS = List.of(
      new Block(1, 16, false, 2, true, false),
      new Block(72.0 / 16, 24, false, 2, false, false),
      new Block(88.0 / 24, 24, false, 1, false, false),
      new Block(4, 40, true, 2, true, true),
      new Block(6, 40, true, 1, true, true),
      new Block(6, 40, true, 1, true, true),
      new Block(3, 48, true, 1, true, true),
      new Block(3, 48, true, 1, true, true),
      new Block(6, 96, true, 2, true, true),
      new Block(6, 96, true, 1, true, true),
      new Block(6, 96, true, 1, true, true));
  private static final List<Block> LARGE_BLOCKS = List.of(
      new Block(1, 16, false, 1, false, false),
      new Block(4, 24, false, 2, false, false),
      new Block(3, 24, false, 1, false, false),
      new Block(3, 40, true, 2, true, false),
      new Block(3, 40, true, 1, true, false),
      new Block(3, 40, true, 1, true, false),
      new Block(6, 80, false, 2, false, true),
      new Block(2.5, 80, false, 1, false, true),
      new Block(2.3, 80, false, 1, false, true),
      new Block(2.3, 80, false, 1, false, true),
      new Block(6, 112, false, 1, true, true),
      new Block(6, 112, false, 1, true, true),
      new Block(6, 160, true, 2, true, true),
      new Block(6, 160, true, 1, true, true),
      new Block(6, 160, true, 1, true, true));

  private MobileNetV3(Settings settings) {
    super(settings);
  }

  private static Kind<MobileNetV3> kind(String name) {
    return kind(name, MobileNetV3::new, 224)
        .option(MobileNet.ALPHA, 1.0)
        .option(MINIMALISTIC, false)
        .option(DROPOUT_RATE, 0.2)
        .option(INCLUDE_PREPROCESSING, true);
  }

  /**
   * The width: how many filters there are, as a share of the paper's.
   *
   * @param width above 0; 1 if not given; Keras has weights for 0.75 and 1
   * @return a changed copy
   */
  public MobileNetV3 alpha(double width) {
    return with(MobileNet.ALPHA, width);
  }

  /**
   * Whether to do without kernels of 5, hard swish, and squeeze and excitation.
   *
   * @param minimal false if not given
   * @return a changed copy
   */
  public MobileNetV3 minimalistic(boolean minimal) {
    return with(MINIMALISTIC, minimal);
  }

  /**
   * The dropout of the top.
   *
   * @param rate 0 to 1; 0.2 if not given
   * @return a changed copy
   */
  public MobileNetV3 dropoutRate(double rate) {
    return with(DROPOUT_RATE, rate);
  }

  /**
   * Whether the first layer takes pixels of 0 to 255 to -1 to 1.
   *
   * @param include true if not given
   * @return a changed copy
   */
  public MobileNetV3 includePreprocessing(boolean include) {
    return with(INCLUDE_PREPROCESSING, include);
  }

  @Override
  public String modelName() {
    return settings().kind().className();
  }

  /** {@inheritDoc} Nothing: the network does it, if it includes preprocessing. */
  @Override
  public Preprocessing preprocessing() {
    return Preprocessing.NONE;
  }

  @Override
  protected SymbolicTensor body(SymbolicTensor image) {
    SymbolicTensor x =
        get(INCLUDE_PREPROCESSING) ? Layers.rescaling(1 / 127.5).offset(-1).apply(image) : image;
    x = Layers.conv2d(16, 3)
        .strides(2)
        .padding(Padding.SAME)
        .useBias(false)
        .name("conv")
        .apply(x);
    x = function(norm(x, "conv_bn"), true);
    List<Block> blocks = settings().kind() == SMALL ? SMALL_BLOCKS : LARGE_BLOCKS;
    for (int i = 0; i < blocks.size(); i++) {
      x = block(x, blocks.get(i), i);
    }
    x = conv(divisible(x.shape().get(-1) * 6), "conv_1").useBias(false).apply(x);
    return function(norm(x, "conv_1_bn"), true);
  }

  private SymbolicTensor block(SymbolicTensor input, Block block, int index) {
    String name = index == 0 ? "expanded_conv_" : "expanded_conv_" + index + "_";
    int channels = input.shape().get(-1);
    int inside = divisible(channels * block.expansion());
    int filters = divisible(block.filters() * get(MobileNet.ALPHA));
    int kernel = block.wide() && !get(MINIMALISTIC) ? 5 : 3;
    SymbolicTensor x = input;
    if (index > 0) {
      x = conv(inside, name + "expand").useBias(false).apply(x);
      x = function(norm(x, name + "expand_bn"), block.swish());
    }
    if (block.stride() == 2) {
      x = padded(x, kernel, name + "depthwise_pad");
    }
    x = Layers.depthwiseConv2d(kernel)
        .strides(block.stride())
        .padding(block.stride() == 1 ? Padding.SAME : Padding.VALID)
        .useBias(false)
        .name(name + "depthwise")
        .apply(x);
    x = function(norm(x, name + "depthwise_bn"), block.swish());
    if (block.excites() && !get(MINIMALISTIC)) {
      x = excited(x, inside, name + "squeeze_excite_");
    }
    x = norm(conv(filters, name + "project").useBias(false).apply(x), name + "project_bn");
    return block.stride() == 1 && channels == filters
        ? Layers.add().name(name + "add").apply(input, x)
        : x;
  }

  private static SymbolicTensor excited(SymbolicTensor input, int filters, String name) {
    SymbolicTensor x =
        Layers.globalAveragePooling2d().keepdims(true).name(name + "avg_pool").apply(input);
    x = conv(divisible(filters * 0.25), name + "conv").apply(x);
    x = Layers.relu().name(name + "relu").apply(x);
    x = conv(filters, name + "conv_1").apply(x);
    x = Layers.relu().maxValue(6).apply(x.plus(3)).times(1.0 / 6);
    return Layers.multiply().name(name + "mul").apply(input, x);
  }

  private SymbolicTensor function(SymbolicTensor x, boolean swish) {
    return swish && !get(MINIMALISTIC)
        ? Layers.activation(Activations.HARD_SILU).apply(x)
        : Layers.relu().apply(x);
  }

  private static Conv2D conv(int filters, String name) {
    return Layers.conv2d(filters, 1).padding(Padding.SAME).name(name);
  }

  private static SymbolicTensor norm(SymbolicTensor x, String name) {
    return Layers.batchNormalization().momentum(0.999).name(name).apply(x);
  }

  @Override
  protected SymbolicTensor top(SymbolicTensor features) {
    double alpha = get(MobileNet.ALPHA);
    int last = settings().kind() == SMALL ? 1024 : 1280;
    SymbolicTensor x = Layers.globalAveragePooling2d().keepdims(true).apply(features);
    x = conv(alpha > 1 ? divisible(last * alpha) : last, "conv_2").apply(x);
    x = function(x, true);
    if (get(DROPOUT_RATE) > 0) {
      x = Layers.dropout(get(DROPOUT_RATE)).apply(x);
    }
    x = Layers.flatten().apply(conv(classes(), "logits").apply(x));
    return Layers.activation(classifierActivation()).name("predictions").apply(x);
  }
}
