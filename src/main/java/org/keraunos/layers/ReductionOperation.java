package org.keraunos.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceMin;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** One number of all along axes of the sample. */
final class ReductionOperation extends Operation {
  private static final Setting<List<Integer>> AXIS = Axes.SETTING;
  private static final Setting<Boolean> KEEPDIMS = Setting.flag("keepdims");

  /** What is emitted. */
  @FunctionalInterface
  private interface Emit {
    Operand<TFloating> of(Ops tf, Operand<TFloating> x, Operand<TInt32> axes, boolean keepdims);
  }

  static final Kind<ReductionOperation> MEAN =
      kind("Mean", (tf, x, axes, keep) -> tf.math.mean(x, axes, Mean.keepDims(keep)));
  static final Kind<ReductionOperation> SUM =
      kind("Sum", (tf, x, axes, keep) -> tf.reduceSum(x, axes, ReduceSum.keepDims(keep)));
  static final Kind<ReductionOperation> MAX = kind(
          "Max", (tf, x, axes, keep) -> tf.reduceMax(x, axes, ReduceMax.keepDims(keep)))
      .only("initial", null);
  static final Kind<ReductionOperation> MIN = kind(
          "Min", (tf, x, axes, keep) -> tf.reduceMin(x, axes, ReduceMin.keepDims(keep)))
      .only("initial", null);

  private final Emit emit;

  private ReductionOperation(Settings settings, Emit emit) {
    super(settings);
    this.emit = emit;
  }

  private static Kind<ReductionOperation> kind(String className, Emit emit) {
    return operation(NUMPY, className, settings -> new ReductionOperation(settings, emit))
        .since(SINCE)
        .required(AXIS)
        .option(KEEPDIMS, false);
  }

  static SymbolicTensor of(
      Kind<ReductionOperation> kind, SymbolicTensor x, boolean keepdims, int... axes) {
    List<Integer> along = Arrays.stream(axes).boxed().toList();
    return kind.make(kind.settings().with(AXIS, along).with(KEEPDIMS, keepdims)).apply(x);
  }

  @Override
  public List<String> inputNames() {
    return List.of("x");
  }

  @Override
  Shape outputShape(List<Shape> inputs, CallOptions options) {
    Shape input = only(inputs);
    Axes.check(className() + ".axis", get(AXIS), input);
    List<Integer> sizes = new ArrayList<>();
    for (int axis = 1; axis <= input.rank(); axis++) {
      int each = axis;
      if (Arrays.stream(Axes.of(get(AXIS), input)).noneMatch(gone -> gone == each)) {
        sizes.add(input.get(axis - 1));
      } else if (get(KEEPDIMS)) {
        sizes.add(1);
      }
    }
    return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  Value emit(LayerScope s, List<Value> inputs, CallOptions options) {
    Shape input = inputs.get(0).shape();
    var axes = s.ops().constant(Axes.of(get(AXIS), input));
    return s.value(
        emit.of(s.ops(), inputs.get(0).operand(), axes, get(KEEPDIMS)),
        outputShape(List.of(input), options));
  }
}
