package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** Tensors one behind the other: {@code keras.ops.concatenate}, the layer's own work. */
final class ConcatenateOperation extends Operation {
  private static final Setting<Integer> AXIS = Setting.of("axis", Codecs.integerOrListOfOne())
      .must(axis -> axis != 0, "an axis of the sample: 0 is the batch");
  static final Kind<ConcatenateOperation> KIND =
      operation(NUMPY, "Concatenate", ConcatenateOperation::new).since(SINCE).required(AXIS);

  private ConcatenateOperation(Settings settings) {
    super(settings);
  }

  static SymbolicTensor of(int axis, SymbolicTensor... tensors) {
    return KIND.make(KIND.settings().with(AXIS, axis)).apply(tensors);
  }

  private Concatenate layer() {
    return Concatenate.KIND.make(Concatenate.KIND.settings()).axis(get(AXIS));
  }

  @Override
  public List<String> inputNames() {
    return List.of("xs");
  }

  @Override
  List<Object> arguments(List<Object> tensors, CallOptions options) {
    return List.of(tensors);
  }

  @Override
  Shape outputShape(List<Shape> inputs, CallOptions options) {
    return layer().outputShape(inputs);
  }

  @Override
  Value emit(LayerScope s, List<Value> inputs, CallOptions options) {
    return layer().build(s, inputs);
  }
}
