package org.keraunos.layers;

import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * {@code y = x gamma}, a factor a channel that is learned and starts small: {@code LayerScale} of
 * {@code keras.applications.convnext}. Touvron et al., "Going deeper with image transformers",
 * 2021.
 *
 * <p>Input and output (..., projection_dim). Weight {@code gamma} (projection_dim).
 */
public final class LayerScale extends UnaryLayer<LayerScale> {
  private static final Setting<Double> INIT_VALUES = Setting.number("init_values");
  private static final Setting<Integer> PROJECTION_DIM =
      Setting.integer("projection_dim").must(n -> n >= 1, ">= 1");
  static final Kind<LayerScale> KIND = Layer.kind("LayerScale", LayerScale::new)
      .in("keras.src.applications.convnext")
      .required(INIT_VALUES, PROJECTION_DIM);

  private LayerScale(Settings settings) {
    super(settings);
  }

  static LayerScale of(double initValues, int projectionDim) {
    return KIND.make(
        KIND.settings().with(INIT_VALUES, initValues).with(PROJECTION_DIM, projectionDim));
  }

  @Override
  public Shape outputShape(Shape input) {
    int channels = get(PROJECTION_DIM);
    Check.argument(
        input.rank() >= 1 && input.get(-1) == channels,
        describe() + " input",
        "shape (None, ..., " + channels + ")",
        input);
    return input;
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    var gamma =
        s.weight("gamma", Shape.of(get(PROJECTION_DIM)), Initializers.constant(get(INIT_VALUES)));
    return s.value(s.ops().math.mul(in.operand(), gamma), in.shape());
  }
}
