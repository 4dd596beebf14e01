package org.keraunos.layers;

import org.keraunos.activations.Activations;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * x above 0, {@code alpha (exp(x) - 1)} below: {@code keras.layers.ELU}.
 *
 * <p>Input and output of any one shape. No weights. Alpha is 1 if not given.
 */
public final class ELU extends UnaryLayer<ELU> {
  private static final Setting<Double> ALPHA = Setting.number("alpha");
  static final Kind<ELU> KIND = Layer.kind("ELU", ELU::new).option(ALPHA, 1.0);

  private ELU(Settings settings) {
    super(settings);
  }

  /**
   * The factor below 0.
   *
   * @param factor 1 if not given
   * @return a changed copy
   */
  public ELU alpha(double factor) {
    return with(ALPHA, factor);
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
    return Activations.elu(get(ALPHA)).apply(s, in);
  }
}
