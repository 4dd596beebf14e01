package org.keraunos.layers;

import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** {@code min(max(x, x_min), x_max)}. */
final class ClipOperation extends ElementwiseOperation {
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
  Value emit(LayerScope s, Value in) {
    var clipped = s.ops().clipByValue(in.operand(), s.constant(get(X_MIN)), s.constant(get(X_MAX)));
    return s.value(clipped, in.shape());
  }
}
