package org.keraunos.activations;

import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * f(x) = x above 0, slope x below; {@code keras.layers.LeakyReLU}. Monotone, so a max pool may take
 * it behind itself.
 */
final class LeakyReLU extends ActivationObject {
  static final Setting<Double> NEGATIVE_SLOPE =
      Setting.number("negative_slope").must(slope -> slope >= 0, ">= 0");
  static final Kind<LeakyReLU> KIND = Kind.of("LeakyReLU", LeakyReLU::new)
      .since(ActivationObject.SINCE)
      .group(COMMON)
      .option(NEGATIVE_SLOPE, 0.3);

  LeakyReLU(Settings settings) {
    super(settings);
  }

  @Override
  public boolean isPointwise() {
    return true;
  }

  @Override
  public Value apply(LayerScope s, Value x) {
    return x.leakyRelu(get(NEGATIVE_SLOPE));
  }
}
