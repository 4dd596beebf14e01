package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * All axes of a sample as one, row-major; {@code keras.layers.Flatten}.
 *
 * <p>Input of any shape; output (product of the sizes). No weights.
 */
public final class Flatten extends UnaryLayer<Flatten> {
  static final Kind<Flatten> KIND =
      Layer.kind("Flatten", Flatten::new).only("data_format", "channels_last");

  private Flatten(Settings settings) {
    super(settings);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.size());
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    int size = in.shape().size();
    return s.value(
        s.ops().reshape(in.operand(), s.ops().constant(new int[] {-1, size})), Shape.of(size));
  }
}
