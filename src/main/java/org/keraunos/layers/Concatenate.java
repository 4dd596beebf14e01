package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * Tensors one behind the other along an axis: {@code keras.layers.Concatenate}.
 *
 * <p>Inputs of shapes that are equal but for that axis; output with the sum of its sizes. The axis
 * counts the batch as 0, as in Keras, and is -1, the last, if not given. No weights.
 */
public final class Concatenate extends MergeLayer<Concatenate> {
  private static final Setting<Integer> AXIS = Setting.of("axis", Codecs.integerOrListOfOne())
      .must(axis -> axis != 0, "an axis of the sample: 0 is the batch");
  static final Kind<Concatenate> KIND =
      Layer.kind("Concatenate", Concatenate::new).option(AXIS, -1);

  private Concatenate(Settings settings) {
    super(settings);
  }

  /**
   * The axis to join along.
   *
   * @param joined 1 for the first axis behind the batch, or negative from the end; not 0
   * @return a changed copy
   * @throws IllegalArgumentException if the axis is 0, the batch
   */
  public Concatenate axis(int joined) {
    return with(AXIS, joined);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape first = several(inputs);
    int rank = first.rank();
    int axis = get(AXIS);
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
  protected Value build(LayerScope s, List<Value> inputs) {
    Shape out = outputShape(inputs.stream().map(Value::shape).toList());
    // A negative axis has no right gradient in TensorFlow's C++ library everywhere, so it is
    // counted from the front.
    int axis = get(AXIS) > 0 ? get(AXIS) : get(AXIS) + out.rank() + 1;
    var joined =
        s.ops().concat(inputs.stream().map(Value::operand).toList(), s.ops().constant(axis));
    return s.value(joined, out);
  }
}
