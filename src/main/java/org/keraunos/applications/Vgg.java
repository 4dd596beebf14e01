package org.keraunos.applications;

import static org.keraunos.activations.Activations.RELU;

import java.util.List;
import java.util.Locale;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.contract.Preprocessing;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;

/**
 * Five blocks of 3 x 3 convolutions and a pool, then three dense layers; Simonyan and Zisserman,
 * "Very deep convolutional networks for large-scale image recognition", ICLR 2015. {@code VGG16}
 * and {@code VGG19} of {@code keras.applications}.
 */
public final class Vgg extends Application<Vgg> {
  private static final Setting<List<Integer>> BLOCKS = Setting.of("blocks", Codecs.integers());
  private static final List<Integer> FILTERS = List.of(64, 128, 256, 512, 512);

  static final Kind<Vgg> VGG16 = kind("VGG16", List.of(2, 2, 3, 3, 3));
  static final Kind<Vgg> VGG19 = kind("VGG19", List.of(2, 2, 4, 4, 4));

  private Vgg(Settings settings) {
    super(settings);
  }

  private static Kind<Vgg> kind(String name, List<Integer> blocks) {
    return kind(name, Vgg::new, 224).internal(BLOCKS, blocks);
  }

  @Override
  public String modelName() {
    return settings().kind().className().toLowerCase(Locale.ROOT);
  }

  @Override
  public Preprocessing preprocessing() {
    return Preprocessing.CAFFE;
  }

  @Override
  protected boolean namesPooling() {
    return false;
  }

  @Override
  protected SymbolicTensor body(SymbolicTensor image) {
    SymbolicTensor x = image;
    for (int block = 0; block < FILTERS.size(); block++) {
      String name = "block" + (block + 1);
      for (int i = 1; i <= get(BLOCKS).get(block); i++) {
        x = Layers.conv2d(FILTERS.get(block), 3)
            .activation(RELU)
            .padding(Padding.SAME)
            .name(name + "_conv" + i)
            .apply(x);
      }
      x = Layers.maxPooling2d(2).name(name + "_pool").apply(x);
    }
    return x;
  }

  @Override
  protected SymbolicTensor top(SymbolicTensor features) {
    SymbolicTensor x = Layers.flatten().name("flatten").apply(features);
    x = Layers.dense(4096).activation(RELU).name("fc1").apply(x);
    x = Layers.dense(4096).activation(RELU).name("fc2").apply(x);
    return Layers.dense(classes())
        .activation(classifierActivation())
        .name("predictions")
        .apply(x);
  }
}
