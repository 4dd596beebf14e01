package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** What an operation has that makes of each element of one tensor another one. */
abstract class ElementwiseOperation extends Operation {
  ElementwiseOperation(Settings settings) {
    super(settings);
  }

  abstract Value emit(LayerScope s, Value in);

  @Override
  public final List<String> inputNames() {
    return List.of("x");
  }

  @Override
  final Shape outputShape(List<Shape> inputs, CallOptions options) {
    return only(inputs);
  }

  @Override
  public final Shape reads(Shape seen, Shape input) {
    return seen;
  }

  @Override
  final Value emit(LayerScope s, List<Value> inputs, CallOptions options) {
    return emit(s, only(inputs));
  }
}
