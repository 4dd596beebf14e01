package org.keraunos.applications;

import static org.keraunos.activations.Activations.RELU;

import java.util.List;
import java.util.Locale;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.contract.Preprocessing;
import org.keraunos.layers.Conv2D;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;

/**
 * Four stacks of residual blocks of three convolutions; He et al., "Deep residual learning for
 * image recognition", CVPR 2016, and with the normalization before the kernels (V2) "Identity
 * mappings in deep residual networks", ECCV 2016. {@code ResNet50}, {@code ResNet101},
 * {@code ResNet152} and their V2 of {@code keras.applications}.
 */
public final class ResNet extends Application<ResNet> {
  private static final Setting<List<Integer>> BLOCKS = Setting.of("blocks", Codecs.integers());
  private static final Setting<Boolean> PREACT = Setting.flag("preact");
  private static final int FILTERS = 64;

  static final Kind<ResNet> RESNET50 = kind("ResNet50", false, 4, 6);
  static final Kind<ResNet> RESNET101 = kind("ResNet101", false, 4, 23);
  static final Kind<ResNet> RESNET152 = kind("ResNet152", false, 8, 36);
  static final Kind<ResNet> RESNET50_V2 = kind("ResNet50V2", true, 4, 6);
  static final Kind<ResNet> RESNET101_V2 = kind("ResNet101V2", true, 4, 23);
  static final Kind<ResNet> RESNET152_V2 = kind("ResNet152V2", true, 8, 36);

  private ResNet(Settings settings) {
    super(settings);
  }

  private static Kind<ResNet> kind(String name, boolean preact, int second, int third) {
    return kind(name, ResNet::new, 224)
        .internal(BLOCKS, List.of(3, second, third, 3))
        .internal(PREACT, preact);
  }

  @Override
  public String modelName() {
    return settings().kind().className().toLowerCase(Locale.ROOT);
  }

  @Override
  public Preprocessing preprocessing() {
    return get(PREACT) ? Preprocessing.TF : Preprocessing.CAFFE;
  }

  @Override
  protected SymbolicTensor body(SymbolicTensor image) {
    SymbolicTensor x = Layers.zeroPadding2d(3).name("conv1_pad").apply(image);
    x = Layers.conv2d(FILTERS, 7).strides(2).name("conv1_conv").apply(x);
    if (!get(PREACT)) {
      x = normalized(x, "conv1_bn", "conv1_relu");
    }
    x = Layers.zeroPadding2d(1).name("pool1_pad").apply(x);
    x = Layers.maxPooling2d(3).strides(2).name("pool1_pool").apply(x);
    List<Integer> blocks = get(BLOCKS);
    for (int stack = 0; stack < blocks.size(); stack++) {
      int filters = FILTERS << stack;
      int last = blocks.get(stack);
      for (int block = 1; block <= last; block++) {
        String name = "conv" + (stack + 2) + "_block" + block;
        if (get(PREACT)) {
          x = before(x, filters, block == last && stack < 3 ? 2 : 1, block == 1, name);
        } else {
          x = behind(x, filters, block == 1 && stack > 0 ? 2 : 1, block == 1, name);
        }
      }
    }
    return get(PREACT) ? normalized(x, "post_bn", "post_relu") : x;
  }

  /** A block whose normalization stands behind the kernels. */
  private static SymbolicTensor behind(
      SymbolicTensor x, int filters, int stride, boolean convolvesShortcut, String name) {
    SymbolicTensor shortcut = convolvesShortcut
        ? norm(conv(4 * filters, 1, name + "_0_conv").strides(stride).apply(x), name + "_0_bn")
        : x;
    SymbolicTensor y = conv(filters, 1, name + "_1_conv").strides(stride).apply(x);
    y = normalized(y, name + "_1_bn", name + "_1_relu");
    y = conv(filters, 3, name + "_2_conv").padding(Padding.SAME).apply(y);
    y = normalized(y, name + "_2_bn", name + "_2_relu");
    y = norm(conv(4 * filters, 1, name + "_3_conv").apply(y), name + "_3_bn");
    y = Layers.add().name(name + "_add").apply(shortcut, y);
    return Layers.activation(RELU).name(name + "_out").apply(y);
  }

  /** A block whose normalization stands before the kernels. */
  private static SymbolicTensor before(
      SymbolicTensor x, int filters, int stride, boolean convolvesShortcut, String name) {
    SymbolicTensor in = normalized(x, name + "_preact_bn", name + "_preact_relu");
    SymbolicTensor shortcut = x;
    if (convolvesShortcut) {
      shortcut = conv(4 * filters, 1, name + "_0_conv").strides(stride).apply(in);
    } else if (stride > 1) {
      shortcut = Layers.maxPooling2d(1).strides(stride).apply(x);
    }
    SymbolicTensor y = conv(filters, 1, name + "_1_conv").useBias(false).apply(in);
    y = normalized(y, name + "_1_bn", name + "_1_relu");
    y = Layers.zeroPadding2d(1).name(name + "_2_pad").apply(y);
    y = conv(filters, 3, name + "_2_conv").strides(stride).useBias(false).apply(y);
    y = normalized(y, name + "_2_bn", name + "_2_relu");
    y = conv(4 * filters, 1, name + "_3_conv").apply(y);
    return Layers.add().name(name + "_out").apply(shortcut, y);
  }

  private static Conv2D conv(int filters, int size, String name) {
    return Layers.conv2d(filters, size).name(name);
  }

  private static SymbolicTensor norm(SymbolicTensor x, String name) {
    return Layers.batchNormalization().axis(3).epsilon(1.001e-5).name(name).apply(x);
  }

  private static SymbolicTensor normalized(SymbolicTensor x, String norm, String relu) {
    return Layers.activation(RELU).name(relu).apply(norm(x, norm));
  }

  @Override
  protected SymbolicTensor top(SymbolicTensor features) {
    SymbolicTensor x = Layers.globalAveragePooling2d().name("avg_pool").apply(features);
    return Layers.dense(classes())
        .activation(classifierActivation())
        .name("predictions")
        .apply(x);
  }
}
