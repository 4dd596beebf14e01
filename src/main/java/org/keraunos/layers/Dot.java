package org.keraunos.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The inner products of two tensors along an axis of each: {@code keras.layers.Dot}.
 *
 * <p>Two inputs; output the first's axes without its own, then the second's without its own, or (1)
 * where nothing is left. Axes count the batch as 0 and may be negative from the end. With
 * {@code normalize} both have length 1 along their axis first: the cosine of the angle. No weights.
 */
public final class Dot extends MergeLayer<Dot> {
  private static final double EPSILON = 1e-7; // keras.backend.epsilon()
  private static final Setting<List<Integer>> AXES = Setting.of("axes", Codecs.integers())
      .must(axes -> axes.size() == 1 || axes.size() == 2, "an axis, or one of each input")
      .must(axes -> !axes.contains(0), "axes of the sample: 0 is the batch");
  private static final Setting<Boolean> NORMALIZE = Setting.flag("normalize");
  static final Kind<Dot> KIND = Layer.kind("Dot", Dot::new).required(AXES).option(NORMALIZE, false);

  private Dot(Settings settings) {
    super(settings);
  }

  static Dot of(Integer... axes) {
    return KIND.make(KIND.settings().with(AXES, List.of(axes)));
  }

  /**
   * Whether both have length 1 along their axis before.
   *
   * @param cosine false if not given
   * @return a changed copy
   */
  public Dot normalize(boolean cosine) {
    return with(NORMALIZE, cosine);
  }

  /** The place of the input's axis in its sample. */
  private int axis(int input, Shape shape) {
    List<Integer> axes = get(AXES);
    int axis = axes.get(axes.size() == 1 ? 0 : input);
    int rank = shape.rank();
    Check.argument(
        axis <= rank && axis >= -rank, "Dot.axes", "1 to " + rank + " or -1 to -" + rank, axis);
    return axis > 0 ? axis - 1 : axis + rank;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Check.argument(inputs.size() == 2, describe() + " inputs", "two tensors", inputs.size());
    Shape first = inputs.get(0);
    Shape second = inputs.get(1);
    Check.argument(
        first.get(axis(0, first)) == second.get(axis(1, second)),
        describe() + " inputs",
        "one size along axes " + get(AXES),
        inputs);
    List<Integer> sizes = new ArrayList<>(without(first, axis(0, first)));
    sizes.addAll(without(second, axis(1, second)));
    return sizes.isEmpty()
        ? Shape.of(1)
        : Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
  }

  private static List<Integer> without(Shape shape, int axis) {
    return IntStream.range(0, shape.rank())
        .filter(each -> each != axis)
        .map(shape::get)
        .boxed()
        .toList();
  }

  @Override
  protected Value build(LayerScope s, List<Value> inputs) {
    Shape out = outputShape(inputs.stream().map(Value::shape).toList());
    Operand<TFloating> product = s.ops()
        .linalg
        .einsum(List.of(rows(s, inputs.get(0), 0), rows(s, inputs.get(1), 1)), "bmd,bkd->bmk");
    int[] sizes =
        IntStream.concat(IntStream.of(-1), IntStream.of(out.toArray())).toArray();
    return s.value(s.ops().reshape(product, s.ops().constant(sizes)), out);
  }

  /** (batch, everything else, the axis). */
  private Operand<TFloating> rows(LayerScope s, Value in, int input) {
    Ops tf = s.ops();
    int rank = in.shape().rank();
    int axis = axis(input, in.shape()) + 1;
    Operand<TFloating> x = in.operand();
    if (get(NORMALIZE)) {
      x = UnitNorms.of(s, x, new int[] {axis}, EPSILON);
    }
    if (axis != rank) {
      int[] order = IntStream.concat(
              IntStream.rangeClosed(0, rank).filter(each -> each != axis), IntStream.of(axis))
          .toArray();
      x = tf.linalg.transpose(x, tf.constant(order));
    }
    int size = in.shape().get(axis - 1);
    return tf.reshape(x, tf.constant(new int[] {-1, in.shape().size() / size, size}));
  }
}
