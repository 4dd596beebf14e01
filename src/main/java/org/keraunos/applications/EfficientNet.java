package org.keraunos.applications;

import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.activations.Activations.SILU;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.contract.Preprocessing;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;
import org.keraunos.layers.Conv2D;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;

/**
 * Inverted residual blocks with squeeze and excitation, scaled in width, depth and size together;
 * Tan and Le, "EfficientNet: rethinking model scaling for convolutional neural networks", ICML
 * 2019. {@code EfficientNetB0} to {@code EfficientNetB7} of {@code keras.applications}.
 */
public final class EfficientNet extends Application<EfficientNet> {
  private static final Setting<Double> WIDTH = Setting.number("width_coefficient");
  private static final Setting<Double> DEPTH = Setting.number("depth_coefficient");
  private static final Setting<Double> DROPOUT_RATE = Setting.number("dropout_rate");
  private static final Setting<Boolean> IMAGENET = Setting.flag("imagenet");
  private static final double DROP_CONNECT = 0.2;

  static final Kind<EfficientNet> B0 = kind("B0", 1.0, 1.0, 224, 0.2);
  static final Kind<EfficientNet> B1 = kind("B1", 1.0, 1.1, 240, 0.2);
  static final Kind<EfficientNet> B2 = kind("B2", 1.1, 1.2, 260, 0.3);
  static final Kind<EfficientNet> B3 = kind("B3", 1.2, 1.4, 300, 0.3);
  static final Kind<EfficientNet> B4 = kind("B4", 1.4, 1.8, 380, 0.4);
  static final Kind<EfficientNet> B5 = kind("B5", 1.6, 2.2, 456, 0.4);
  static final Kind<EfficientNet> B6 = kind("B6", 1.8, 2.6, 528, 0.5);
  static final Kind<EfficientNet> B7 = kind("B7", 2.0, 3.1, 600, 0.5);

  /** Kernel, blocks, filters before and behind, expansion and the first block's stride, a stage. */
  private static final int[][] STAGES = {
    {3, 1, 32, 16, 1, 1},
    {3, 2, 16, 24, 6, 2},
    {5, 2, 24, 40, 6, 2},
    {3, 3, 40, 80, 6, 2},
    {5, 3, 80, 112, 6, 1},
    {5, 4, 112, 192, 6, 2},
    {3, 1, 192, 320, 6, 1}
  };

  private static final double[] IMAGENET_DEVIATIONS = {0.229, 0.224, 0.225};

  private EfficientNet(Settings settings) {
    super(settings);
  }

  private static Kind<EfficientNet> kind(
      String name, double width, double depth, int size, double dropout) {
    return kind("EfficientNet" + name, EfficientNet::new, size)
        .option(IMAGENET, false)
        .internal(WIDTH, width)
        .internal(DEPTH, depth)
        .internal(DROPOUT_RATE, dropout);
  }

  /**
   * Whether the network is the one of Keras's {@code weights="imagenet"}, which has a layer more: a
   * factor a channel behind the normalization.
   *
   * @param pretrained false if not given
   * @return a changed copy
   */
  public EfficientNet imagenet(boolean pretrained) {
    return with(IMAGENET, pretrained);
  }

  @Override
  public String modelName() {
    return settings().kind().className().toLowerCase(Locale.ROOT);
  }

  /** {@inheritDoc} Nothing: the network's first layers do it. */
  @Override
  public Preprocessing preprocessing() {
    return Preprocessing.NONE;
  }

