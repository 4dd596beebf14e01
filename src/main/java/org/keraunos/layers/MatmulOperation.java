package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** The products of matrices, the last two axes: {@code x @ y}. */
final class MatmulOperation extends Operation {
  static final Kind<MatmulOperation> MATMUL = operation(NUMPY, "Matmul", MatmulOperation::new);

  private MatmulOperation(Settings settings) {
    super(settings);
  }

  @Override
  public List<String> inputNames() {
    return List.of("x1", "x2");
  }

  @Override
  Shape outputShape(List<Shape> inputs, CallOptions options) {
    Check.argument(inputs.size() == 2, describe() + " inputs", "two tensors", inputs.size());
    Shape left = inputs.get(0);
    Shape right = inputs.get(1);
    boolean fits = left.rank() >= 2
        && left.rank() == right.rank()
        && left.get(-1) == right.get(-2)
        && left.with(-1, 1).with(-2, 1).equals(right.with(-1, 1).with(-2, 1));
    Check.argument(
        fits,
        describe() + " inputs",
        "(None, ..., n, k) and (None, ..., k, m) with the same axes before",
        inputs);
    return left.with(-1, right.get(-1));
  }

  @Override
  Value emit(LayerScope s, List<Value> inputs, CallOptions options) {
    var product = s.ops()
        .train
        .batchMatMul(
            inputs.get(0).operand(), inputs.get(1).operand(), s.policy().computeType());
    return s.value(product, outputShape(inputs.stream().map(Value::shape).toList(), options));
  }
}
