package org.keraunos.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * Tensors one behind the other along an axis: {@code keras.layers.Concatenate}.
 *
 * <p>Inputs of shapes that are equal but for that axis; output with the sum of its sizes. The axis counts the batch as 0,
 * as in Keras, and is -1, the last, if not given. No weights.
 */
public final class Concatenate extends Layer {
  private int axis = -1;

  Concatenate() {}

  /**
   * Names the layer.
   *
   * @param name unique in the model
   * @return a changed copy
   */
  public Concatenate name(String name) {
    return named(this, name);
  }

  /**
   * The axis to join along.
   *
   * @param joined 1 for the first axis behind the batch, or negative from the end; not 0
   * @return a changed copy
   * @throws IllegalArgumentException if the axis is 0, the batch
   */
  public Concatenate axis(int joined) {
    Check.argument(
        joined != 0, "Concatenate.axis", "an axis of the sample: 0 is the batch", joined);
    return changed(this, layer -> layer.axis = joined);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Check.argument(
        inputs.size() >= 2, describe() + " inputs", "two tensors or more", inputs.size());
    Shape first = inputs.get(0);
    int rank = first.rank();
    Check.argument(
        axis <= rank && axis >= -rank,
        "Concatenate.axis",
        "1 to " + rank + " or -1 to -" + rank,
        axis);
    int sampleAxis = axis > 0 ? axis - 1 : axis + rank;
    int sum = 0;
    for (Shape shape : inputs) {
      boolean fits =
          shape.rank() == rank && shape.with(sampleAxis, first.get(sampleAxis)).equals(first);
      Check.argument(
          fits, describe() + " inputs", "shapes that are equal but for axis " + axis, inputs);
      sum += shape.get(sampleAxis);
    }
    return first.with(sampleAxis, sum);
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs) {
    Shape out = outputShape(inputs.stream().map(Value::shape).toList());
    // A negative axis has no right gradient in TensorFlow's C++ library everywhere, so it is
    // counted from the front.
    int counted = axis > 0 ? axis : axis + out.rank() + 1;
    var joined =
        s.ops().concat(inputs.stream().map(Value::operand).toList(), s.ops().constant(counted));
    return List.of(s.value(joined, out));
  }

  @Override
  public Map<String, Object> config() {
    return Map.of("axis", axis);
  }

  static Concatenate fromConfig(Config config) {
    config.allow(Map.of(), Set.of("axis"));
    return new Concatenate().axis(config.axis("axis", -1));
  }
}
