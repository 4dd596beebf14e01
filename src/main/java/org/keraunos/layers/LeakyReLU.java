package org.keraunos.layers;

import org.keraunos.activations.Activations;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * x above 0, {@code negative_slope x} below: {@code keras.layers.LeakyReLU}.
 *
 * <p>Input and output of any one shape. No weights. The slope is 0.3 if not given.
 */
public final class LeakyReLU extends UnaryLayer<LeakyReLU> {
  private static final Setting<Double> NEGATIVE_SLOPE =
      Setting.number("negative_slope").must(slope -> slope >= 0, ">= 0");
  static final Kind<LeakyReLU> KIND =
      Layer.kind("LeakyReLU", LeakyReLU::new).option(NEGATIVE_SLOPE, 0.3);

  private LeakyReLU(Settings settings) {
    super(settings);
  }

  /**
   * The slope below 0.
   *
   * @param slope at least 0; 0.3 if not given
   * @return a changed copy
   */
  public LeakyReLU negativeSlope(double slope) {
    return with(NEGATIVE_SLOPE, slope);
  }

  @Override
  public Shape reads(Shape seen, Shape input) {
    return seen;
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    return Activations.leakyRelu(get(NEGATIVE_SLOPE)).apply(s, in);
  }
}
