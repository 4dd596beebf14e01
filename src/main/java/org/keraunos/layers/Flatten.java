package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * All axes of a sample as one, row-major.
 *
 * <p>Input of any shape; output (product of the sizes). No weights. {@code keras.layers.Flatten}.
 */
public final class Flatten extends Layer {
  Flatten() {}

  /**
   * Names the layer.
   *
   * @param name unique in the model
   * @return a changed copy
   */
  public Flatten name(String name) {
    return named(this, name);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.of(only(inputs).size());
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs) {
    Value in = only(inputs);
    int size = in.shape().size();
    return List.of(s.value(
        s.ops().reshape(in.operand(), s.ops().constant(new int[] {-1, size})), Shape.of(size)));
  }

  @Override
  public Map<String, Object> config() {
    return Map.of();
  }

  static Flatten fromConfig(Config config) {
    config.allow(Map.of("data_format", "channels_last"), Set.of());
    return new Flatten();
  }
}
