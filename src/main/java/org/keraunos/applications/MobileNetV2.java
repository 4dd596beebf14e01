package org.keraunos.applications;

import java.util.Locale;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.contract.Preprocessing;
import org.keraunos.layers.Conv2D;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;

/**
 * Inverted residual blocks: few channels between the blocks, many inside; Sandler et al.,
 * "MobileNetV2: inverted residuals and linear bottlenecks", CVPR 2018.
 * {@code keras.applications.MobileNetV2}.
 */
public final class MobileNetV2 extends Application<MobileNetV2> {
  static final Kind<MobileNetV2> KIND =
      kind("MobileNetV2", MobileNetV2::new, 224).option(MobileNet.ALPHA, 1.0);

  /** Filters, blocks and the first block's stride, a row a stage. */
  private static final int[][] STAGES = {
    {16, 1, 1}, {24, 2, 2}, {32, 3, 2}, {64, 4, 2}, {96, 3, 1}, {160, 3, 2}, {320, 1, 1}
  };

  private MobileNetV2(Settings settings) {
    super(settings);
  }

  /**
   * The width: how many filters there are, as a share of the paper's.
   *
   * @param width above 0; 1 if not given; Keras has weights for 0.35, 0.5, 0.75, 1, 1.3 and 1.4
   * @return a changed copy
   */
  public MobileNetV2 alpha(double width) {
    return with(MobileNet.ALPHA, width);
  }

  @Override
  public String modelName() {
    return String.format(Locale.ROOT, "mobilenetv2_%.2f_%d", get(MobileNet.ALPHA), height());
  }

  @Override
  public Preprocessing preprocessing() {
    return Preprocessing.TF;
  }

  @Override
  protected boolean namesPooling() {
    return false;
  }

  @Override
  protected SymbolicTensor body(SymbolicTensor image) {
    double alpha = get(MobileNet.ALPHA);
    SymbolicTensor x = Layers.conv2d(divisible(32 * alpha), 3)
        .strides(2)
        .padding(Padding.SAME)
        .useBias(false)
        .name("Conv1")
        .apply(image);
    x = normalized(x, "bn_Conv1", "Conv1_relu");
    int block = 0;
    for (int[] stage : STAGES) {
      for (int i = 0; i < stage[1]; i++) {
        x = block(x, divisible((int) (stage[0] * alpha)), i == 0 ? stage[2] : 1, block++);
      }
    }
    int last = alpha > 1 ? divisible(1280 * alpha) : 1280;
    x = Layers.conv2d(last, 1).useBias(false).name("Conv_1").apply(x);
    return normalized(x, "Conv_1_bn", "out_relu");
  }

  private static SymbolicTensor block(SymbolicTensor input, int filters, int stride, int block) {
    int channels = input.shape().get(-1);
    String name = block == 0 ? "expanded_conv_" : "block_" + block + "_";
    SymbolicTensor x = input;
    if (block > 0) {
      x = pointwise(6 * channels, name + "expand").apply(x);
      x = normalized(x, name + "expand_BN", name + "expand_relu");
    }
    if (stride == 2) {
      x = padded(x, 3, name + "pad");
    }
    x = Layers.depthwiseConv2d(3)
        .strides(stride)
        .useBias(false)
        .padding(stride == 1 ? Padding.SAME : Padding.VALID)
        .name(name + "depthwise")
        .apply(x);
    x = normalized(x, name + "depthwise_BN", name + "depthwise_relu");
    x = norm(pointwise(filters, name + "project").apply(x), name + "project_BN");
    return channels == filters && stride == 1 ? Layers.add().name(name + "add").apply(input, x) : x;
  }

  private static Conv2D pointwise(int filters, String name) {
    return Layers.conv2d(filters, 1).padding(Padding.SAME).useBias(false).name(name);
  }

  private static SymbolicTensor norm(SymbolicTensor x, String name) {
    return Layers.batchNormalization().momentum(0.999).name(name).apply(x);
  }

  private static SymbolicTensor normalized(SymbolicTensor x, String norm, String relu) {
    return Layers.relu().maxValue(6).name(relu).apply(norm(x, norm));
  }

  @Override
  protected SymbolicTensor top(SymbolicTensor features) {
    return Layers.dense(classes())
        .activation(classifierActivation())
        .name("predictions")
        .apply(Layers.globalAveragePooling2d().apply(features));
  }
}
