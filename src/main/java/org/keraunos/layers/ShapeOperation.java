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

/** The same values with other axes; the batch stays the first. */
final class ShapeOperation extends Operation {
  private static final Setting<List<Integer>> NEWSHAPE = Setting.of(
          "newshape", Codecs.list(Codecs.integer()))
      .must(
          sizes -> !sizes.isEmpty()
              && sizes.get(0) == -1
              && sizes.stream().skip(1).allMatch(size -> size >= 1),
          "-1 for the batch, and then sizes >= 1");
  private static final Setting<List<Integer>> AXES = Setting.of(
          "axes", Codecs.list(Codecs.integer()))
      .must(
          axes -> !axes.isEmpty()
              && axes.get(0) == 0
              && axes.stream()
                  .sorted()
                  .toList()
                  .equals(IntStream.range(0, axes.size()).boxed().toList()),
          "each axis once, the batch first");
  private static final Setting<Integer> AXIS = Setting.of("axis", Codecs.integerOrListOfOne())
      .must(axis -> axis != 0, "an axis of the sample: 0 is the batch");

  /** The axes that come out of a shape. */
  @FunctionalInterface
  private interface Axed {
    Shape of(ShapeOperation operation, Shape input);
  }

  static final Kind<ShapeOperation> RESHAPE =
      kind("Reshape", ShapeOperation::reshaped).required(NEWSHAPE);
  static final Kind<ShapeOperation> TRANSPOSE =
      kind("Transpose", ShapeOperation::transposed).required(AXES);
  static final Kind<ShapeOperation> EXPAND_DIMS =
      kind("ExpandDims", ShapeOperation::expanded).required(AXIS);
  static final Kind<ShapeOperation> SQUEEZE =
      kind("Squeeze", ShapeOperation::squeezed).required(AXIS);

  private final Axed axed;

  private ShapeOperation(Settings settings, Axed axed) {
    super(settings);
    this.axed = axed;
  }

  private static Kind<ShapeOperation> kind(String className, Axed axed) {
    return operation(NUMPY, className, settings -> new ShapeOperation(settings, axed))
        .since(SINCE);
  }

  static SymbolicTensor reshape(SymbolicTensor x, int... sizes) {
    List<Integer> whole = new ArrayList<>(List.of(-1));
    IntStream.of(sizes).forEach(whole::add);
    return RESHAPE.make(RESHAPE.settings().with(NEWSHAPE, List.copyOf(whole))).apply(x);
  }

  static SymbolicTensor transpose(SymbolicTensor x, int... axes) {
    List<Integer> order = IntStream.of(axes).boxed().toList();
    return TRANSPOSE.make(TRANSPOSE.settings().with(AXES, order)).apply(x);
  }

  static SymbolicTensor ofAxis(Kind<ShapeOperation> kind, SymbolicTensor x, int axis) {
    return kind.make(kind.settings().with(AXIS, axis)).apply(x);
  }

  private Shape reshaped(Shape input) {
    Shape out = Shape.of(get(NEWSHAPE).stream().skip(1).mapToInt(size -> size).toArray());
    Check.argument(
        out.size() == input.size(), describe() + " input", out.size() + " values", input);
    return out;
  }

  private Shape transposed(Shape input) {
    int rank = get(AXES).size() - 1;
    Shape shape = ofRank(input, rank, "with " + rank + " axes behind the batch");
    return Shape.of(
        get(AXES).stream().skip(1).mapToInt(axis -> shape.get(axis - 1)).toArray());
  }

  private Shape expanded(Shape input) {
    List<Integer> sizes = sizes(input);
    int at = get(AXIS) > 0 ? get(AXIS) - 1 : get(AXIS) + input.rank() + 1;
    Check.argument(
        at >= 0 && at <= input.rank(), className() + ".axis", "a place in " + input, get(AXIS));
    sizes.add(at, 1);
    return Shape.of(sizes.stream().mapToInt(size -> size).toArray());
  }

  private Shape squeezed(Shape input) {
    Axes.check(className() + ".axis", List.of(get(AXIS)), input);
    int axis = Axes.of(List.of(get(AXIS)), input)[0] - 1;
    Check.argument(
        input.get(axis) == 1, describe() + " input", "size 1 along axis " + get(AXIS), input);
    List<Integer> sizes = sizes(input);
    sizes.remove(axis);
    return Shape.of(sizes.stream().mapToInt(size -> size).toArray());
  }

  private static List<Integer> sizes(Shape shape) {
    return new ArrayList<>(IntStream.of(shape.toArray()).boxed().toList());
  }

  @Override
  public List<String> inputNames() {
    return List.of("x");
  }

  @Override
  Shape outputShape(List<Shape> inputs, CallOptions options) {
    return axed.of(this, only(inputs));
  }

  @Override
  Value emit(LayerScope s, List<Value> inputs, CallOptions options) {
    Value in = only(inputs);
    Shape out = outputShape(List.of(in.shape()), options);
    if (settings().kind().declares(AXES)) {
      int[] order = get(AXES).stream().mapToInt(axis -> axis).toArray();
      return s.value(s.ops().linalg.transpose(in.operand(), s.ops().constant(order)), out);
    }
    int[] sizes =
        IntStream.concat(IntStream.of(-1), IntStream.of(out.toArray())).toArray();
    return s.value(s.ops().reshape(in.operand(), s.ops().constant(sizes)), out);
  }
}
