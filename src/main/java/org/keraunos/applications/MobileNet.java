package org.keraunos.applications;

import java.util.List;
import java.util.Locale;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.contract.Preprocessing;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;

/**
 * Depthwise and pointwise convolutions in turn; Howard et al., "MobileNets: efficient convolutional
 * neural networks for mobile vision applications", 2017. {@code keras.applications.MobileNet}.
 */
public final class MobileNet extends Application<MobileNet> {
  static final Setting<Double> ALPHA = Setting.number("alpha").must(width -> width > 0, "> 0");
  private static final Setting<Integer> DEPTH_MULTIPLIER =
      Setting.integer("depth_multiplier").must(count -> count >= 1, ">= 1");
  private static final Setting<Double> DROPOUT =
      Setting.number("dropout").must(rate -> rate >= 0 && rate < 1, "0 <= rate < 1");

  static final Kind<MobileNet> KIND = kind("MobileNet", MobileNet::new, 224)
      .option(ALPHA, 1.0)
      .option(DEPTH_MULTIPLIER, 1)
      .option(DROPOUT, 1e-3);

  private static final List<Integer> FILTERS =
      List.of(64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024);
  private static final List<Integer> HALVING = List.of(2, 4, 6, 12);

  private MobileNet(Settings settings) {
    super(settings);
  }

  /**
   * The width: how many filters there are, as a share of the paper's.
   *
   * @param width above 0; 1 if not given; Keras has weights for 0.25, 0.5, 0.75 and 1
   * @return a changed copy
   */
  public MobileNet alpha(double width) {
    return with(ALPHA, width);
  }

  /**
   * How many filters a channel has in depthwise convolutions.
   *
   * @param count 1 if not given
   * @return a changed copy
   */
  public MobileNet depthMultiplier(int count) {
    return with(DEPTH_MULTIPLIER, count);
  }

  /**
   * The dropout of the top.
   *
   * @param rate 0 to 1; 0.001 if not given
   * @return a changed copy
   */
  public MobileNet dropout(double rate) {
    return with(DROPOUT, rate);
  }

  @Override
  public String modelName() {
    return String.format(Locale.ROOT, "mobilenet_%.2f_%d", get(ALPHA), height());
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
    SymbolicTensor x = Layers.conv2d(filters(32), 3)
        .strides(2)
        .padding(Padding.SAME)
        .useBias(false)
        .name("conv1")
        .apply(image);
    x = normalized(x, "conv1");
    for (int block = 1; block <= FILTERS.size(); block++) {
      x = block(x, filters(FILTERS.get(block - 1)), HALVING.contains(block) ? 2 : 1, block);
    }
    return x;
  }

  private int filters(int full) {
    return (int) (full * get(ALPHA));
  }

  private SymbolicTensor block(SymbolicTensor input, int filters, int stride, int block) {
    SymbolicTensor x = stride == 1
        ? input
        : Layers.zeroPadding2d(0, 1, 0, 1).name("conv_pad_" + block).apply(input);
    x = Layers.depthwiseConv2d(3)
        .padding(stride == 1 ? Padding.SAME : Padding.VALID)
        .depthMultiplier(get(DEPTH_MULTIPLIER))
        .strides(stride)
        .useBias(false)
        .name("conv_dw_" + block)
        .apply(x);
    x = normalized(x, "conv_dw_" + block);
    x = Layers.conv2d(filters, 1)
        .padding(Padding.SAME)
        .useBias(false)
        .name("conv_pw_" + block)
        .apply(x);
    return normalized(x, "conv_pw_" + block);
  }

  private static SymbolicTensor normalized(SymbolicTensor x, String name) {
    return Layers.relu()
        .maxValue(6)
        .name(name + "_relu")
        .apply(Layers.batchNormalization().name(name + "_bn").apply(x));
  }

  @Override
  protected SymbolicTensor top(SymbolicTensor features) {
    SymbolicTensor x = Layers.globalAveragePooling2d().keepdims(true).apply(features);
    x = Layers.dropout(get(DROPOUT)).name("dropout").apply(x);
    x = Layers.conv2d(classes(), 1).padding(Padding.SAME).name("conv_preds").apply(x);
    x = Layers.reshape(classes()).name("reshape_2").apply(x);
    return Layers.activation(classifierActivation()).name("predictions").apply(x);
  }
}