  @Override
  protected SymbolicTensor body(SymbolicTensor image) {
    SymbolicTensor x = Layers.normalization().apply(Layers.rescaling(1 / 255.0).apply(image));
    if (get(IMAGENET)) {
      double[] factors = IMAGENET_DEVIATIONS.clone();
      Arrays.setAll(factors, i -> 1 / Math.sqrt(IMAGENET_DEVIATIONS[i]));
      x = Layers.rescaling(factors).apply(x);
    }
    x = padded(x, 3, "stem_conv_pad");
    x = conv(filters(32), 3, "stem_conv").strides(2).useBias(false).apply(x);
    x = normalized(x, "stem_bn", "stem_activation");
    int before = 0;
    for (int[] stage : STAGES) {
      before += repeats(stage[1]);
    }
    int blocks = before;
    int block = 0;
    for (int stage = 0; stage < STAGES.length; stage++) {
      int[] of = STAGES[stage];
      for (int i = 0; i < repeats(of[1]); i++) {
        String name = "block" + (stage + 1) + (char) ('a' + i) + "_";
        double drop = DROP_CONNECT * block++ / blocks;
        x = block(x, of[0], i == 0 ? of[5] : 1, of[4], filters(of[3]), drop, name);
      }
    }
    x = pointwise(filters(1280), "top_conv").useBias(false).apply(x);
    return normalized(x, "top_bn", "top_activation");
  }

  private int filters(int full) {
    return divisible(full * get(WIDTH));
  }

  private int repeats(int full) {
    return (int) Math.ceil(get(DEPTH) * full);
  }

  private static SymbolicTensor block(
      SymbolicTensor input,
      int kernel,
      int stride,
      int expansion,
      int filters,
      double drop,
      String name) {
    int channels = input.shape().get(-1);
    int inside = channels * expansion;
    SymbolicTensor x = input;
    if (expansion != 1) {
      x = pointwise(inside, name + "expand_conv").useBias(false).apply(x);
      x = normalized(x, name + "expand_bn", name + "expand_activation");
    }
    if (stride == 2) {
      x = padded(x, kernel, name + "dwconv_pad");
    }
    x = Layers.depthwiseConv2d(kernel)
        .strides(stride)
        .padding(stride == 2 ? Padding.VALID : Padding.SAME)
        .useBias(false)
        .depthwiseInitializer(kernels())
        .name(name + "dwconv")
        .apply(x);
    x = normalized(x, name + "bn", name + "activation");
    SymbolicTensor squeezed =
        Layers.globalAveragePooling2d().name(name + "se_squeeze").apply(x);
    squeezed = Layers.reshape(1, 1, inside).name(name + "se_reshape").apply(squeezed);
    squeezed = pointwise(Math.max(1, channels / 4), name + "se_reduce")
        .activation(SILU)
        .apply(squeezed);
    squeezed = pointwise(inside, name + "se_expand").activation(SIGMOID).apply(squeezed);
    x = Layers.multiply().name(name + "se_excite").apply(x, squeezed);
    x = norm(
        pointwise(filters, name + "project_conv").useBias(false).apply(x), name + "project_bn");
    if (stride != 1 || channels != filters) {
      return x;
    }
    if (drop > 0) {
      x = Layers.dropout(drop).noiseShape(-1, 1, 1, 1).name(name + "drop").apply(x);
    }
    return Layers.add().name(name + "add").apply(x, input);
  }

  private static Conv2D conv(int filters, int size, String name) {
    return Layers.conv2d(filters, size).kernelInitializer(kernels()).name(name);
  }

  private static Conv2D pointwise(int filters, String name) {
    return conv(filters, 1, name).padding(Padding.SAME);
  }

  private static SymbolicTensor norm(SymbolicTensor x, String name) {
    return Layers.batchNormalization().axis(3).name(name).apply(x);
  }

  private static SymbolicTensor normalized(SymbolicTensor x, String norm, String function) {
    return Layers.activation(SILU).name(function).apply(norm(x, norm));
  }

  private static Initializer kernels() {
    return scaling(2, "truncated_normal");
  }

  private static Initializer scaling(double scale, String distribution) {
    return Initializers.registry()
        .kind("VarianceScaling")
        .read(Map.of("scale", scale, "mode", "fan_out", "distribution", distribution));
  }

  @Override
  protected SymbolicTensor top(SymbolicTensor features) {
    SymbolicTensor x = Layers.globalAveragePooling2d().name("avg_pool").apply(features);
    x = Layers.dropout(get(DROPOUT_RATE)).name("top_dropout").apply(x);
    return Layers.dense(classes())
        .activation(classifierActivation())
        .kernelInitializer(scaling(1.0 / 3, "uniform"))
        .name("predictions")
        .apply(x);
  }
}
