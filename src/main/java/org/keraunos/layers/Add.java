package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
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
public final class Add extends MergeLayer<Add> {
  static final Kind<Add> KIND = Layer.kind("Add", Add::new);

  private Add(Settings settings) {
    super(settings);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape first = several(inputs);
    Check.argument(
        inputs.stream().allMatch(first::equals), describe() + " inputs", "equal shapes", inputs);
    return first;
  }

  @Override
  protected Value build(LayerScope s, List<Value> inputs) {
    Operand<TFloating> sum = inputs.get(0).operand();
    for (Value next : inputs.subList(1, inputs.size())) {
      sum = s.ops().math.add(sum, next.operand());
    }
    return s.value(sum, inputs.get(0).shape());
  }
}
