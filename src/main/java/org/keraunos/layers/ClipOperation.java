package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** {@code min(max(x, x_min), x_max)}. */
final class ClipOperation extends Operation {
  private static final Setting<Double> X_MIN = Setting.number("x_min");
  private static final Setting<Double> X_MAX = Setting.number("x_max");
  static final Kind<ClipOperation> KIND =
      operation(NUMPY, "Clip", ClipOperation::new).since(SINCE).required(X_MIN, X_MAX);

  private ClipOperation(Settings settings) {
    super(settings);
  }

  static SymbolicTensor of(SymbolicTensor x, double least, double most) {
    return KIND.make(KIND.settings().with(X_MIN, least).with(X_MAX, most)).apply(x);
  }

  @Override
  public void check() {
    Check.argument(get(X_MIN) <= get(X_MAX), "Clip.x_max", ">= " + get(X_MIN), get(X_MAX));
  }

  @Override
  public List<String> inputNames() {
    return List.of("x");
  }

  @Override
  Shape outputShape(List<Shape> inputs, CallOptions options) {
    return only(inputs);
  }

  @Override
  public Shape reads(Shape seen, Shape input) {
    return seen;
  }

  @Override
  Value emit(LayerScope s, List<Value> inputs, CallOptions options) {
    Value in = only(inputs);
    var clipped = s.ops().clipByValue(in.operand(), s.constant(get(X_MIN)), s.constant(get(X_MAX)));
    return s.value(clipped, in.shape());
  }
}
