package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * The sum of two or more tensors: {@code keras.layers.Add}.
 *
 * <p>Inputs and output of one shape; Keras's broadcasting of unequal shapes is refused. No weights.
 */
public final class Add extends Layer {
  Add() {}

  /**
   * Names the layer.
   *
   * @param name unique in the model
   * @return a changed copy
   */
  public Add name(String name) {
    return named(this, name);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Check.argument(
        inputs.size() >= 2, describe() + " inputs", "two tensors or more", inputs.size());
    for (Shape shape : inputs) {
      Check.argument(shape.equals(inputs.get(0)), describe() + " inputs", "equal shapes", inputs);
    }
    return inputs.get(0);
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs) {
    Operand<TFloating> sum = inputs.get(0).operand();
    for (Value next : inputs.subList(1, inputs.size())) {
      sum = s.ops().math.add(sum, next.operand());
    }
    return List.of(s.value(sum, inputs.get(0).shape()));
  }

  @Override
  public Map<String, Object> config() {
    return Map.of();
  }

  static Add fromConfig(Config config) {
    config.allow(Map.of(), Set.of());
    return new Add();
  }
}
